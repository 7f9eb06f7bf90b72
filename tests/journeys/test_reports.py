"""The quarter becomes a report: made by a worker, approved, published, downloaded by the board."""

import io

from pypdf import PdfReader


def test_the_board_downloads_what_a_worker_made(visit, screens):
    head = visit("head_of_early_help")
    head.open("/reports/")
    newest = head.page.get_by_label("Make the report for").locator("option").nth(3)
    head.page.get_by_label("Make the report for").select_option(newest.get_attribute("value"))
    head.page.get_by_label("If it was published before").fill("Late decisions were added.")
    head.press("Make the report")
    head.page.get_by_role("button", name="Approve").wait_for(timeout=120_000)
    head.check()
    report = head.page.url.split("?")[0]
    for step in ("Approve", "Publish"):
        head.press(step)  # the page asks once more
        head.press(step)
    head.page.get_by_role("heading", name="Download").wait_for(timeout=120_000)

    member = visit("board_member")
    member.open("/reports/")
    member.open(report)
    member.picture(screens / "board_member.png")
    assert "true figures" not in member.text
    pdf = download(member, ".pdf")
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 3
    assert download(member, ".xlsx")[:2] == b"PK"
    assert b"hidden" in download(member, ".csv") or b"c" in download(member, ".csv")


def download(visitor, ending):
    link = visitor.page.locator(f"a[download][href$='{ending}']").first
    answer = visitor.context.request.get(link.get_attribute("href"))
    assert answer.status == 200
    assert "attachment" in answer.headers["content-disposition"]
    return answer.body()


def test_a_board_member_never_reaches_a_family(visit, facts):
    member = visit("board_member")
    for path in ("/screening/", "/referrals/", "/allocation/", "/families/mine/",
                 f"/referrals/{facts['examples']['undecided_referral']}/"):  # fmt: skip
        assert member.open(path).status == 404
