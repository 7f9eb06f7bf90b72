"""A manager restricts a family, a school refers it again, and only the named find a sign of it."""

import re
import time

from tests.journeys.referring import refer

SEND = "from casework.tasks import look_for_kept_back; look_for_kept_back.delay()"
NAME = "Quillfeather"


def mails(visitor, subject):
    """How often the demonstration's mailbox has it, once the worker has had time."""
    for _ in range(40):
        visitor.open("/demo/mail/")
        found = visitor.text.count(subject)
        if found:
            return found
        time.sleep(0.5)
    return 0


def everything(visitor, reference):
    """What somebody reads who looks wherever a family can show."""
    pages = ["/", "/screening/", "/referrals/", "/transfers/", "/calls/",
             f"/referrals/?q={NAME}", f"/screening/{reference}/"]  # fmt: skip
    found = []
    for page in pages:
        visitor.open(page)
        found.append(visitor.page.locator("body").inner_text())
    visitor.open("/families/known/")
    visitor.fill("Last name", NAME)
    visitor.press("Look")
    return " ".join([*found, visitor.text])


def test_restricted_referred_again_opened_in_an_emergency_and_lifted(visit, screens, live):
    teacher = visit("head_teacher")
    first = refer(teacher, family=NAME)

    manager = visit("spoc_manager")
    manager.open(f"/screening/{first}/")
    manager.follow("The family’s page")
    family = int(re.search(r"/families/(\d+)/", manager.page.url).group(1))
    manager.follow("Who may know of this family")
    manager.press("Restrict this family")
    manager.press("Restrict this family")
    assert "Enter the reason" in manager.text
    manager.fill("Why must this family give no sign?", "The mother is a screener’s sister.")
    manager.fill("Why these people?", "They screen, and are no relatives.")
    manager.press("Restrict this family")
    assert "Name at least two people who screen" in manager.text
    manager.choose("Ruth Abrahams")
    manager.picture(screens / "restrict-form.png")
    manager.press("Restrict this family")
    assert "Only those named may know" in manager.text
    assert "Ruth Abrahams" in manager.text and "a screener’s sister" in manager.text
    manager.picture(screens / "restricted-family.png")
    manager.follow("Who may know, and who could before")
    manager.picture(screens / "restricted-names.png")

    second = refer(teacher, family="Quilfeather")
    screener = visit("screener")
    said = everything(screener, second)
    assert NAME not in said and first not in said
    assert "Quilfeather" in said  # their own work is there as ever
    assert screener.open(f"/families/{family}/").status == 404
    assert screener.open(f"/screening/{first}/").status == 404

    live.manage("shell", "-c", SEND)
    assert mails(manager, f"Please look at referral {second}") == 2
    named = visit("social_worker")
    named.open(f"/screening/{second}/")
    assert "Likely match" in named.text
    named.picture(screens / "restricted-match.png")
    named.follow(f"Compare the two records of {NAME}")
    named.choose("Yes, one family")
    named.fill("How do you know?", "The same mother and school.")
    named.press("Save my answer")
    assert "are read as one family" in named.text
    said = everything(screener, second)
    assert "feather" not in said.replace(f"/referrals/?q={NAME}", "") and second not in said

    hub = visit("hub_manager_south")
    hub.open("/referrals/")
    hub.follow("Open a restricted family")
    hub.fill("Reference", "EH-2026-999999")
    hub.fill("Why must you open it now?", "The police phoned: a child is missing.")
    hub.picture(screens / "break-glass-form.png")
    hub.press("Open it for 4 hours")
    assert "Nothing can be opened with this reference." in hub.text
    hub.fill("Reference", first)
    hub.press("Open it for 4 hours")
    assert "It closes by itself at" in hub.text
    hub.picture(screens / "break-glass-family.png")
    assert mails(hub, "A restricted family was opened with a reason") >= 3

    auditor = visit("auditor")
    assert "The police phoned: a child is missing." in auditor.text
    auditor.follow("All of them")
    assert "Helen Marsh" in auditor.text and NAME not in auditor.text
    auditor.picture(screens / "break-glass-auditor.png")

    manager.open(f"/families/{family}/restricted/")
    assert "Opened it once" in manager.text
    manager.press("Lift the restriction")
    manager.fill("Why does this family no longer need it?", "Her sister left the council.")
    manager.press("Lift the restriction")
    assert "Only those named may know" not in manager.text
    assert hub.open(f"/families/{family}/").status == 404
    assert screener.open(f"/families/{family}/").status == 200


def test_naming_people_without_javascript_and_on_a_narrow_screen(visit, screens):
    teacher = visit("head_teacher")
    reference = refer(teacher, family="Thistlewick")
    manager = visit("spoc_manager", javascript=False, width=320)
    manager.open(f"/screening/{reference}/")
    manager.follow("The family’s page")
    manager.follow("Who may know of this family")
    manager.press("Restrict this family")
    manager.fill("Why must this family give no sign?", "A witness at risk.")
    manager.choose("Ruth Abrahams")
    manager.fill("Somebody else", "kwame.boateng@example.org")
    manager.fill("Why these people?", "They screen.")
    manager.press("Restrict this family")
    assert "Kwame Boateng" in manager.text
    manager.picture(screens / "restricted-narrow.png")
