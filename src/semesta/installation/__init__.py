"""This installation: where it keeps things, its own PostgreSQL, its health, its backup."""
