"""What changes about a family: `from families import actions as families`."""

from families.actions.agreement import check_risk, record_agreement, record_court_order
from families.actions.break_glass import break_glass
from families.actions.evaluation import record_objection
from families.actions.loss import record_loss, start_messages
from families.actions.merging import merge, not_the_same, unmerge
from families.actions.restricting import change_names, lift, restrict
from families.actions.safety import note_danger, record_safe_contact, record_sharing
from families.actions.same_people import not_same_person, same_person, two_people

__all__ = [
    "break_glass",
    "change_names",
    "check_risk",
    "lift",
    "merge",
    "not_same_person",
    "not_the_same",
    "note_danger",
    "record_agreement",
    "record_court_order",
    "record_loss",
    "record_objection",
    "record_safe_contact",
    "record_sharing",
    "restrict",
    "same_person",
    "start_messages",
    "two_people",
    "unmerge",
]
