"""Addresses of the pages. Each reader's are in a file of their own under `addresses`."""

from __future__ import annotations

from django.urls import URLPattern, path

from semesta.web.addresses.account import ACCOUNT
from semesta.web.addresses.auditor import AUDITOR
from semesta.web.addresses.citizen import CITIZEN
from semesta.web.addresses.enterprise import ENTERPRISE
from semesta.web.addresses.planner import PLANNER
from semesta.web.addresses.privacy import PRIVACY
from semesta.web.addresses.regent import REGENT
from semesta.web.addresses.staff import STAFF
from semesta.web.addresses.verifier import VERIFIER
from semesta.web.addresses.village import VILLAGE
from semesta.web.views.home import home
from semesta.web.views.region import region
from semesta.web.views.submission import submission, submissions

urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("wilayah/<region:code>/", region, name="region"),
    path("kiriman/", submissions, name="submissions"),
    path("kiriman/<number:number>/", submission, name="submission"),
    *ACCOUNT,
    *STAFF,
    *VILLAGE,
    *VERIFIER,
    *PLANNER,
    *REGENT,
    *ENTERPRISE,
    *AUDITOR,
    *CITIZEN,
    *PRIVACY,
]
