"""Addresses of what everybody may know and ask."""

from __future__ import annotations

from django.urls import URLPattern, path

from semesta.web.views.citizen.benefit import benefit
from semesta.web.views.citizen.cover import my_cover
from semesta.web.views.citizen.misfortune import misfortune
from semesta.web.views.citizen.open_data import open_data, open_data_dictionary, open_data_file

CITIZEN: list[URLPattern] = [
    path("cek/", my_cover, name="my-cover"),
    path("manfaat/", benefit, name="benefit"),
    path("setelah-musibah/", misfortune, name="misfortune"),
    path("data/", open_data, name="open-data"),
    path("data/cakupan.csv", open_data_file, name="open-data-file"),
    path("data/kamus.csv", open_data_dictionary, name="open-data-dictionary"),
]
