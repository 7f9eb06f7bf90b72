"""A copy of the plan for one of two separated parents: nothing of the other home crosses."""

import io
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from audit.errors import Refused
from casework import actions as casework
from casework.models import Goal, Plan
from families import actions as families
from families.concerns import concern_of
from families.models import (
    Given,
    Household,
    HouseholdMember,
    Relationship,
    Residence,
    SafeContact,
)
from families.safety import signs_of
from referrals.models import Referral
from tests.factories.families import (
    ChildFactory,
    HouseholdMemberFactory,
    PersonFactory,
    ResidenceFactory,
)
from tests.factories.referrals import ReferralFactory
from tests.pages import once, signed_in, text_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 1)


@pytest.fixture
def homes(episode):
    """The mother's home, which is the main one, and the father's; the children live in both."""
    mother = PersonFactory(family=episode.family, first_name="Zora", phone="020 7946 0011")
    father = PersonFactory(family=episode.family, first_name="Bayo", phone="020 7946 0022")
    partner = PersonFactory(family=episode.family, first_name="Chidi")
    children = [one.person for one in episode.children.order_by("id")]
    hers = Household.objects.create(family=episode.family)
    his = Household.objects.create(family=episode.family, is_main=False)
    for home, people in ((hers, [mother, *children]), (his, [father, partner, *children])):
        for person in people:
            HouseholdMemberFactory(household=home, person=person, happened_at=timezone.now())
    ResidenceFactory(household=hers, address="7 Secret Lane, Croydon", postcode="CR0 2AB")
    ResidenceFactory(household=his, address="9 Other Road", postcode="CR0 3CD", protected=True)
    contact = {"happened_at": timezone.now(), "email": "ada@example.org"}
    SafeContact.objects.create(person=mother, phone="07700 900111", post=True, **contact)
    for parent in (mother, father):
        Relationship.objects.create(
            person=parent, other=children[0], kind="parent", parental_responsibility="Y",
            happened_at=timezone.now(),
        )  # fmt: skip
    return {"mother": mother, "father": father, "partner": partner, "children": children}


@pytest.fixture
def planned(episode, homes, kim, began):
    at = began + timedelta(days=1)
    Plan.objects.create(episode=episode, by=kim, happened_at=at, due_at=at)
    goals = [
        ("Sleep eight hours", None, ""),
        ("Ask for work, come to 7 SECRET  LANE or CR02AB", None, "Phone +44 7700 900111"),
        ("Chidi comes home by ten", homes["partner"], ""),
        ("Zora rests on Sundays", homes["mother"], ""),
        ("Read each evening", homes["children"][0], "I am afraid at Bayo’s"),
    ]
    for text, person, words in goals:
        Goal.objects.create(
            episode=episode, outcome="health", text=text, person=person, words=words,
            by_on=date(2027, 1, 1), happened_at=at, measure="We see it",
        )  # fmt: skip
    return episode


def say(person, by, safe=True, **more):
    signs = [sign.pk for sign in signs_of(person.family_id)]
    return families.record_sharing(
        person=person, safe=safe, said_by="Themselves", reason="All is calm.", signs=signs, by=by,
        **more,
    )  # fmt: skip


def words_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def url(episode, person):
    return reverse("plan_for_person", args=[episode.pk, person.pk])


def offered(client, episode, person):
    """Ids of the goals that the form ticks by itself."""
    page = client.get(url(episode, person)).content.decode()
    boxes = re.findall(r'<input[^>]*name="goals"[^>]*>', page)
    return [re.search(r'value="(\d+)"', box).group(1) for box in boxes if "checked" in box]


def give(client, episode, person, **more):
    goals = offered(client, episode, person)
    sent = once() | {"how": "handed", "read": "on", "goals": goals} | more
    return client.post(url(episode, person), sent)


def shown(client, episode, person):
    return text_of(client.get(url(episode, person)))


