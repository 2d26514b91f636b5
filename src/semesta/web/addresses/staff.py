"""Addresses of the administrator's pages on people, and of the page on which an invitation is taken up."""

from __future__ import annotations

from django.urls import URLPattern, path

from semesta.web.views.staff.invitation import invitation
from semesta.web.views.staff.people import people
from semesta.web.views.staff.person import change_staff, staff_member

STAFF: list[URLPattern] = [
    path("petugas/", people, name="staff"),
    path("petugas/<number:number>/", staff_member, name="staff-member"),
    path("petugas/<number:number>/ubah/", change_staff, name="staff-change"),
    path("undangan/<str:token>/", invitation, name="invitation"),
]
