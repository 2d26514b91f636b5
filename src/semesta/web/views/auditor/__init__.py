"""Pages of the auditor: from a figure to its persons, to their months, to what was done and the file it came in."""