class TestWhatCrosses:
    def test_the_father_gets_his_home_and_the_children(self, client, planned, homes, kim):
        say(homes["father"], kim)
        page = shown(signed_in(client, kim), planned, homes["father"])
        for word in ("Sleep eight hours", "Chidi comes home by ten", "Read each evening"):
            assert word in page
        assert "Zora rests" not in page

    def test_no_address_phone_or_child_s_words_of_the_other_home(self, client, planned, homes, kim):
        say(homes["father"], kim)
        page = shown(signed_in(client, kim), planned, homes["father"])
        assert "[left out]" in page
        for word in ("SECRET", "CR02AB", "900111", "afraid at"):
            assert word not in page, word

    @pytest.mark.parametrize(
        "address, said",
        [
            ("Flat 2, 14 London Road, Croydon", "14 London Road"),
            ("14 London Road, Croydon", "14 london rd"),
            ("Rose House, 14 London Road", "14  London Road"),
        ],
    )
    def test_no_house_of_the_other_home_however_it_is_written(self, homes, address, said):
        Residence.objects.filter(address__startswith="7 Secret").update(address=address)
        clean = concern_of(homes["father"], on=TODAY).clean(f"Visit her at {said} in Croydon")
        assert "14" not in clean and "ondon" not in clean and "in Croydon" in clean

    def test_the_mother_gets_hers(self, client, planned, homes, kim):
        say(homes["mother"], kim)
        page = shown(signed_in(client, kim), planned, homes["mother"])
        assert "Zora rests" in page and "Chidi" not in page

    def test_visits_at_the_other_home_are_not_told(self, client, planned, homes, kim):
        for who, notes in ((homes["mother"], "At hers."), (homes["father"], "At his.")):
            casework.record_visit(
                episode=planned, kind="home", happened_at=timezone.now(), notes=notes, by=kim,
                seen=[{"person": who.pk}],
            )  # fmt: skip
        say(homes["father"], kim)
        page = shown(signed_in(client, kim), planned, homes["father"])
        assert "With Bayo" in page and "With Zora" not in page
        assert "At hers" not in page and "At his" not in page

    def test_on_paper_as_on_the_page(self, client, planned, homes, kim):
        say(homes["father"], kim)
        assert give(signed_in(client, kim), planned, homes["father"]).status_code == 302
        copy = client.get(reverse("given_plan", args=[Given.objects.get().pk]))
        assert copy["Content-Type"] == "application/pdf"
        words = words_of(copy.content)
        assert "Read each evening" in words and "Chidi comes home by ten" in words
        for word in ("SECRET", "CR02AB", "900111", "Zora", "0022", "Other Road"):
            assert word not in words, word

    def test_the_paper_stays_what_was_given(self, client, planned, homes, kim):
        say(homes["father"], kim)
        give(signed_in(client, kim), planned, homes["father"])
        Goal.objects.create(
            episode=planned, outcome="health", text="A later goal", by_on=TODAY,
            happened_at=timezone.now(),
        )  # fmt: skip
        copy = client.get(reverse("given_plan", args=[Given.objects.get().pk]))
        assert "A later goal" not in words_of(copy.content)

    def test_keeping_safe_and_the_whole_family(self, client, planned, homes, kim):
        """What keeps the mother safe is offered to nobody of the other home, not even unticked."""
        safe = Goal.objects.create(
            episode=planned, outcome="domestic_abuse", text="New locks", by_on=TODAY,
            happened_at=timezone.now(), person=homes["children"][0],
        )  # fmt: skip
        whole = Goal.objects.get(text="Sleep eight hours")
        say(homes["father"], kim)
        signed_in(client, kim)
        assert "New locks" not in shown(client, planned, homes["father"])
        assert str(whole.pk) not in offered(client, planned, homes["father"])
        page = give(client, planned, homes["father"], goals=[safe.pk])
        assert page.status_code == 200 and not Given.objects.exists()
        with pytest.raises(Refused, match="may have"):
            casework.give_plan(
                episode=planned, person=homes["father"], how="handed", goals=[safe.pk], by=kim
            )
        assert give(client, planned, homes["father"], goals=[whole.pk]).status_code == 302

    def test_one_home_has_it_all(self, client, episode, kim, planned, homes):
        family = Household.objects.filter(family=episode.family, is_main=False)
        HouseholdMember.objects.filter(household__in=family).delete()
        say(homes["mother"], kim)
        signed_in(client, kim)
        goals = offered(client, planned, homes["mother"])
        assert str(Goal.objects.get(text="Sleep eight hours").pk) in goals
        assert "I am afraid" in shown(client, planned, homes["mother"])


