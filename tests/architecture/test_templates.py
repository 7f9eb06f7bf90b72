"""What every template must keep to; the rest is seen by the journeys."""

import re

from django.conf import settings

FOLDER = settings.BASE_DIR / "templates"
PAGES = sorted(FOLDER.rglob("*.html"))
ISOLATED = re.compile(r'{%\s*include\s+"([^"]+)"[^%]*\bonly\s*%}')


def test_a_form_that_posts_keeps_the_page_token():
    """`only` would cut the CSRF token off, and every send would be refused."""
    posting = {
        str(page.relative_to(FOLDER)) for page in PAGES if "{% csrf_token %}" in page.read_text()
    }
    cut = [
        f"{page.relative_to(FOLDER)} includes {name}"
        for page in PAGES
        for name in ISOLATED.findall(page.read_text())
        if name in posting
    ]
    assert posting and cut == []


def test_no_script_and_no_style_stands_in_a_page():
    """The content security policy would block it."""
    for page in PAGES:
        text = page.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), page
        assert not re.search(r"\sstyle=|<style|\son\w+=\"", text), page


def test_every_form_that_posts_has_a_token():
    for page in PAGES:
        for form in re.findall(r'<form method="post".*?</form>', page.read_text(), re.DOTALL):
            assert "{% csrf_token %}" in form, page
