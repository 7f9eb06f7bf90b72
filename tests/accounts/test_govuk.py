"""Markup, errors and bad input of the form layer: what every form of the service can rely on."""

import datetime as dt
import re
import uuid

import pytest
from django import forms
from lxml import html

from accounts.govuk import date_fields, fields, widgets
from accounts.govuk.forms import Form, OnceMixin, VersionedMixin
from accounts.govuk.templatetags.govuk import error_summary
from audit.errors import KeyReused, Refused


class VisitForm(OnceMixin, VersionedMixin, Form):
    name = fields.CleanCharField(label="Full name", help_text="As the family says it")
    born_on = date_fields.GovDateField(label="Date of birth", help_text="For example, 27 3 2019")
    place = forms.ChoiceField(label="Place", choices=[("home", "At home"), ("school", "At school")])
    contact = forms.ChoiceField(
        label="How should we contact the family?",
        choices=[("phone", "By phone"), ("never", "Do not contact")],
        widget=widgets.Radios(
            reveals={"phone": "number"}, hints={"never": "You will be asked why"}
        ),
    )
    number = fields.CleanCharField(label="Safe phone number", called="safe phone number")
    needs = forms.MultipleChoiceField(
        label="Needs",
        choices=[
            ("The child", [("speech", "Speech")]),
            ("Home", [("money", "Money")]),
            ("none", "None of these"),
        ],
        widget=widgets.Checkboxes(none="none"),
    )
    told = forms.BooleanField(label="The family knows")
    worries = fields.TextField(label="Worries", max_length=50)


GOOD = {
    "idempotency_key": str(uuid.uuid4()), "version": "3", "name": "Amara Adeyemi",
    "born_on_day": "27", "born_on_month": "March", "born_on_year": "2019", "place": "home",
    "contact": "phone", "number": "020 7946 0000", "needs": ["speech"], "told": "on",
    "worries": "Often late",
}  # fmt: skip


def page(form):
    return html.fromstring(f"<main>{form}</main>")


def by_id(tree, name):
    found = tree.xpath(f"//*[@id='{name}']")
    assert len(found) == 1, f"{len(found)} elements have the id {name}"
    return found[0]


def errors(form):
    return {name: list(said) for name, said in form.errors.items()}


