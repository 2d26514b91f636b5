"""Pages of the regent, the council and district heads: the summary, the map, villages side by side."""
