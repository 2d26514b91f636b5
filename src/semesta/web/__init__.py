"""The web door: permission, one action or query, one page."""
