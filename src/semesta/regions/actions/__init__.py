"""Every write to regions: load them, state and apportion workforce bases, load boundaries."""

from semesta.regions.actions.bases import apportion_base, record_workforce_base
from semesta.regions.actions.boundaries import BoundariesLoaded, load_boundaries
from semesta.regions.actions.loading import RegionsLoaded, load_regency_from_package, load_shipped_regions

__all__ = [
    "BoundariesLoaded",
    "RegionsLoaded",
    "apportion_base",
    "load_boundaries",
    "load_regency_from_package",
    "load_shipped_regions",
    "record_workforce_base",
]
