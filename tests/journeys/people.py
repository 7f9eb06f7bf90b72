"""Somebody at a browser: signs in, reads, fills in by the labels that people see."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Visitor:
    def __init__(self, context, *, javascript):
        self.context = context
        self.javascript = javascript
        self.page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.console = []
        self.paths = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.console.append(str(error)))

    def _note(self, message):
        # Chromium reports the status of a page that is meant to answer 404 or 409 here too
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.console.append(f"{self.page.url}: {message.text}")

    def sign_in(self, person):
        self.person = person
        self.open("/sign-in/")
        self.fill("Email", person["email"])
        self.fill("Password", person["password"])
        self.press("Sign in")

    def open(self, path):
        answer = self.page.goto(path)
        self.check()
        return answer

    def fill(self, label, text):
        self.page.get_by_label(label, exact=False).first.fill(text)

    def fill_date(self, legend, day):
        group = self.page.get_by_role("group", name=legend)
        for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(part).fill(str(value))

    def fill_moment(self, legend, at=None):
        """A date and a time of Europe/London; now, where none is given."""
        at = at or datetime.now(ZoneInfo("Europe/London"))
        self.fill_date(legend, at)
        group = self.page.get_by_role("group", name=legend)
        group.get_by_label("Time").fill(f"{at:%H:%M}")

    def choose(self, label, *, within=None):
        place = self.page.get_by_role("group", name=within) if within else self.page
        place.get_by_label(label, exact=True).first.check()

    def select(self, label, option):
        self.page.get_by_label(label, exact=False).first.select_option(label=option)

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()
        self.check()

    def follow(self, name):
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        self.check()

    @property
    def heading(self):
        return self.page.locator("h1").first.inner_text()

    @property
    def text(self):
        return self.page.locator("main").inner_text()

    def check(self):
        """Every page that a journey reaches has no accessibility violation."""
        if not self.javascript:
            return
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG
        )
        problems = [
            f"{v['id']}: {v['help']} at {[n['html'][:150] for n in v['nodes'][:3]]}"
            for v in found["violations"]
        ]
        assert problems == [], f"{self.page.url}\n" + "\n".join(problems)

    def picture(self, path):
        self.page.screenshot(path=str(path), full_page=True)
