"""A key worker gives a parent a code and a copy of the plan; then it is not safe any more."""

import io
import re
from datetime import date

from pypdf import PdfReader


def test_a_code_and_a_copy_while_it_is_safe(visit, screens):
    worker = visit("key_worker_central")
    family, plan, name = a_separated_parent(worker)
    worker.open(family)
    worker.picture(screens / "safety.png")
    say(worker, family, name, "Yes, letters, links and plans may go to this person", screens)

    worker.follow("Give a code for EH-")
    worker.choose(name, within="Who gets the code?")
    worker.choose("Read out to them", within="How do they get it?")
    worker.picture(screens / "family-code.png")
    worker.press("Give the code")
    worker.picture(screens / "family-code-given.png")
    reference = re.search(r"EH-\d{4}-\d+", worker.text).group()
    code = re.search(r"code is (\w+-\w+)", worker.text).group(1)

    parent = visit(width=320)
    parent.open("/ask-for-help/answer/")
    read(parent, reference, code)
    assert "What happens next" in parent.text and name.split()[-1] not in parent.text
    assert parent.page.get_by_role("button", name="Exit this page").is_visible()
    parent.picture(screens / "family-page.png")

    worker.open(plan)
    worker.follow(f"Plan and chronology for {name}")
    assert "nothing of the other home is here" in worker.text
    worker.choose("Printed and handed to them", within="How do they get it?")
    worker.page.get_by_label("I have read what is above").check()
    worker.picture(screens / "for-person.png")
    worker.press("Give the copy")
    with worker.page.expect_download() as download:
        worker.page.get_by_role("link", name="Copy of").first.click()
    copy = download.value.path().read_bytes()
    (screens / "plan-copy.pdf").write_bytes(copy)
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(copy)).pages)
    assert "Your plan" in words and name in words and "CR0" not in words

    say(worker, family, name, "No, nothing may go to this person", screens)
    assert "What went to whom" in worker.text and "Do not share" in worker.text
    worker.picture(screens / "safety-not.png")
    parent.open("/ask-for-help/answer/")
    read(parent, reference, code)
    assert "We cannot find this reference" in parent.page.get_by_role("alert").inner_text()
    worker.open(plan)
    worker.follow(f"Plan and chronology for {name}")
    assert "It is not safe to share with this person" in worker.text
    assert "Give a copy" not in worker.text


def test_after_a_loss_a_page_says_so_kindly(visit, screens):
    worker = visit("key_worker_south")
    worker.open("/families/mine/")
    worker.page.locator("main table a").last.click()
    worker.page.wait_for_load_state()
    worker.follow("Safe contact and sharing")
    worker.follow("This person has died")
    worker.picture(screens / "loss.png")
    worker.press("Save, and stop all messages")
    assert "There is a problem" in worker.text
    worker.fill_date("When?", date.today())
    worker.press("Save, and stop all messages")
    assert "No message goes out by itself" in worker.text
    worker.picture(screens / "loss-family.png")
    worker.follow("Safe contact and sharing")
    worker.picture(screens / "loss-safety.png")


def a_separated_parent(worker):
    """(the family's page of safety, the plan's page, the name) of a parent of a second home."""
    worker.open("/families/mine/")
    links = worker.page.locator("main table a").evaluate_all("all => all.map(a => a.pathname)")
    for link in dict.fromkeys(links):
        worker.page.goto(f"{link}plan/")
        if not worker.page.get_by_role("heading", name="A copy for one person").count():
            continue
        worker.page.goto(link)
        family = worker.page.get_by_role("link", name="The family’s page").get_attribute("href")
        worker.page.goto(family)
        if "a second home" in worker.text:
            found = worker.page.get_by_role("region", name="Family and others")
            return f"{family}safety/", f"{link}plan/", name_in(found)
    raise AssertionError("no family of the key worker has a plan and a second home")


def name_in(region):
    return region.locator(".eh-person__name").last.inner_text()


def say(worker, family, name, answer, screens):
    worker.open(family)
    worker.page.get_by_role("link", name=f"Say whether it is safe to share with {name}").click()
    worker.page.wait_for_load_state()
    worker.choose(answer, within="Is it safe?")
    worker.fill("Who told you?", f"{name}, alone")
    worker.page.locator("textarea[name=reason]").fill("They live apart, and it is calm.")
    worker.picture(screens / "sharing-form.png")
    worker.check()
    worker.press("Save")
    assert "Saved" in worker.text


def read(visitor, reference, code):
    visitor.fill("Your reference", reference)
    visitor.fill("Your code", code)
    visitor.press("Read the answer")
