"""When something may be said to have happened: people type minutes."""

from datetime import UTC, datetime, timedelta

import pytest

from audit.errors import Refused
from casework.moments import check_moment

BEGAN = datetime(2026, 11, 16, 10, 31, 50, tzinfo=UTC)
TYPED = datetime(2026, 11, 16, 10, 31, tzinfo=UTC)


def test_in_the_minute_in_which_the_episode_began():
    check_moment(TYPED, since=BEGAN, at=BEGAN)


@pytest.mark.parametrize(
    ("moment", "said"),
    [(TYPED - timedelta(minutes=1), "before"), (BEGAN + timedelta(minutes=1), "future")],
)
def test_neither_before_nor_after(moment, said):
    with pytest.raises(Refused, match=said):
        check_moment(moment, since=BEGAN, at=BEGAN)
