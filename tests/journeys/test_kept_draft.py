"""A referral is begun, the session ends, it goes on; and what is written too freely is said."""

from tests.journeys.referring import (
    add_adult,
    add_child,
    answer_agreement,
    answer_contact,
    refer,
)
from tests.journeys.test_level_2 import decide_partner_led

FREE = (
    "Amara is often absent. Her friend Leila says that mum was diagnosed with depression. "
    "Ring mum on 07700 900123."
)


def test_nothing_typed_is_lost_and_too_much_is_said(visit, screens):
    teacher = visit("teacher")
    begin(teacher)
    end_session(teacher)
    teacher.fill("What worries you?", FREE)
    teacher.press("Save and continue")
    assert teacher.heading == "Sign in"
    sign_in_again(teacher)
    assert teacher.heading == "In your own words"
    assert "What you typed is still here" in teacher.page.locator("body").inner_text()
    assert teacher.page.get_by_label("What worries you?").input_value() == FREE
    teacher.picture(screens / "draft-kept.png")
    teacher.press("Save and continue")
    search_themes(teacher, screens)
    teacher.open("/")
    assert "Referrals you have not sent" in teacher.text
    teacher.follow("Ashgrove")
    assert "Last saved on" in teacher.text and "by Daniel Whitlock" in teacher.text
    teacher.picture(screens / "draft-tasks.png")
    teacher.follow("How serious each theme is")
    teacher.page.get_by_label("Regularly hungry").first.check()
    teacher.press("Save and continue")
    teacher.press("Save and continue")  # no strength is ticked
    answer_agreement(teacher, "Ngozi Ashgrove")
    for advice in ("A telephone number", "friend Leila", "Somebody’s health"):
        assert advice in teacher.text
    teacher.picture(screens / "draft-advice.png")
    teacher.press("Send the referral")
    assert "EH-" in teacher.text


def end_session(teacher):
    """The server no longer knows the browser's session, as after hours of doing nothing."""
    (cookie,) = [c for c in teacher.context.cookies() if "session" in c["name"]]
    teacher.context.add_cookies([cookie | {"value": "0" * len(cookie["value"])}])


def begin(teacher):
    teacher.open("/referrals/new/")
    teacher.choose("None of these")
    teacher.press("Continue")
    teacher.fill("Family name", "Ashgrove")
    teacher.choose("In Croydon")
    teacher.fill("Postcode", "CR7 8AA")
    teacher.press("Save and continue")
    add_child(teacher, "Amara")
    add_adult(teacher, "Ngozi", "Ashgrove")
    answer_contact(teacher, "Ngozi Ashgrove")


def sign_in_again(teacher):
    teacher.fill("Email", teacher.person["email"])
    teacher.fill("Password", teacher.person["password"])
    teacher.press("Sign in")


def search_themes(teacher, screens):
    teacher.fill("Search the themes", "hungry")
    teacher.press("Search")
    assert "for “hungry”" in teacher.text
    assert not teacher.page.get_by_label("School attendance").count()
    teacher.picture(screens / "draft-themes.png")
    teacher.choose("Growth and eating")
    teacher.press("Save and continue")


def test_the_referrer_reads_who_leads(visit, screens):
    teacher = visit("teacher")
    reference = refer(teacher, family="Merrifield")
    screener = visit("screener")
    screener.picture(screens / "screener-home.png")
    decide_partner_led(screener, reference)
    screener.page.get_by_label("Grace Adeyemi").first.check()
    screener.fill("What does the lead need to know?", "Mornings.")
    screener.press("Offer this family")
    lead = visit("head_teacher")
    lead.follow("Merrifield")
    lead.choose("Daniel Whitlock")
    lead.press("Lead this family’s help")
    teacher.open(f"/referrals/{reference}/")
    assert "Lead professional" in teacher.text and "Grace Adeyemi leads the help" in teacher.text
    teacher.picture(screens / "referrer-lead.png")
    manager = visit("spoc_manager")
    manager.picture(screens / "manager-home.png")
    manager.open("/consistency/")
    manager.picture(screens / "consistency.png")
    manager.open("/screening/?show=elsewhere")
    manager.picture(screens / "elsewhere.png")
