"""The one change to Django's backend: a database whose HOST is empty lives in the program's own server."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

from semesta.installation.own_server import OWNER, socket_folder


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL at DATABASE_URL, or the own server."""

    def get_connection_params(self) -> dict[str, Any]:
        """Return psycopg's parameters; starts the own server when no host is named."""
        parameters: dict[str, Any] = super().get_connection_params()
        if not self.settings_dict["HOST"]:
            parameters["host"] = socket_folder()
            parameters.setdefault("user", OWNER)
        return parameters
