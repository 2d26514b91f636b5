"""Real persons and their livelihoods: one living person, one record."""
