"""Every read of regions: the gazetteer, regions and their codes, workforce bases, boundaries, one by any text."""

from semesta.regions.queries.bases import all_bases_of, bases_of, bases_of_each
from semesta.regions.queries.boundaries import boundaries_of, boundary_of
from semesta.regions.queries.finding import find_region
from semesta.regions.queries.regions import (
    UnknownRegionError,
    children_of,
    code_from_external,
    current_code_of,
    external_code_of,
    gazetteer,
    is_village_of,
    number_below,
    other_names_of,
    path_to,
    provinces,
    region_named,
    region_names,
    region_tree,
    regions_at,
)

__all__ = [
    "UnknownRegionError",
    "all_bases_of",
    "bases_of",
    "bases_of_each",
    "boundaries_of",
    "boundary_of",
    "children_of",
    "code_from_external",
    "current_code_of",
    "external_code_of",
    "find_region",
    "gazetteer",
    "is_village_of",
    "number_below",
    "other_names_of",
    "path_to",
    "provinces",
    "region_named",
    "region_names",
    "region_tree",
    "regions_at",
]
