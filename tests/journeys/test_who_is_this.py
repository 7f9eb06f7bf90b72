"""A family is written down again under another spelling; the SPOC notices, joins, and undoes it."""

from tests.journeys.referring import refer


def test_a_screener_sees_a_likely_match_joins_two_records_and_undoes_it(visit, screens):
    teacher = visit("head_teacher")
    first = refer(teacher, family="Adichie")
    second = refer(teacher, family="Adichey")
    teacher.open(f"/referrals/{second}/")
    assert "Who is this" not in teacher.text and "Adichie" not in teacher.text

    screener = visit("screener")
    screener.open(f"/screening/{second}/")
    assert "Likely match" in screener.text
    assert "Same date of birth" in screener.text and "same postcode" in screener.text
    screener.picture(screens / "who-match.png")
    screener.follow("Compare the two records")
    screener.picture(screens / "who-compare.png")
    screener.press("Save my answer")
    assert "There is a problem" in screener.text
    screener.choose("Yes, one family")
    screener.fill("How do you know?", "Same mother and school; the name was misheard.")
    screener.press("Save my answer")
    assert "are read as one family" in screener.text
    assert f"Referral {first}" in screener.text
    screener.picture(screens / "who-joined.png")

    screener.follow("Is somebody written down twice in them?")
    screener.picture(screens / "people-pairs.png")
    screener.follow("Compare Amara")
    screener.choose("Yes, one person")
    screener.fill("How do you know?", "Same birthday and school.")
    screener.picture(screens / "people-compare.png")
    screener.press("Save my answer")
    assert "Read as one person" in screener.text
    screener.follow("Adichie")
    assert screener.text.count("aged 10") == 1
    screener.picture(screens / "people-once.png")
    screener.follow("Two records of one person?")
    screener.follow("Undo")
    screener.fill("Why are these two people?", "They are cousins.")
    screener.press("Make this two people again")
    assert "Read as one person" not in screener.text
    screener.open(f"/screening/{second}/")

    screener.follow("Undo joining")
    screener.picture(screens / "who-undo.png")
    screener.fill("Why are these two families?", "The mother says they are cousins.")
    screener.press("Make this two families again")
    screener.open(f"/screening/{second}/")
    assert "are read as one family" not in screener.text
    assert "Likely match" in screener.text


def test_who_is_known_is_found_without_javascript_and_on_a_narrow_screen(visit, screens):
    teacher = visit("head_teacher")
    refer(teacher, family="Oyelaran")
    screener = visit("screener", javascript=False, width=320)
    screener.open("/families/known/")
    screener.press("Look")
    assert "Enter a last name, or a number" in screener.text
    screener.fill("Last name", "Oyelarran")
    screener.fill("First name", "Amarah")
    screener.press("Look")
    assert "Amara Oyelaran" in screener.text
    screener.picture(screens / "who-known.png")
