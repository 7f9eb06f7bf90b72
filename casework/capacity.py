"""How many children each key worker carries, and how many they can."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from accounts.roles import Role
from casework.codes import State
from localities.access import holding
from localities.models import Membership

OPEN_CHILD = Q(
    user__episodes__state=State.OPEN,
    user__episodes__children__left_on__isnull=True,
    # A restricted family gives no sign on any surface, also not in a count.
    user__episodes__family__restricted=False,
)

# A child of whom there are two records is one child to care for.
CHILD = Coalesce(
    "user__episodes__children__person__merged_into_id", "user__episodes__children__person_id"
)


@dataclass(frozen=True)
class Caseload:
    worker_id: int
    name: str
    team_id: int
    families: int
    children: int
    capacity: int  # children, for this share of full time

    @property
    def room(self):
        """How many more children; negative when over capacity."""
        return self.capacity - self.children

    @property
    def share(self):
        """Children carried, as a percentage of capacity; 100 and more when full."""
        return 100 * self.children // self.capacity if self.capacity else 100


def key_workers(team_ids, *, on):
    """The teams' key workers of this day with their open families and children: one query."""
    rows = (
        Membership.objects.filter(
            holding(on), team__in=team_ids, user__role=Role.KEY_WORKER, user__is_active=True
        )
        .annotate(
            children=Count(CHILD, filter=OPEN_CHILD, distinct=True),
            families=Count("user__episodes", filter=OPEN_CHILD, distinct=True),
        )
        .order_by("user__name", "user_id")
        .values_list("user_id", "user__name", "team_id", "families", "children", "capacity", "fte")
    )
    return [Caseload(*row, capacity=round(capacity * fte)) for *row, capacity, fte in rows]
