"""Documents as PDF: Typst layouts of this room, filled with values; nothing here knows a database or a clock."""
