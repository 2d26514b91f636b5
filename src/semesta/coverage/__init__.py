"""Figures that carry their base: members by region and month, against every stated base and against the target."""
