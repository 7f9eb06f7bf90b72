"""The board thinks of new thresholds: tried on the past, read, adopted; nothing changed before."""

from datetime import date, timedelta

ABSENT = "child.attendance.3,need,child,attendance,3,education,Persistent absence"
HEAVIER = "child.attendance.4,need,child,attendance,4,education,Persistent absence"


def test_a_version_is_tried_on_the_past_and_adopted(visit, facts, screens):
    manager = visit("spoc_manager")
    before = suggestions(manager)
    replay = load_and_replay(manager, screens)
    read_figures(manager, screens)
    analyst_sees_no_example(visit("analyst"), replay, screens)
    adopt(visit("administrator"), replay, screens)
    assert suggestions(manager) == before
    manager.open("/lab/")
    assert "In force now" in manager.page.locator("dl").inner_text().split("2018-09")[1]


def suggestions(visitor):
    """The newest decided referrals with their levels, as a manager reads them."""
    visitor.open("/referrals/?state=decided")
    return visitor.page.locator("tbody").inner_text()


def load_and_replay(manager, screens):
    manager.open("/lab/")
    manager.picture(screens / "lab.png")
    manager.press("Load a proposed version")
    box = manager.page.get_by_label("Or change the text here")
    lines = [line for line in box.input_value().splitlines()
             if not line.startswith("child.attendance.4,")]  # fmt: skip
    text = "\n".join(lines).replace(ABSENT, HEAVIER)
    box.fill(text.replace("child.attendance.4,need", "child.attendance.4,wish"))
    manager.fill("What to call it", "Absence first")
    manager.press("Check and load")
    assert "The kind must be need, red_flag or strength" in manager.text
    manager.picture(screens / "lab-load.png")
    box = manager.page.get_by_label("Or change the text here")
    box.fill(box.input_value().replace("child.attendance.4,wish", "child.attendance.4,need"))
    manager.press("Check and load")
    assert "would be level 4, attendance" in manager.text
    manager.page.get_by_role("radio").first.check()
    manager.picture(screens / "lab-proposal.png")
    manager.press("Replay")
    manager.page.get_by_role("heading", name="Who would move").wait_for(timeout=120_000)
    manager.check()
    return manager.page.url.split("?")[0]


def read_figures(manager, screens):
    manager.picture(screens / "lab-replay.png")
    then_3 = manager.page.locator("table").first.locator("tbody tr").nth(2)
    assert int(then_3.locator("td").nth(3).inner_text()) > 0, "nobody moved from level 3 to 4"
    assert "key worker" in manager.text
    manager.follow("See some of the referrals")
    assert "EH-" in manager.text
    manager.picture(screens / "lab-examples.png")


def analyst_sees_no_example(analyst, replay, screens):
    assert analyst.open(replay).status == 200
    analyst.picture(screens / "lab-analyst.png")
    assert "See some of the referrals" not in analyst.text
    assert analyst.open(f"{replay}examples/").status == 404


def adopt(administrator, replay, screens):
    administrator.open("/lab/")
    administrator.follow("Absence first")
    administrator.press("Adopt this version")
    starts_on = date.today() + timedelta(days=40)
    administrator.fill_date("From which day", starts_on)
    administrator.press("Adopt this version")  # the reference is missing
    assert "Enter the board’s reference" in administrator.text
    administrator.fill("The board’s reference", "CSCB 14 January 2027, item 6")
    administrator.picture(screens / "lab-adopt.png")
    administrator.press("Adopt this version")
    assert f"Version {starts_on:%Y-%m}" in administrator.text
    administrator.picture(screens / "lab-adopted.png")


def test_a_second_look_is_blind_and_counts(visit, screens):
    screener = visit("screener_two")
    screener.open("/second-look/")
    screener.picture(screens / "second-looks.png")
    screener.press("Give me the next one")
    assert "Suggested" not in screener.text
    screener.picture(screens / "second-look.png")
    screener.page.get_by_role("radio").nth(1).check()
    screener.press("Record my level")
    assert "Your level is recorded" in screener.page.locator("body").inner_text()

    manager = visit("spoc_manager")
    manager.open("/consistency/")
    assert "never a target" in manager.text
    manager.picture(screens / "consistency.png")
