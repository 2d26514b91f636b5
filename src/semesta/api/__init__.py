"""The door for other systems: JSON over the same actions and queries as the pages, one token per system."""