def test_good_answers_are_cleaned():
    form = VisitForm(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born_on"] == dt.date(2019, 3, 27)
    assert form.cleaned_data["version"] == 3
    assert form.body["number"] == "020 7946 0000"
    assert not {"idempotency_key", "version"} & set(form.body)


def test_each_control_has_a_label_a_hint_and_its_error_by_id():
    tree = page(VisitForm({"contact": "phone"}))
    ids = [element.get("id") for element in tree.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    for control in tree.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        assert tree.xpath(f"//label[@for='{control.get('id')}']"), control.get("id")
    for described in tree.xpath("//*[@aria-describedby]"):
        for part in described.get("aria-describedby").split():
            assert part in ids
    name = by_id(tree, "id_name")
    assert name.get("aria-describedby") == "id_name_helptext id_name_error"
    assert "govuk-input--error" in name.get("class")
    assert by_id(tree, "id_name_error").text_content() == "Error: Enter the full name"


def test_fieldsets_carry_the_description_of_radios_checkboxes_and_dates():
    tree = page(VisitForm({}))
    described = {
        fieldset.xpath("string(legend)").strip(): fieldset.get("aria-describedby")
        for fieldset in tree.xpath("//fieldset")
    }
    assert described == {
        "Date of birth": "id_born_on_helptext id_born_on_error",
        "How should we contact the family?": "id_contact_error",
        "Needs": "id_needs_error",
    }


def test_nothing_is_required_by_the_browser_nor_remembered_nor_cut_off():
    text = str(VisitForm())
    assert "required" not in re.sub(r">[^<]*<", "><", text)
    assert "maxlength" not in text.replace("data-maxlength", "")
    assert not re.search(r"\son\w+=|\sstyle=|<script", text)
    tree = page(VisitForm())
    for box in tree.xpath("//input[@type='text']|//textarea"):
        assert box.get("autocomplete") == "off", box.get("id")


def test_summary_is_in_the_order_of_the_page_and_leads_to_the_first_control_at_fault():
    wrong = GOOD | {"name": "", "born_on_year": "19", "number": "", "needs": [], "told": ""}
    form = VisitForm(wrong)
    assert error_summary(form) == [
        {"text": "Enter the full name", "href": "#id_name"},
        {"text": "Date of birth must have a year of 4 numbers, like 2019",
         "href": "#id_born_on_2"},
        {"text": "Enter the safe phone number", "href": "#id_number"},
        {"text": "Select the needs", "href": "#id_needs_0_0"},
        {"text": "Tick the box “The family knows” to go on", "href": "#id_told"},
    ]  # fmt: skip
    tree = page(form)
    for link in error_summary(form):
        assert by_id(tree, link["href"][1:]).tag in {"input", "select", "textarea"}


def test_what_was_typed_is_shown_again():
    tree = page(VisitForm(GOOD | {"born_on_day": "31", "born_on_month": "2", "name": "<Amy> & co"}))
    boxes = [by_id(tree, f"id_born_on_{n}") for n in range(3)]
    assert [box.get("value") for box in boxes] == ["31", "2", "2019"]
    assert all(box.get("aria-invalid") for box in boxes)
    assert by_id(tree, "id_name").get("value") == "<Amy> & co"
    assert by_id(tree, "id_needs_0_0").get("checked") is not None
    assert by_id(tree, "id_told").get("checked") is not None
    assert by_id(tree, "id_worries").text.strip() == "Often late"


def test_revealed_field_stands_inside_the_answer_that_reveals_it_and_works_without_scripts():
    tree = page(VisitForm())
    part = by_id(tree, "id_contact_0_more")
    assert part.xpath(".//input[@id='id_number']")
    assert "hidden" not in part.get("class")
    assert by_id(tree, "id_contact_0").get("data-reveals") == "id_contact_0_more"
    assert len(tree.xpath("//input[@id='id_number']")) == 1


@pytest.mark.parametrize(
    "answers, said",
    [
        ({"contact": "phone", "number": ""}, ["Enter the safe phone number"]),
        ({"contact": "never", "number": ""}, None),
        ({"contact": "never", "number": "\x00"}, None),
    ],
)
def test_revealed_field_is_asked_for_only_with_its_answer(answers, said):
    form = VisitForm(GOOD | answers)
    assert errors(form).get("number") == said
    if said is None:
        assert form.cleaned_data["number"] == ""


def test_exclusive_answer_and_groups_of_checkboxes():
    tree = page(VisitForm())
    assert [p.text for p in tree.xpath("//p[@class='govuk-body eh-option-group__heading']")] == [
        "The child",
        "Home",
    ]
    assert by_id(tree, "id_needs_2").get("data-behaviour") == "exclusive"
    assert by_id(tree, "id_contact_1").get("aria-describedby") == "id_contact_1_hint"


def test_key_is_made_once_kept_on_display_again_and_replaced_when_it_is_none():
    key = page(VisitForm()).xpath("//input[@name='idempotency_key']/@value")[0]
    assert uuid.UUID(key)
    again = page(VisitForm({"idempotency_key": key, "version": "1"}))
    assert again.xpath("//input[@name='idempotency_key']/@value") == [key]
    for bad in ("", "0", "x" * 5000):
        form = VisitForm(GOOD | {"idempotency_key": bad})
        assert errors(form)["idempotency_key"] == [
            "This page was open for too long or was changed. Check it and send it again"
        ]
        assert error_summary(form)[0]["href"] == ""
        assert uuid.UUID(page(form).xpath("//input[@name='idempotency_key']/@value")[0])


def test_refusal_of_an_action_stands_beside_its_field_or_at_the_top():
    form = VisitForm(GOOD)
    form.refuse(Refused("Choose another place", field="place"))
    form.refuse(Refused("The family is closed", field="not_here"))
    assert errors(form) == {
        "place": ["Choose another place"],
        "__all__": ["The family is closed"],
    }


def test_forms_that_stand_on_one_page_share_no_id_through_hidden_fields():
    for hidden in page(VisitForm()).xpath("//input[@type='hidden']"):
        assert hidden.get("id") is None


def test_reused_key_gives_a_new_one_so_that_the_changed_form_can_be_sent():
    form = VisitForm(GOOD)
    form.refuse(KeyReused("Sent before with other answers"))
    new = page(form).xpath("//input[@name='idempotency_key']/@value")[0]
    assert uuid.UUID(new) and new != GOOD["idempotency_key"]
    assert by_id(page(form), "id_name").get("value") == "Amara Adeyemi"


def test_conflict_shows_both_texts_and_takes_the_new_version():
    form = VisitForm(GOOD)
    rows = form.conflict({"name": "Amy Adeyemi", "worries": "Often late"}, 4)
    assert rows == [{"label": "Full name", "theirs": "Amy Adeyemi", "yours": "Amara Adeyemi"}]
    assert page(form).xpath("//input[@name='version']/@value") == ["4"]


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 30])
def test_version_that_cannot_be_one_is_a_sentence(version):
    said = errors(VisitForm(GOOD | {"version": version}))["version"]
    assert said == ["This page was changed on the way. Open the record again and send your change"]


def test_character_count_and_heading_and_password():
    class Page(Form):
        heading_field = "worries"
        worries = fields.TextField(label="What worries you?", max_length=500)
        password = forms.CharField(label="Password", widget=forms.PasswordInput)

    tree = page(Page())
    assert tree.xpath("string(//h1/label[@for='id_worries'])") == "What worries you?"
    group = tree.xpath("//div[@data-module='govuk-character-count']")[0]
    assert group.get("data-maxlength") == "500"
    assert "govuk-js-character-count" in by_id(tree, "id_worries").get("class")
    assert by_id(tree, "id_worries").get("aria-describedby") == "id_worries-info"
    assert "govuk-js-password-input-input" in by_id(tree, "id_password").get("class")
