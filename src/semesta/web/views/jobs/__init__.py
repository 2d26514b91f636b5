"""Pages of background work: what a reader asked for, how far it is, what came of it."""
