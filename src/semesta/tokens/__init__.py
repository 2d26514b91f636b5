"""Other systems that work with Semesta: each has a token of its own, with a role, a territory and scopes."""
