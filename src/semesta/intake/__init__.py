"""A list handed in, from file to the outcome of every row: accepted, merged, waiting or refused. No row is lost."""
