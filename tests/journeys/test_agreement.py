"""A family takes back its agreement: the help stops, a manager looks, nobody else learns more."""


def test_an_agreement_is_taken_back_and_checked(visit, screens):
    worker = visit("key_worker")
    worker.open("/families/mine/")
    worker.page.locator("main table a").first.click()
    worker.page.wait_for_load_state()
    episode = worker.page.url.split("#")[0]
    worker.follow("The family’s page")
    worker.follow("Agreement, sharing and court orders")
    worker.press("Write down what was said")
    worker.choose("To get help", within="What is it about?")
    worker.choose("Withdrew their agreement", within="What did they say?")
    worker.choose("By phone", within="How?")
    worker.picture(screens / "agreement-form.png")
    worker.press("Save the answer")
    assert "Taken back: to get help" in worker.text
    worker.picture(screens / "agreement.png")
    worker.open(f"{episode}visits/add/")
    worker.choose("Home visit", within="What kind of contact was it?")
    worker.fill("What happened?", "They were not at home.")
    worker.press("Save")
    assert "took back its agreement" in worker.page.get_by_role("alert").first.inner_text()
    assert worker.page.get_by_label("What happened?").input_value() == "They were not at home."

    manager = visit("hub_manager")
    manager.open("/")
    assert "Agreements taken back" in manager.text
    manager.picture(screens / "agreement-home.png")
    manager.page.get_by_role("region", name="Agreements taken back").get_by_role(
        "link"
    ).first.click()
    manager.press("Check that the children are safe")
    manager.choose("We talk with the family again", within="What did you find?")
    manager.fill("How do you know?", "The school sees them each day and is told.")
    manager.press("Save the check")
    assert "We talk with the family again" in manager.text
    manager.picture(screens / "agreement-checked.png")
