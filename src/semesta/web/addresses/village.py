"""Addresses of the village operator and everybody who looks at a village's people and lists; and of background work."""

from __future__ import annotations

from django.urls import URLPattern, path

from semesta.web.views.jobs.own import again, job, jobs
from semesta.web.views.village.alike import mend_alike
from semesta.web.views.village.checked import checked
from semesta.web.views.village.handing_in import hand_in
from semesta.web.views.village.home import village, villages
from semesta.web.views.village.people import people, people_csv
from semesta.web.views.village.person import person
from semesta.web.views.village.result import marked, result
from semesta.web.views.village.revealing import reveal
from semesta.web.views.village.telling import decide, tell
from semesta.web.views.village.template import template

VILLAGE: list[URLPattern] = [
    path("desa/", villages, name="villages"),
    path("desa/<region:code>/", village, name="village"),
    path("desa/<region:code>/orang/", people, name="people"),
    path("desa/<region:code>/orang.csv", people_csv, name="people-csv"),
    path("orang/<number:number>/", person, name="person"),
    path("orang/<number:number>/lapor/", tell, name="person-tell"),
    path("orang/<number:number>/buka/", reveal, name="person-reveal"),
    path("orang/<number:number>/putuskan/", decide, name="person-decide"),
    path("kiriman/<number:number>/hasil/", result, name="result"),
    path("kiriman/<number:number>/sejenis/<slug:code>/", mend_alike, name="mend-alike"),
    path("kiriman/<number:number>/bertanda.xlsx", marked, name="marked"),
    path("serahkan/", hand_in, name="hand-in"),
    path("serahkan/templat.xlsx", template, name="template"),
    path("pekerjaan/", jobs, name="jobs"),
    path("pekerjaan/<number:number>/", job, name="job"),
    path("pekerjaan/<number:number>/lagi/", again, name="job-again"),
    path("pekerjaan/<number:number>/pemeriksaan/", checked, name="checked"),
]
