"""Settings and wiring: the only place that knows every room."""
