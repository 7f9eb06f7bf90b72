"""Every persona signs in and finds what needs them, on a wide screen and on a phone."""

import pytest

PICTURES = {
    "head_teacher": "practitioner", "head_of_early_help": "head", "spoc_manager": "spoc_manager",
    "auditor": "auditor", "administrator": "administrator",
}  # fmt: skip
PERSONAS = [
    "head_teacher", "teacher", "screener", "social_worker", "spoc_manager", "social_care_officer",
    "key_worker", "hub_manager", "fft_manager", "head_of_early_help", "business_support",
    "board_member", "analyst", "administrator", "auditor",
]  # fmt: skip


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_first_page(visit, screens, persona):
    visitor = visit(persona)
    assert visitor.heading.startswith("Hello, ")
    if persona in PICTURES:
        visitor.picture(screens / f"{PICTURES[persona]}.png")
    for link in visitor.page.locator(".govuk-service-navigation__link").all():
        visitor.paths.append(link.get_attribute("href"))
    for path in visitor.paths:
        assert visitor.open(path).status == 200


@pytest.mark.parametrize("persona", ["head_teacher", "screener", "key_worker"])
def test_on_a_phone_nothing_runs_out_of_the_page(visit, screens, persona):
    visitor = visit(persona, width=320)
    visitor.picture(screens / f"{persona}-narrow.png")
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_public_pages(visit):
    visitor = visit()
    for path in ("/accessibility/", "/privacy/", "/cookies/", "/help/", "/sign-in/",
                 "/password/reset/", "/demo/mail/", "/demo/components/"):  # fmt: skip
        assert visitor.open(path).status == 200
    assert visitor.open("/no/such/page/").status == 404


def test_the_morning_mails_name_nobody(visit, screens):
    """Written by the worker when the demo was filled; the mail box shows them."""
    visitor = visit()
    visitor.open("/demo/mail/")
    for _ in range(60):
        if "Early help this morning" in visitor.text:
            break
        visitor.page.wait_for_timeout(1000)
        visitor.page.reload()
    mail = visitor.page.locator("article", has_text="Good morning, Joanna.").first.inner_text()
    assert "Overdue:" in mail and "It names no family on purpose." in mail
    visitor.check()
    visitor.picture(screens / "morning-mails.png")
