"""The children of a referral join the episode that follows it."""

from casework.models import EpisodeChild
from localities.calendar import london_date


def add_children(life, row, sent, at):
    day = london_date(at)
    ward_id = life.homes.ward_on(day)
    return [
        life.world.rows.add(
            EpisodeChild, episode_id=row["id"], person_id=child.id, joined_on=day,
            recorded_at=at, age_band=child.band(day), sex=child.person["sex"],
            ethnic_group=child.person["ethnic_group"], disability=child.person["disability"],
            ward_id=ward_id, locality_id=life.world.locality_of(ward_id, day),
        )
        for child in sent.children
    ]  # fmt: skip
