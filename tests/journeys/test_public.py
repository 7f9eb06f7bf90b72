"""A young person asks for help from a telephone, without an account, and reads the answer."""

import re
from datetime import date


def test_a_young_person_asks_and_reads_the_answer(visit, screens):
    young = visit(width=320)
    young.open("/sign-in/")
    young.follow("Ask for help")
    young.choose("A young person, asking for myself")
    young.fill_date("Your date of birth", date(2010, 4, 3))
    young.fill("Your first name", "Bola")
    young.fill("Your last name", "Adebayo")
    young.fill("What is happening?", "It is loud at home and I cannot sleep.")
    young.fill("Is there anybody who must not know? (optional)", "My uncle")
    young.picture(screens / "ask-for-help.png")
    young.page.get_by_label("I agree that Croydon").check()
    young.press("Send")
    young.picture(screens / "ask-sent.png")
    reference = re.search(r"EH-\d{4}-\d+", young.text).group()
    code = re.search(r"code is (\S+)", young.text).group(1)

    screener = visit("screener")
    screener.open(f"/screening/{reference}/")
    assert "It is loud at home" in screener.text and "My uncle" in screener.text

    young.follow("Read the answer")
    read(young, reference, "AAAAA-AAAAA")
    assert "We cannot find this reference" in young.page.get_by_role("alert").inner_text()
    read(young, reference, code.lower())
    assert "Waiting for a decision" in young.text and "Adebayo" not in young.text
    young.picture(screens / "ask-answer.png")


def read(visitor, reference, code):
    visitor.fill("Your reference", reference)
    visitor.fill("Your code", code)
    visitor.press("Read the answer")


def test_a_parent_asks_without_javascript(visit, screens):
    parent = visit(javascript=False)
    parent.open("/ask-for-help/")
    parent.choose("A parent or carer")
    parent.press("Send")
    assert "There is a problem" in parent.text
    parent.fill("Child 1: first name", "Amara")
    parent.fill("Child 1: last name", "Quaye")
    parent.fill_date("Child 1: date of birth", date(2017, 9, 1))
    parent.fill("Your first name", "Efua")
    parent.fill("Your last name", "Quaye")
    parent.fill("What is happening?", "She does not want to go to school.")
    parent.page.get_by_label("I agree that Croydon").check()
    parent.press("Send")
    assert "Your code is" in parent.text
    parent.picture(screens / "ask-parent.png")
