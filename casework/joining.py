"""Children join an episode, each with the facts of that day."""

from casework.models import EpisodeChild
from families.homes import main_residence
from localities.calendar import age_band
from localities.places import locality_of


def add_children(episode, people, *, on):
    home = main_residence(episode.family_id, on=on)
    ward = home.ward if home else None
    locality = locality_of(ward, on)
    return EpisodeChild.objects.bulk_create(
        EpisodeChild(
            episode=episode, person=person, joined_on=on,
            age_band=age_band(person.born_on, on, person.due_on), sex=person.sex,
            ethnic_group=person.ethnic_group, disability=person.disability,
            ward=ward, locality=locality,
        )
        for person in people
    )  # fmt: skip


def children_of(sent):
    """The people who are the children of a referral, or of a family offered by social care."""
    return [child.person for child in sent.children.select_related("person")]
