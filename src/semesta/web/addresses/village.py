"""Addresses of the village operator and everybody who looks at a village's people and lists; and of background work."""

from __future__ import annotations

from django.urls import URLPattern, path

from semesta.web.views.jobs.own import again, job, jobs
from semesta.web.views.village.checked import checked
from semesta.web.views.village.handing_in import hand_in
from semesta.web.views.village.template import template

VILLAGE: list[URLPattern] = [
    path("serahkan/", hand_in, name="hand-in"),
    path("serahkan/templat.xlsx", template, name="template"),
    path("pekerjaan/", jobs, name="jobs"),
    path("pekerjaan/<int:number>/", job, name="job"),
    path("pekerjaan/<int:number>/lagi/", again, name="job-again"),
    path("pekerjaan/<int:number>/pemeriksaan/", checked, name="checked"),
]
