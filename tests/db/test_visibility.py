"""Every field of every model says who may see it."""

from operator import attrgetter

import pytest
from django.apps import apps

MODELS = [model for label in ("disclosure", "reports") for model in apps.get_app_config(label).get_models()]


@pytest.mark.parametrize("model", MODELS, ids=attrgetter("_meta.label"))
def test_every_field_says_once_who_may_see_it(model):
    visibility = model.visibility
    named = [*visibility.public, *visibility.staff, *visibility.handlers]

    assert sorted(named) == sorted(field.name for field in model._meta.fields)


@pytest.mark.parametrize("model", MODELS, ids=attrgetter("_meta.label"))
def test_encrypted_fields_are_for_handlers_alone(model):
    encrypted = {
        field.name for field in model._meta.fields if type(field).__name__ in ("EncryptedTextField", "KeyedHashField")
    }

    assert encrypted <= model.visibility.handlers
