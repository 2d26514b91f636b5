"""How offices lay a list out on sheets: the same damaged cells, in every form seen or told of.

A layout takes a `Page` (cells by field, one per row) and returns sheets with the place of every row. It never
changes a value except to glue two into one cell where the form does.
"""
