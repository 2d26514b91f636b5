"""Pages of the law on personal data."""
