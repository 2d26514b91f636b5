"""Pages of the enterprise officer: owners of micro-enterprises by village, by payer, until when; and by name."""
