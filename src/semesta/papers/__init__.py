"""Documents as PDF: Typst templates of this room, filled with values; nothing here knows a database or a clock."""
