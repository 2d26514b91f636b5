"""The one change to Django's backend: a database whose HOST is empty lives in the program's own server."""

from __future__ import annotations

import os
from typing import Any

from django.db.backends.postgresql import base
from psycopg.conninfo import conninfo_to_dict

from semesta.installation.own_server import OWNER, WEB_ROLE, socket_folder
from semesta.installation.serving import serves_pages

_TEMPORARY_BUFFERS = "128MB"
"""A batch of rows being taken in stays in memory; PostgreSQL's 8 MB would write and read it again for every step."""


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL at DATABASE_URL, or the own server; a process that serves pages works as the web role."""

    def get_connection_params(self) -> dict[str, Any]:
        """Return psycopg's parameters; starts the own server when no host is named."""
        parameters: dict[str, Any] = super().get_connection_params()
        if not self.settings_dict["HOST"]:
            parameters["host"] = socket_folder()
            parameters.setdefault("user", WEB_ROLE if serves_pages() else OWNER)
        elif serves_pages() and "SEMESTA_WEB_DATABASE_URL" in os.environ:
            parameters |= conninfo_to_dict(os.environ["SEMESTA_WEB_DATABASE_URL"])
        return parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection whose temporary tables have room; it is taken only as they fill."""
        made = super().get_new_connection(conn_params)
        autocommit, made.autocommit = made.autocommit, True
        made.execute(f"SET temp_buffers = '{_TEMPORARY_BUFFERS}'")
        if serves_pages():
            made.execute(f"SET ROLE {WEB_ROLE}")  # for a server on which only the owner may log in
        made.autocommit = autocommit
        return made
