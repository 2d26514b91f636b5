"""The WSGI application for `semesta serve` and for any WSGI server."""

from __future__ import annotations

import os
import signal

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "semesta.config.settings")
application = get_wsgi_application()

from semesta.installation.serving import serves_pages  # noqa: E402
from semesta.jobs.kinds import load_kinds  # noqa: E402 - rooms may be read once Django is set up

load_kinds()

if serves_pages():
    # Ctrl-C reaches all processes of a terminal; it is for the one that serves, which ends those that answer
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
