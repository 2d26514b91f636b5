"""Who is one person: pairs of records to decide, decisions by machine and people, and the merges that follow."""
