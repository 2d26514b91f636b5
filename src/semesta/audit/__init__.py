"""The append-only trail: who did what, when, to what. The database refuses to change or delete an entry."""
