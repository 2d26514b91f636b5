"""The WSGI application for `semesta serve` and for any WSGI server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "semesta.config.settings")
application = get_wsgi_application()

from semesta.jobs.kinds import load_kinds  # noqa: E402 - rooms may be read once Django is set up

load_kinds()
