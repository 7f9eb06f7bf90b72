"""The referral works with scripts off, and danger stops it for everybody."""

from tests.journeys.referring import refer


def test_a_referral_without_javascript(visit):
    teacher = visit("head_teacher", javascript=False)
    reference = refer(teacher, family="Adebayo")
    teacher.open(f"/referrals/{reference}/")
    assert "Waiting for a decision" in teacher.text


def test_a_red_flag_stops_and_says_whom_to_phone(visit, screens):
    teacher = visit("head_teacher", width=320)
    teacher.open("/referrals/new/")
    teacher.press("Continue")
    assert "There is a problem" in teacher.text
    teacher.choose("Sexual abuse known or suspected")
    teacher.press("Continue")
    assert "020 8726 6400" in teacher.text
    teacher.picture(screens / "danger-narrow.png")
    teacher.press("Save and continue")
    assert "There is a problem" in teacher.text  # nobody goes on without having phoned
