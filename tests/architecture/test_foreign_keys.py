"""Foreign keys point down the same way as imports; import-linter cannot see them."""

import pytest
from django.apps import apps

FLOORS = (
    "audit", "accounts", "localities", "families", "referrals", "casework", "outcomes",
    "croydon_eh",
)  # fmt: skip
MODELS = [model for label in FLOORS for model in apps.get_app_config(label).get_models()]


def upward(model):
    """The relations of a model that lead to a higher floor."""
    floor = FLOORS.index(model._meta.app_label)
    targets = (
        (field.name, field.related_model._meta.app_label)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
    )
    return [
        f"{model._meta.label}.{name} → {label}"
        for name, label in targets
        if label in FLOORS and FLOORS.index(label) > floor
    ]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model):
    assert upward(model) == []


def test_audit_has_no_foreign_keys_to_our_models():
    leading_out = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config("audit").get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model._meta.app_label != "audit"
    ]
    assert leading_out == []


def test_the_walk_sees_a_key_that_points_up():
    """Read against the building turned over, most keys point the wrong way."""
    referral = apps.get_model("referrals", "Referral")
    keys = [f for f in referral._meta.get_fields() if f.is_relation and f.concrete]
    assert any(f.related_model._meta.app_label in FLOORS[:4] for f in keys)
