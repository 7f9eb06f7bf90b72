"""Who is this? Matches on the SPOC's page, the SPOC's search, and what nobody else may notice."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.models import Event, Job, Message
from casework import kept_back, who
from families import actions as families
from families.access import grant
from families.models import Family, FamilyAccess, Household, HouseholdMember, Residence
from tests.factories.families import LONG_AGO, ChildFactory, FamilyFactory
from tests.factories.localities import spoc, spoc_managers, worker
from tests.factories.referrals import ReferralChildFactory, ReferralFactory
from tests.pages import once, signed_in, text_of
from tests.queries import counting

pytestmark = pytest.mark.django_db
BORN = date(2019, 3, 4)


@pytest.fixture
def screener():
    spoc(), spoc_managers()
    return worker(Role.SCREENER, team=spoc())


def family(first="Amara", last="Okafor", born_on=BORN, postcode="CR0 2AB", **facts):
    made = FamilyFactory(name=last, **facts)
    child = ChildFactory(family=made, first_name=first, last_name=last, born_on=born_on)
    home = Household.objects.create(family=made)
    Residence.objects.create(household=home, area="croydon", postcode=postcode,
                             from_on=date(2020, 1, 1), happened_at=LONG_AGO)  # fmt: skip
    HouseholdMember.objects.create(
        household=home, person=child, from_on=date(2020, 1, 1), happened_at=LONG_AGO
    )
    return made


def sent(made):
    """A referral for the child of this family."""
    referral = ReferralFactory(family=made, children=0)
    ReferralChildFactory(referral=referral, person=made.people.get())
    return referral


def page_of(client, referral):
    return client.get(reverse("screening_referral", args=[referral.reference]))


def same_but_for_its_keys(page):
    """The page without what differs from one reading to the next."""
    import re

    return re.sub(rb'value="[^"]{32,}"|EH-2026-\d+', b"", page.content)


class TestOnTheScreeningPage:
    def test_a_likely_match_stands_there_with_its_reasons(self, client, screener):
        known = family(first="Amarah", born_on=date(2019, 4, 3))
        page = page_of(signed_in(client, screener), sent(family()))
        said = text_of(page)
        assert "Likely match" in said and "Amarah Okafor" in said
        assert "Day and month of birth have changed places" in said
        assert "first names sound the same" in said
        seen = Event.objects.filter(verb="screening_referral", kind="family", outcome="seen")
        assert seen.get().ids == [known.pk]

    def test_nobody_alike_is_said(self, client, screener):
        page = page_of(signed_in(client, screener), sent(family()))
        assert "Nobody on record looks like this family." in text_of(page)

    def test_the_referrer_sees_none_of_it(self, client, screener):
        family()
        referral = sent(family())
        client.force_login(referral.referrer)
        page = client.get(reverse("referral_detail", args=[referral.reference]))
        assert "match" not in text_of(page) and "Who is this" not in text_of(page)

    def test_costs_as_many_queries_for_ten_matches_as_for_one(self, client, screener):
        referral = sent(family())
        family()
        client = signed_in(client, screener)
        with counting() as one:
            page_of(client, referral)
        for _ in range(9):
            family()
        with counting() as ten:
            page_of(client, referral)
        assert len(one) == len(ten) <= 15

    def test_a_protected_address_is_not_given_away(self, client, screener):
        family(postcode="SE25 9ZZ")
        Residence.objects.update(protected=True, address="1 Hidden Road")
        referral = sent(family(postcode="CR0 2AB"))
        client = signed_in(client, screener)
        (match,) = who_of(referral, screener)
        said = text_of(client.get(
            reverse("screening_compare", args=[referral.reference, match["id"]])
        ))  # fmt: skip
        assert "Address protected" in said
        assert "SE25 9ZZ" not in said and "Hidden Road" not in said


def who_of(referral, user):
    from django.utils import timezone

    from families.people import people_of

    now = timezone.now()
    people = people_of(referral.family_id, on=now.date(), **who.TO_COMPARE)
    return who.matches(people, user, now)


class TestSearch:
    def send(self, client, **facts):
        blank = dict.fromkeys(("first_name", "last_name", "postcode", "number"), "")
        return client.post(reverse("family_search"), blank | facts)

    def test_finds_other_spellings(self, client, screener):
        known = family(first="Elizabeth", last="Smyth")
        page = self.send(signed_in(client, screener), first_name="Liz", last_name="Smith",
                         postcode="cr02ab")  # fmt: skip
        assert "Elizabeth Smyth" in text_of(page)
        assert Event.objects.get(verb="family_search", outcome="seen").ids == [known.pk]

    def test_needs_a_last_name_or_a_right_number(self, client, screener):
        client = signed_in(client, screener)
        assert "Enter a last name, or a number" in text_of(self.send(client, first_name="Liz"))
        said = text_of(self.send(client, number="9434765918"))
        assert "NHS number is not right" in said

    def test_is_for_the_spoc_alone(self, client):
        client.force_login(worker(Role.KEY_WORKER, team=spoc()))
        assert self.send(client, last_name="Okafor").status_code == 404


class TestRestricted:
    """Whoever is not named reads, byte for byte, what they would read if it did not exist."""

    @pytest.fixture
    def named(self):
        return [
            worker(Role.SCREENER, team=spoc(), email="ann@example.org"),
            worker(Role.SPOC_MANAGER, team=spoc_managers(), email="bea@example.org"),
        ]

    @pytest.fixture
    def hidden(self, named):
        made = family(restricted=True)
        for user in named:
            grant(made, basis=FamilyAccess.Basis.NAMED, user=user)
        return made

    def everything(self, client, referral):
        search = {"first_name": "Amara", "last_name": "Okafor", "postcode": "", "number": ""}
        return [
            same_but_for_its_keys(page) for page in (
                page_of(client, referral), client.get(reverse("screening_board")),
                client.get("/"), client.post(reverse("family_search"), search),
                client.get(reverse("referral_list") + "?q=okafor"),
            )
        ]  # fmt: skip

    @pytest.mark.parametrize("role", [Role.SCREENER, Role.SOCIAL_WORKER, Role.SPOC_MANAGER])
    def test_pages_are_the_same_with_and_without_it(self, client, screener, named, role):
        team = spoc_managers() if role == Role.SPOC_MANAGER else spoc()
        client = signed_in(client, worker(role, team=team, email="other@example.org"))
        referral = sent(family())
        family(first="Amarah")
        without = self.everything(client, referral)
        for _ in range(3):
            made = family(restricted=True)
            for user in named:
                grant(made, basis=FamilyAccess.Basis.NAMED, user=user)
        assert self.everything(client, referral) == without
        assert all(b"Amarah" in page for page in (without[0], without[3]))

    def test_its_address_for_comparing_does_not_exist(self, client, screener, hidden):
        referral = sent(family())
        client = signed_in(client, screener)
        there = client.get(reverse("screening_compare", args=[referral.reference, hidden.pk]))
        nothing = client.get(reverse("screening_compare", args=[referral.reference, 999_999]))
        assert there.status_code == nothing.status_code == 404
        assert there.content == nothing.content

    def test_the_named_see_the_match(self, client, screener, named, hidden):
        for user in named:
            referral = sent(family())
            said = text_of(page_of(signed_in(client, user), referral))
            assert "Likely match" in said and "Restricted: only those named may know" in said
            url = reverse("screening_compare", args=[referral.reference, hidden.pk])
            assert "then this record is restricted too" in text_of(client.get(url))

    def look(self):
        """As each minute: (the jobs that were made, the mails that they wrote)."""
        before = set(Job.objects.values_list("pk", flat=True))
        kept_back.look()
        made = Job.objects.filter(kind=kept_back.KIND).exclude(pk__in=before)
        assert all(kept_back.tell_the_named(job) == {} for job in made)
        return len(made), list(Message.objects.order_by("to"))

    def test_two_named_screeners_are_told_by_a_mail_without_a_name(self, screener, hidden, named):
        grant(hidden, basis=FamilyAccess.Basis.NAMED, user=worker(Role.KEY_WORKER, team=spoc()))
        referral = sent(family())
        made, mails = self.look()
        assert made == 1
        assert [mail.to for mail in mails] == ["ann@example.org", "bea@example.org"]
        assert all(referral.reference in mail.subject for mail in mails)
        assert not any("Okafor" in mail.body + mail.subject for mail in mails)
        assert self.look() == (0, mails)

    def test_an_open_family_is_nobodys_mail(self, screener, hidden):
        family(first="Poppy", last="Whitworth", born_on=date(2012, 1, 30), postcode="SE25 4XX")
        known = family(first="Leon", last="Baptiste", born_on=date(2014, 6, 7), postcode="CR7 8LD")
        sent(known)
        assert self.look() == (1, [])

    def test_what_was_found_to_be_another_family_is_not_told_again(self, screener, hidden, named):
        referral = sent(family())
        families.not_the_same(family=referral.family, other=hidden, reason="No.", by=named[0])
        assert self.look() == (1, [])


class TestMerging:
    def answer(self, client, referral, other, answer="same", version=2, **facts):
        url = reverse("screening_compare", args=[referral.reference, other.pk])
        body = {"answer": answer, "reason": "Same mother.", "version": version, **once()}
        return client.post(url, body | facts)

    def test_the_spoc_joins_two_records_and_reads_both(self, client, screener):
        known, referral = family(), sent(family(first="Amarah"))
        earlier = sent(known)
        client = signed_in(client, screener)
        page = self.answer(client, referral, known)
        assert page.status_code == 302
        referral.family.refresh_from_db()
        assert referral.family.merged_into == known
        said = text_of(page_of(client, referral))
        assert "are read as one family" in said and earlier.reference in said
        assert "Likely match" not in said

    def test_pressed_twice_it_is_done_once(self, client, screener):
        known, referral = family(), sent(family())
        client, key = signed_in(client, screener), once()
        for _ in range(2):
            assert self.answer(client, referral, known, **key).status_code == 302
        assert Event.objects.filter(verb="families.merge").count() == 1

    def test_a_record_that_changed_meanwhile_is_shown_again(self, client, screener):
        known, referral = family(), sent(family())
        Family.objects.filter(pk=known.pk).update(version=5)
        page = self.answer(signed_in(client, screener), referral, known)
        assert page.status_code == 200
        assert "Somebody else changed one of these records" in text_of(page)
        assert "Same mother." in page.content.decode()

    def test_two_families_are_not_shown_as_a_match_again(self, client, screener):
        known, referral = family(), sent(family())
        client = signed_in(client, screener)
        assert self.answer(client, referral, known, answer="two").status_code == 302
        assert "Nobody on record looks like this family." in text_of(page_of(client, referral))
        assert self.answer(client, referral, known, answer="two").status_code == 302

    def test_a_family_that_was_not_shown_cannot_be_joined(self, client, screener):
        stranger = family(first="Poppy", last="Whitworth", born_on=date(2012, 1, 30),
                          postcode="SE25 4XX")  # fmt: skip
        page = self.answer(signed_in(client, screener), sent(family()), stranger)
        assert page.status_code == 404

    @pytest.mark.parametrize("role", [Role.SOCIAL_CARE, Role.KEY_WORKER, Role.PRACTITIONER])
    def test_nobody_else_may(self, client, screener, role):
        known, referral = family(), sent(family())
        client.force_login(worker(role, team=spoc(), email="x@example.org"))
        assert self.answer(client, referral, known).status_code == 404

    def test_undoing_restores_every_page(self, client, screener):
        known, referral = family(), sent(family(first="Amarah"))
        earlier = sent(known)
        client = signed_in(client, screener)

        def pages():
            urls = [reverse("screening_referral", args=[r.reference]) for r in (referral, earlier)]
            urls += [reverse("family_detail", args=[f.pk]) for f in (known, referral.family)]
            urls += [reverse("screening_board"), "/"]
            return [
                same_but_for_its_keys(client.get(url)).replace(b"Undone: these are two families "
                                                               b"again, as before.", b"")
                for url in urls
            ]  # fmt: skip

        before = pages()
        self.answer(client, referral, known)
        client.get("/")  # what was said at the top is read
        joined = pages()
        assert joined != before
        merge = referral.family.merges.get()
        page = client.post(
            reverse("merge_undo", args=[merge.pk]), {"reason": "Another mother.", **once()}
        )
        assert page.status_code == 302
        client.get("/")
        assert pages() == before
        assert Event.objects.filter(verb="families.unmerge").count() == 1
