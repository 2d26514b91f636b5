"""The room itself, and what it does around every change of tables: row-level security is lifted before and put back."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from semesta.accounts.row_security import keep_in_place, take_away


class AccountsConfig(AppConfig):
    name = "semesta.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Keep row-level security with the tables, whoever changes them: the program, a test, or Django's command."""
        pre_migrate.connect(_before_tables_change, sender=self)
        post_migrate.connect(_after_tables_changed, sender=self)


def _before_tables_change(plan: list[Any], **_: Any) -> None:
    if plan:
        take_away()


def _after_tables_changed(plan: list[Any], **_: Any) -> None:
    keep_in_place()