class TestOrders:
    def test_told_to_stay_away_from_one_child(self, client, planned, homes, kim):
        self.order(homes, homes["children"][0], kim)
        say(homes["father"], kim)
        assert "Read each evening" not in shown(signed_in(client, kim), planned, homes["father"])

    def test_told_to_stay_away_from_all_of_them(self, client, planned, homes, kim):
        for child in homes["children"]:
            self.order(homes, child, kim)
        say(homes["father"], kim)
        page = give(signed_in(client, kim), planned, homes["father"])
        assert "a court told them to stay away" in text_of(page)
        assert not Given.objects.exists()

    def test_written_down_on_another_record_of_both(self, client, planned, homes, kim):
        father = PersonFactory(family=planned.family, merged_into=homes["father"])
        child = ChildFactory(family=planned.family, merged_into=homes["children"][0])
        self.order({"father": father}, child, kim)
        say(homes["father"], kim)
        page = shown(signed_in(client, kim), planned, homes["father"])
        assert "Chidi comes home" in page and "Read each evening" not in page

    def test_an_order_is_a_sign_of_danger(self, client, planned, homes, kim):
        say(homes["father"], kim)
        self.order(homes, homes["children"][0], kim)
        assert "something new" in shown(signed_in(client, kim), planned, homes["father"])

    def test_it_says_who(self, planned, homes, kim):
        with pytest.raises(Refused, match="who must stay away"):
            families.record_court_order(
                child=homes["children"][0], kind="stay_away", text="He.", from_on=TODAY, by=kim
            )

    def order(self, homes, child, by):
        families.record_court_order(
            child=child, person=homes["father"], kind="stay_away", text="He stays away.",
            from_on=TODAY, by=by,
        )  # fmt: skip

    def test_no_responsibility_and_another_home(self, client, planned, homes, kim):
        aunt = PersonFactory(family=planned.family, first_name="Dayo")
        say(aunt, kim)
        page = give(signed_in(client, kim), planned, aunt)
        assert "No child of this episode lives with this person" in text_of(page)


class TestGiving:
    def test_not_before_it_is_confirmed(self, client, planned, homes, kim):
        signed_in(client, kim)
        page = shown(client, planned, homes["father"])
        assert "Nobody has confirmed" in page and "Sleep eight hours" not in page
        assert give(client, planned, homes["father"]).status_code == 200
        assert not Given.objects.exists()

    def test_a_copy_is_no_more_once_it_is_not_safe(self, client, planned, homes, kim):
        say(homes["father"], kim)
        give(signed_in(client, kim), planned, homes["father"])
        say(homes["father"], kim, safe=False)
        page = client.get(reverse("given_plan", args=[Given.objects.get().pk]))
        assert page["Location"] == url(planned, homes["father"])

    def test_read_first(self, client, planned, homes, kim):
        say(homes["father"], kim)
        page = give(signed_in(client, kim), planned, homes["father"], read="")
        assert "Read what is above" in text_of(page) and not Given.objects.exists()

    def test_by_post_only_where_letters_are_safe(self, client, planned, homes, kim):
        say(homes["father"], kim)
        say(homes["mother"], kim)
        signed_in(client, kim)
        page = give(client, planned, homes["father"], how="posted")
        assert "Nobody has said that letters are safe" in text_of(page)
        assert give(client, planned, homes["mother"], how="posted").status_code == 302

    def test_sent_twice_is_one(self, client, planned, homes, kim):
        say(homes["father"], kim)
        signed_in(client, kim)
        goals = offered(client, planned, homes["father"])
        sent = once() | {"how": "handed", "read": "on", "goals": goals}
        for _ in range(2):
            assert client.post(url(planned, homes["father"]), sent).status_code == 302
        given = Given.objects.get()
        assert (given.person, given.by, given.what) == (homes["father"], kim, "plan")

    def test_nobody_else(self, client, planned, homes, kim, stranger):
        say(homes["father"], kim)
        give(signed_in(client, kim), planned, homes["father"])
        pk = Given.objects.get().pk
        signed_in(client, stranger)
        assert client.get(url(planned, homes["father"])).status_code == 404
        assert give(client, planned, homes["father"]).status_code == 404
        assert client.get(reverse("given_plan", args=[pk])).status_code == 404

    def test_nobody_of_another_family(self, client, planned, kim):
        other = PersonFactory()
        assert signed_in(client, kim).get(url(planned, other)).status_code == 404
        with pytest.raises(Refused, match="of this family"):
            casework.give_plan(episode=planned, person=other, how="handed", goals=[1], by=kim)

    def test_a_closed_episode(self, planned, homes, kim):
        say(homes["father"], kim)
        planned.state, planned.closed_at = "closed", timezone.now()
        planned.save()
        with pytest.raises(Refused, match="closed"):
            casework.give_plan(
                episode=planned, person=homes["father"], how="handed", goals=[1], by=kim
            )


def test_a_young_persons_own_request_is_not_in_a_parents_chronology(
    client, planned, homes, kim, began
):
    young = ChildFactory(family=planned.family)
    own = ReferralFactory(family=planned.family, children=0, submitted_at=began)
    Referral.objects.filter(pk=own.pk).update(via="public", source_code="1C")
    own.children.create(person=young, age_band="15-17", level=1, rule=7, result={})
    say(homes["mother"], kim)
    signed_in(client, kim)
    assert "We were asked to help" not in shown(client, planned, homes["mother"])
    say(homes["mother"], kim, young_agrees=True)
    assert "We were asked to help" in shown(client, planned, homes["mother"])
