"""Before there is a form: a call with its clocks, and a conversation that becomes a referral."""

from tests.journeys.referring import (
    REFERENCE,
    add_adult,
    add_child,
    answer_agreement,
    answer_contact,
    answer_themes,
    refer,
)


def log_call(screener, screens):
    screener.open("/screening/")
    screener.follow("Calls")
    screener.picture(screens / "calls.png")
    screener.press("Log a phone call")
    screener.choose("Yes", within="Does the caller say that it is urgent?")
    screener.fill("Who is calling?", "Grace Mbeki")
    screener.fill("From which school, practice or service?", screener.site)
    screener.fill("Number to ring back", "020 7946 0123")
    screener.fill("Family name", "Fernleigh")
    screener.fill("What did they say?", "Amara came with a bruise on her arm. She says she fell.")
    screener.picture(screens / "call-log.png")
    screener.press("Log this call")
    screener.picture(screens / "call.png")


def test_a_call_its_clocks_and_the_form_that_follows(visit, facts, screens):
    screener = visit("screener")
    screener.site = next(p["site"] for p in facts["people"] if p["key"] == "head_teacher")
    log_call(screener, screens)
    assert screener.heading == "Fernleigh"
    assert "due in 2 hours" in screener.text or "due in 3 hours" in screener.text
    call = screener.page.url
    screener.open("/calls/")
    assert "Fernleigh" in screener.text

    teacher = visit("head_teacher")
    reference = refer(teacher, family="Fernleigh")
    screener.open(call)
    assert reference in screener.text
    assert "The written form came" in screener.text
    screener.picture(screens / "call-form-came.png")
    screener.open("/calls/")
    assert "Fernleigh" not in screener.text


def test_a_conversation_becomes_a_referral(visit, screens):
    teacher = visit("head_teacher")
    teacher.open("/conversations/")
    teacher.picture(screens / "conversations.png")
    teacher.press("Log a conversation")
    teacher.fill("Who did you speak with?", "Sam Hill, SPOC")
    teacher.fill("Family name", "Brackenbury")
    teacher.fill("What was asked?", "Amara is tired and hungry. Is this for the SPOC?")
    teacher.fill("What was advised?", "Offer breakfast club. If it goes on, refer.")
    teacher.picture(screens / "conversation-log.png")
    teacher.press("Log this conversation")
    conversation = teacher.page.url
    teacher.picture(screens / "conversation.png")
    teacher.press("Make a referral from this")
    go_on(teacher)
    reference = REFERENCE.search(teacher.text).group()
    teacher.open(conversation)
    assert reference in teacher.text


def go_on(teacher):
    """The form with what was said filled in already."""
    teacher.choose("None of these")
    teacher.press("Save and continue")
    assert teacher.page.get_by_label("Family name").input_value() == "Brackenbury"
    teacher.choose("In Croydon")
    teacher.press("Save and continue")
    add_child(teacher, "Amara")
    add_adult(teacher, "Ngozi", "Brackenbury")
    answer_contact(teacher, "Ngozi Brackenbury")
    words = teacher.page.get_by_label("What worries you?").input_value()
    assert "Amara is tired and hungry." in words
    teacher.press("Save and continue")
    answer_themes(teacher)
    answer_agreement(teacher, "Ngozi Brackenbury")
    teacher.press("Send the referral")
