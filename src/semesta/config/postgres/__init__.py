"""Django's PostgreSQL backend, with the own server started at the first connection when none is named."""
