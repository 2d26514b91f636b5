"""People who work here: user, role, territory; the actor in whose name every action is done."""
