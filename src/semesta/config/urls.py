"""Every address of the doors for people and for other systems, and what stands where an address leads nowhere."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("semesta.api.urls")),
    path("", include("semesta.web.urls")),
]
handler400 = "semesta.web.views.error.bad_request"
handler403 = "semesta.web.views.error.refused"
handler404 = "semesta.web.views.error.not_found"
handler500 = "semesta.web.views.error.failed"
