"""Tests use a real PostgreSQL: the one of DATABASE_URL, else the program's own under `var/test`."""

from __future__ import annotations

import os

os.environ.setdefault("SEMESTA_VAR", "var/test")
os.environ.setdefault("SEMESTA_SECRET_KEY", "only-for-tests")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "semesta.config.settings")
