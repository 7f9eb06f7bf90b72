"""A worry becomes help: the head teacher, the SPOC, the hub, the key worker, and back again."""

from tests.journeys.referring import refer


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
    worker.open(f"{episode}assessment/add/")
    worker.fill_moment("When was the assessment complete?")
    worker.fill("What is going well?", "A warm relationship.")
    worker.fill("What does the family need?", "Mornings that work.")
    worker.fill("What do you make of it?", "Money and sleep are behind the absences.")
    worker.press("The assessment is complete")
    worker.picture(screens / "episode.png")


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
