"""What families tell the rooms above them. Sent inside the action's transaction."""

from django.dispatch import Signal

agreement_withdrawn = Signal()  # agreement, at, by
restriction_lifted = Signal()  # records, at
loss_recorded = Signal()  # loss, at, by
loss_taken_back = Signal()  # loss, at
