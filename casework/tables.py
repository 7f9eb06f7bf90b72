"""Rows of the worklists, as the cells of components/table.html."""

from django.urls import reverse

from accounts.govuk.times import say_short_day
from casework.forms.allocation import room
from families.people import short_age
from localities import clock_text, clocks
from localities.calendar import london_date

HEAD_OF_MINE = ("Family", "Next", "Due", "Key worker", "Lives in", "Since")
HEAD_OF_WAITING = ("Family", "Allocation", "Children", "Lives in", "Level", "Waiting since")
HEAD_OF_WORKERS = (
    "Key worker",
    {"text": "Families", "numeric": True},
    {"text": "Children", "numeric": True},
    {"text": "Capacity", "numeric": True},
    "Room",
)


def mine_row(row):
    url = reverse("episode_detail", args=[row["id"]])
    return [
        {"text": row["family__name"], "url": url},
        row["next"]["title"] if row["next"] else "No clock runs",
        {"clock": row["next"]["clock"]} if row["next"] else "",
        row["key_worker__name"],
        row["locality__name"] or "Outside Croydon or not known",
        say_short_day(row["started_at"]),
    ]


def waiting_row(row, now):
    soon = clocks.soon_at("allocation", row["started_at"], row["allocation_due_at"])
    state = clocks.state(row["allocation_due_at"], now, soon_at=soon)
    today = london_date(now)
    ages = [short_age(child, today) for child in row["ages"]]
    return [
        {"text": row["family__name"], "url": reverse("allocation_episode", args=[row["id"]])},
        {"clock": clock_text.show(row["allocation_due_at"], now, state)},
        {"text": f"{len(ages)}", "about": ", ".join(ages)},
        row["locality__name"] or "Outside Croydon or not known",
        {"level": row["level"]},
        say_short_day(row["started_at"]),
    ]


def worker_row(load):
    return [
        load.name,
        load.families,
        load.children,
        load.capacity,
        room(load).capitalize(),
    ]
