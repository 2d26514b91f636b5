"""How a clean list is spoiled: each module damages the cells of one field and notes what it did."""
