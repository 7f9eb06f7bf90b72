"""The code walked by reflection: what every model, action and signal must have."""

import importlib
import inspect
import pkgutil

import pytest
from django.apps import apps

from audit.facts import Fact
from audit.grants import append_only_tables

OURS = ("audit", "accounts", "localities", "families", "referrals", "casework", "outcomes")

# Rows that are worked on and then left: state that is not a fact.
QUEUES = {
    "audit.Job", "audit.Message", "referrals.Draft", "referrals.AnswerCode", "referrals.SecondLook",
}  # fmt: skip
# What the facts are about; changed by actions, with row history where it is about people.
REFERENCE = {
    "accounts.User", "localities.Locality", "localities.Hub", "localities.Ward",
    "localities.PostcodeSector", "localities.Postcode", "localities.Agency", "localities.Site",
    "localities.Team", "localities.PartnerSystem", "families.Family", "families.Person",
    "families.Household", "families.FamilyAccess", "referrals.Referral", "casework.Episode",
    "casework.EpisodeChild", "outcomes.Report", "outcomes.Replay",
}  # fmt: skip


def our_models():
    for model in apps.get_models():
        if model._meta.app_label in OURS and not hasattr(model, "pgh_tracked_model"):
            yield model


@pytest.mark.parametrize("model", list(our_models()), ids=lambda m: m._meta.label)
def test_every_model_is_of_one_kind(model):
    label = model._meta.label
    kinds = [
        issubclass(model, Fact),
        getattr(model, "append_only", False) and not issubclass(model, Fact),
        label in QUEUES,
        label in REFERENCE,
    ]
    assert sum(kinds) == 1, f"{label} is neither fact, append-only, queue nor reference"


def test_people_referrals_episodes_and_agreements_keep_their_history():
    kept = {
        m.pgh_tracked_model._meta.label
        for m in apps.get_models()
        if hasattr(m, "pgh_tracked_model")
    }
    assert kept >= {"families.Person", "families.Family", "referrals.Referral",
                    "casework.Episode", "families.Agreement"}  # fmt: skip


def test_history_and_audit_are_closed_to_the_web():
    assert {"audit_event", "audit_seal", "referrals_move", "referrals_decision",
            "families_personevent"} <= set(append_only_tables())  # fmt: skip


def action_modules():
    for app in OURS[1:]:  # audit.actions is the decorator itself
        try:
            package = importlib.import_module(f"{app}.actions")
        except ModuleNotFoundError:
            continue
        yield package
        for found in pkgutil.iter_modules(getattr(package, "__path__", ())):
            yield importlib.import_module(f"{package.__name__}.{found.name}")


def public_functions():
    for module in action_modules():
        for name, value in vars(module).items():
            own = getattr(value, "__module__", "").startswith(
                f"{module.__name__.split('.')[0]}.actions"
            )
            if inspect.isfunction(value) and own and not name.startswith("_"):
                yield f"{module.__name__}.{name}", value


def test_every_action_is_audited():
    found = dict(public_functions())
    assert len(found) > 20
    assert [name for name, f in found.items() if not getattr(f, "is_action", False)] == []
