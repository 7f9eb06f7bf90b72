"""Level 2: a lead professional is asked and accepts; a practitioner registers work of their own."""

from tests.journeys.referring import (
    add_adult,
    add_child,
    answer_agreement,
    answer_contact,
    refer,
)


def test_an_offer_is_accepted_by_the_named_lead(visit, screens):
    teacher = visit("teacher")
    reference = refer(teacher, family="Thistlewood")
    screener = visit("screener")
    decide_partner_led(screener, reference)
    screener.picture(screens / "lead-choose.png")
    screener.page.get_by_label("Grace Adeyemi").first.check()
    screener.fill("What does the lead need to know?", "Amara misses breakfast and mornings.")
    screener.press("Offer this family")
    assert "Grace Adeyemi" in screener.text
    screener.picture(screens / "leads.png")

    lead = visit("head_teacher")
    lead.picture(screens / "lead-home.png")
    lead.follow("Thistlewood")
    lead.picture(screens / "lead-offer.png")
    lead.choose("Daniel Whitlock")
    lead.press("Lead this family’s help")
    assert lead.heading == "Families I lead"
    assert "Thistlewood" in lead.text
    lead.picture(screens / "leading.png")
    lead.follow("Thistlewood")
    assert "Daniel Whitlock" in lead.text
    lead.picture(screens / "lead-episode.png")
    screener.open("/leads/")
    assert "Thistlewood" not in screener.text


def decide_partner_led(screener, reference):
    screener.open(f"/screening/{reference}/")
    screener.page.get_by_role("group", name="Your own level").get_by_label("2 Additional").check()
    screener.press("Record my level")
    decision = screener.page.locator("section[aria-labelledby=decide]")
    decision.get_by_role("group", name="Level", exact=True).get_by_label("2 Additional").check()
    decision.get_by_label("Partner-led early help", exact=True).check()
    decision.get_by_label("Reason (staff read it)").fill("School can lead this with the family.")
    screener.press("Decide and tell the referrer")


def test_level_2_work_is_registered(visit, screens):
    teacher = visit("teacher")
    teacher.open("/families/mine/")
    teacher.press("Register level 2 work")
    teacher.picture(screens / "level-2-start.png")
    teacher.choose("None of these")
    teacher.press("Continue")
    teacher.fill("Family name", "Winterbourne")
    teacher.choose("In Croydon")
    teacher.fill("Postcode", "CR7 8AA")
    teacher.press("Save and continue")
    add_child(teacher, "Amara")
    add_adult(teacher, "Ngozi", "Winterbourne")
    answer_contact(teacher, "Ngozi Winterbourne")
    teacher.fill("What worries you?", "Mornings are hard since the new baby came.")
    teacher.press("Save and continue")
    teacher.press("Save and continue")  # no strength is ticked
    answer_agreement(teacher, "Ngozi Winterbourne")
    teacher.picture(screens / "level-2-check.png")
    teacher.press("Register and lead this work")
    assert "Winterbourne" in teacher.text
    teacher.follow("Winterbourne")
    teacher.follow("Chronology")
    assert "Mornings are hard since the new baby came." in teacher.text
