"""Days and times as the service counts them: the one door to London time, working days, quarters.

Pure, but for the carried table of bank holidays.
"""

from localities.ages import age_band, age_on
from localities.london import (
    LONDON,
    london,
    london_date,
    london_day_end,
    london_day_start,
    months_after,
)
from localities.quarters import Quarter
from localities.working_days import (
    BankHoliday,
    add_working_days,
    bank_holiday_facts,
    bank_holidays,
    is_working_day,
    next_working_day,
    running_time,
    subtract_working_days,
    working_days_between,
)

__all__ = [
    "LONDON",
    "BankHoliday",
    "Quarter",
    "add_working_days",
    "age_band",
    "age_on",
    "bank_holiday_facts",
    "bank_holidays",
    "is_working_day",
    "london",
    "london_date",
    "london_day_end",
    "london_day_start",
    "months_after",
    "next_working_day",
    "running_time",
    "subtract_working_days",
    "working_days_between",
]
