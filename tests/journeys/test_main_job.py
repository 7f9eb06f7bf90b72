"""A worry becomes help: the head teacher, the SPOC, the hub, the key worker, and back again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.journeys.referring import refer

LONDON = ZoneInfo("Europe/London")
SUMMARY = "Mornings work. The school and an aunt are there for them."


def test_a_referral_becomes_help(visit, screens):
    teacher = visit("head_teacher")
    reference = refer(teacher, seen=lambda name: teacher.picture(screens / f"refer-{name}.png"))
    teacher.open("/referrals/")
    assert reference in teacher.text

    screener = visit("screener")
    decide(screener, reference, screens)
    teacher.open(f"/referrals/{reference}/")
    assert "Family Solutions" in teacher.text
    assert "Suggestion" not in teacher.text

    manager = visit("hub_manager")
    manager.open("/allocation/")
    manager.picture(screens / "hub_manager.png")
    manager.follow("Okafor")
    manager.page.get_by_label("Leon Baptiste").first.check()
    manager.press("Give to this key worker")

    worker = visit("key_worker")
    worker.open("/families/mine/")
    assert "Okafor" in worker.text
    worker.picture(screens / "key_worker.png")
    worker.follow("Okafor")
    help_the_family(worker, screens)


def decide(screener, reference, screens):
    screener.open("/screening/")
    screener.picture(screens / "screener.png")
    screener.open(f"/screening/{reference}/")
    assert "nearest" not in screener.text.lower()
    screener.page.get_by_role("group", name="Your own level").get_by_label("3 Intensive").check()
    screener.press("Record my level")
    assert "School attendance" in screener.text or "school attendance" in screener.text
    screener.picture(screens / "screening.png")
    decision = screener.page.locator("section[aria-labelledby=decide]")
    decision.get_by_role("group", name="Level", exact=True).get_by_label("3 Intensive").check()
    decision.get_by_label("Family Solutions", exact=True).check()
    screener.press("Decide and tell the referrer")


def help_the_family(worker, screens):
    """Visit, assessment, scores, plan with a goal; then the goal is met and the work ends."""
    episode = worker.page.url.split("#")[0]
    worker.open(f"{episode}visits/add/")
    worker.choose("Home visit")
    worker.fill_moment("When was it?")
    worker.choose("Amara Okafor", within="Who did you see or speak to?")
    worker.fill("What happened?", "Met Amara and her mother at home.")
    worker.press("Save")
    assert "The visit is recorded" in worker.text
    worker.open(f"{episode}assessment/add/")
    worker.fill_moment("When was the assessment complete?")
    worker.fill("What is going well?", "A warm relationship.")
    worker.fill("What does the family need?", "Mornings that work.")
    worker.fill("What do you make of it?", "Money and sleep are behind the absences.")
    worker.press("The assessment is complete")
    worker.picture(screens / "episode.png")
    score(worker, episode, at="Assessment", money="2 Stuck")
    plan(worker, episode, screens)
    review(worker, episode, screens)
    score(worker, episode, at="Closing", money="4 Doing well")
    close(worker, episode, screens)


def score(worker, episode, *, at, money):
    worker.open(f"{episode}scores/add/")
    worker.choose(at, within="What are these scores for?")
    worker.fill_moment("When did you score them with the family?")
    worker.select("Money and work", money)
    worker.press("Save the scores")


def plan(worker, episode, screens):
    worker.open(episode)
    worker.press("Agree the plan")
    worker.fill_moment("When did the family agree to the plan?")
    worker.fill("Goal 1: what will be different?", "Mornings without a rush.")
    worker.select("Goal 1: which outcome does it belong to?", "Money and work")
    worker.fill_date("Goal 1: by when?", datetime.now(LONDON) + timedelta(days=40))
    worker.picture(screens / "plan-form.png")
    worker.press("The family agrees")
    worker.open(f"{episode}plan/")
    assert "Mornings without a rush." in worker.text
    worker.picture(screens / "plan.png")


def review(worker, episode, screens):
    worker.open(episode)
    worker.press("Record a review")
    worker.fill_moment("When was the review held?")
    worker.fill("What did the review find?", "Amara was at school on time for five weeks.")
    worker.press("Save this review")
    worker.open(f"{episode}chronology/")
    assert "five weeks" in worker.text
    worker.picture(screens / "chronology.png")


def close(worker, episode, screens):
    """A goal without an ending stands in the way; once it has one the episode closes."""
    worker.open(f"{episode}close/")
    close_with(worker, "Goals met")
    assert "goal" in worker.page.get_by_role("alert").inner_text().lower()
    worker.picture(screens / "close-refused.png")
    assert worker.page.get_by_label("Summary").input_value() == SUMMARY
    worker.page.get_by_role("link", name="Mornings without a rush.").first.click()
    worker.choose("Met", within="How did it end?")
    worker.fill_moment("When?")
    worker.press("Save")
    worker.open(f"{episode}close/")
    close_with(worker, "Goals met")
    assert "Closed: Goals met" in worker.text
    assert "due by" not in worker.text  # no clock runs on
    assert "No child is in this episode" not in worker.text
    worker.picture(screens / "closed.png")


def close_with(worker, reason):
    worker.choose(reason, within="Why does the work end?")
    worker.fill("Summary", SUMMARY)
    worker.press("Close the episode")


def test_the_referrer_is_asked_and_answers(visit):
    """A question pauses the clock; the answer shows to the screener."""
    teacher = visit("head_teacher")
    reference = refer(teacher, family="Mensah-Clarke")
    screener = visit("screener")
    screener.open(f"/screening/{reference}/")
    screener.page.get_by_text("Ask the referrer something").click()
    screener.fill("Your question to the referrer", "Which days is she absent?")
    screener.press("Send the question")
    teacher.open(f"/referrals/{reference}/")
    assert "Which days is she absent?" in teacher.text
    teacher.fill("Answer", "Mostly on Mondays.")
    teacher.page.get_by_role("button", name="Send").first.click()
    screener.open(f"/screening/{reference}/")
    assert "Mostly on Mondays." in screener.text
