"""Models keep the house's promises: nothing vanishes by cascade, names tell the type, keys lead with the regency."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.deletion import PROTECT, RESTRICT

Model = type[models.Model]

# A part of an apportioned workforce base is arithmetic on the whole and has no meaning without it.
MAY_CASCADE = {"regions.WorkforceBase.whole"}


def our_models() -> list[Model]:
    return [model for model in apps.get_models() if model.__module__.startswith("semesta.")]


def own_fields(model: Model) -> list[models.Field]:  # type: ignore[type-arg]
    """Return the fields we wrote ourselves, not those that Django's user brings along."""
    borrowed = {field.name for field in AbstractUser._meta.get_fields()} if issubclass(model, AbstractUser) else set()
    return [field for field in model._meta.local_fields if field.name not in borrowed]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_nothing_vanishes_because_something_else_was_deleted(model: Model) -> None:
    for field in own_fields(model):
        if isinstance(field, models.ForeignKey) and f"{model._meta.label}.{field.name}" not in MAY_CASCADE:
            assert field.remote_field.on_delete in (PROTECT, RESTRICT), field.name


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_names_tell_what_a_field_holds(model: Model) -> None:
    for field in own_fields(model):
        name = field.name
        if isinstance(field, models.DateTimeField):
            assert name == "at" or name.endswith("_at"), name
        elif isinstance(field, models.DateField):
            assert name.endswith(("_on", "month")), name
        if name.endswith("_rp"):
            assert isinstance(field, models.BigIntegerField), name
        assert not isinstance(field, models.DecimalField), name


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_keys_of_people_s_rows_lead_with_the_regency(model: Model) -> None:
    key = model._meta.pk
    if isinstance(key, models.CompositePrimaryKey):
        assert key.field_names[0] == "regency_code"
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and "regency_code" in {f.name for f in own_fields(model)}:
            assert constraint.fields[0] == "regency_code", constraint.name


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_what_belongs_to_one_regency_has_a_composite_key(model: Model) -> None:
    per_regency = {"intake", "membership"} | {"people"}
    shared = {"people.Segment", "intake.Submission"}  # a table of words; the parent row others point to by number
    if model._meta.app_label in per_regency and model._meta.label not in shared:
        assert isinstance(model._meta.pk, models.CompositePrimaryKey)
