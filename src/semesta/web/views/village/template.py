"""Lists to fill in, for download."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from semesta.kernel.gazetteer import Region
from semesta.kernel.region_code import is_region_code, level_of
from semesta.kernel.segment import shipped_segments
from semesta.regions.queries import region_named
from semesta.sheets.templates import worker_list_template
from semesta.web.download import workbook_response
from semesta.web.language import reader_language
from semesta.web.permission import open_to_roles
from semesta.web.signed_in import signed_in
from semesta.web.views.village.handing_in import HAND_IN_ROLES


@require_safe
@open_to_roles(*HAND_IN_ROLES)
def template(request: HttpRequest) -> HttpResponse:
    """Give the empty worker list, with the reader's village filled in where the territory is one."""
    territory = signed_in(request).territory
    village = None
    if is_region_code(territory) and level_of(territory) == "village":
        village = Region(territory, region_named(territory)["name"])
    data = worker_list_template(language=reader_language(), village=village, segments=[*shipped_segments().values()])
    return workbook_response(data, "templat-daftar-pekerja.xlsx")
