"""Pages of the village operator, and of whoever looks at a village's people and lists."""
