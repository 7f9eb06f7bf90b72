"""No family falls between two services, and nobody who referred one is left without a word."""

from datetime import date

from tests.journeys.referring import refer


def give_own_level(screener, reference, level="4 Specialist"):
    screener.open(f"/screening/{reference}/")
    screener.page.get_by_role("group", name="Your own level").get_by_label(level).check()
    screener.press("Record my level")


def decide(screener, reference, level, outcome, reason):
    screener.open(f"/screening/{reference}/")
    form = screener.page.locator("section[aria-labelledby=decide]")
    form.get_by_role("group", name="Level", exact=True).get_by_label(level).check()
    form.get_by_label(outcome, exact=True).check()
    form.get_by_label("Reason (staff read it)").fill(reason)
    screener.press("Decide and tell the referrer")


def test_refused_by_social_care_decided_again_and_accepted(visit, screens):
    teacher = visit("head_teacher")
    reference = refer(teacher, family="Hollingbourne")
    screener, officer = visit("screener"), visit("social_care_officer")
    give_own_level(screener, reference)
    decide(screener, reference, "4 Specialist", "Children's social care", "A burn nobody explains.")
    assert "The SPOC until children’s social care accepts" in screener.text
    screener.open("/screening/?show=transferred")
    assert "Hollingbourne" in screener.text
    screener.picture(screens / "queue-transferred.png")

    officer.open("/transfers/")
    officer.picture(screens / "transfers.png")
    officer.follow("Hollingbourne")
    assert "The SPOC until children’s social care accepts" in officer.text
    officer.fill("Why can you not take this family?", "The burn was seen at hospital.")
    officer.picture(screens / "transfer.png")
    officer.press("Do not accept")

    teacher.open(f"/referrals/{reference}/")
    assert "Held by\nThe SPOC" in teacher.text
    decide(screener, reference, "4 Specialist", "Children's social care", "A second burn since.")
    officer.open("/transfers/")
    officer.follow("Hollingbourne")
    officer.press("Accept this family")
    teacher.open(f"/referrals/{reference}/")
    assert "Held by\nChildren’s social care" in teacher.text
    teacher.picture(screens / "referral-accepted.png")


def test_a_step_down_is_accepted_by_the_hub(visit, screens):
    officer = visit("social_care_officer")
    officer.open("/transfers/")
    officer.press("Offer a step-down")
    officer.fill("Name of the family or of a child", "Quennell")
    officer.press("Find")
    officer.picture(screens / "step-down-find.png")
    officer.press("Enter the family")
    officer.fill("Family name", "Quennell")
    officer.choose("In Croydon")
    officer.fill("Postcode", "CR7 8AA")
    officer.fill("Child 1: first name", "Ivy")
    officer.fill("Child 1: last name", "Quennell")
    officer.fill_date("Child 1: date of birth", date(2015, 5, 6))
    officer.fill("What have you done with the family?", "Nine visits and a safety plan.")
    officer.fill("What is early help asked to do?", "Keep the mornings going.")
    officer.picture(screens / "step-down-new.png")
    officer.press("Offer this family")
    assert "whether the family has agreed" in officer.text.lower()
    officer.choose("Yes", within="Has the family agreed to early help?")
    officer.press("Offer this family")
    assert "Quennell" in officer.text and "North hub" in officer.text

    manager = visit("hub_manager")
    assert "Quennell" in manager.text
    manager.follow("Quennell")
    assert "Children’s social care until the SPOC or North hub accepts" in manager.text
    manager.picture(screens / "step-down.png")
    manager.press("Accept this family")
    manager.open("/allocation/")
    manager.follow("Quennell")
    manager.page.get_by_label("Leon Baptiste").first.check()
    manager.press("Give to this key worker")

    worker = visit("key_worker")
    worker.open("/families/mine/")
    worker.follow("Quennell")
    assert "Edge of care" in worker.text and "Leon Baptiste, North hub" in worker.text
    worker.picture(screens / "edge-of-care.png")


def test_a_referrer_disagrees_and_is_answered(visit, screens):
    teacher, screener = visit("head_teacher"), visit("screener")
    reference = refer(teacher, family="Ravensdale")
    screener.open("/screening/?show=new")
    screener.page.get_by_label("Tick Ravensdale").check()
    screener.press("Assign the ticked ones to me")
    screener.open("/screening/?show=mine")
    assert "Ravensdale" in screener.text
    screener.picture(screens / "queue-mine.png")
    give_own_level(screener, reference, "1 Universal")
    screener.page.get_by_text("Ask a colleague for a second view").click()
    screener.choose("A SPOC manager")
    screener.fill("Your question", "Would a leaflet do here?")
    screener.press("Ask for a view")
    decide(screener, reference, "1 Universal", "Advice and universal services", "Settled already.")

    teacher.open(f"/referrals/{reference}/")
    teacher.follow("I disagree with this decision")
    teacher.fill("Why do you disagree?", "She has come in hungry every day since.")
    teacher.picture(screens / "disagree.png")
    teacher.press("Send to a SPOC manager")
    assert "A SPOC manager reads this" in teacher.text

    manager = visit("spoc_manager")
    assert "Referrers who disagree" in manager.text
    manager.picture(screens / "spoc-manager.png")
    manager.open("/disagreements/")
    manager.picture(screens / "disagreements.png")
    manager.follow("Ravensdale")
    manager.picture(screens / "disagreement.png")
    manager.choose("The decision stands")
    manager.page.locator("section[aria-labelledby=disagreement]").get_by_label(
        "Words for the referrer"
    ).fill("We asked the school nurse to weigh her this week.")
    manager.press("Answer the referrer")

    teacher.open(f"/referrals/{reference}/")
    assert "We asked the school nurse to weigh her this week." in teacher.text
    teacher.picture(screens / "disagreement-answered.png")
