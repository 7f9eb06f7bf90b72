"""What the front door tells the apps above it, inside the action's transaction (`send`)."""

from django.dispatch import Signal

submitted = Signal()  # referral=, at=
decided = Signal()  # referral=, decision=, at=, by=
lead_accepted = Signal()  # offer=, at=, by=
level_2_registered = Signal()  # registration=, children=, at=, by=
step_up_accepted = Signal()  # transfer=, at=, by=
stepping_down = Signal()  # family=; before a step-down is offered, so that it can be refused
step_down_accepted = Signal()  # transfer=, at=, by=
asked_what_became = Signal()  # referral=; a receiver answers with a referrals.became.Became or None
