"""What a reader sees when something is missing, wrong or broken: what happened, what became of the data, what to do."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

_BEYOND_MEASURE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 in the frame of the other pages."""
    return render(request, "web/not_found.html", status=404)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 in the frame of the other pages: the reader is known, the role is another."""
    return render(request, "web/refused.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: a form beyond all measure, or a host name that the installation was not told of."""
    if isinstance(exception, _BEYOND_MEASURE):
        return _bare(
            400,
            title="Isian ini terlalu besar",
            indonesian="Tidak ada data yang berubah. Kembali ke halaman sebelumnya, persingkat isiannya, kirim lagi.",
            english="What was sent is too large. No data changed. Go back, shorten it and send again.",
        )
    return _bare(
        400,
        title="Permintaan ini tidak dapat dilayani",
        indonesian="Bila situs ini dibuka dengan nama baru, tambahkan nama itu ke SEMESTA_HOSTS lalu jalankan ulang.",
        english="This request cannot be served. If the site is opened under a new name, add it to SEMESTA_HOSTS and"
        " start again.",
    )


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500 without asking the database anything, for it may be what failed."""
    return _bare(
        500,
        title="Ada yang gagal di server",
        indonesian="Tidak ada data yang berubah oleh halaman ini. Coba lagi sebentar; bila tetap gagal, jalankan"
        " `semesta doctor` dan beri tahu pengelola.",
        english="Something failed on the server. This page changed no data. Try again in a moment; if it keeps failing,"
        " run `semesta doctor` and tell whoever runs the installation.",
    )


def _bare(status: int, **words: str) -> HttpResponse:
    return HttpResponse(get_template("web/failed.html").render(words), status=status)
