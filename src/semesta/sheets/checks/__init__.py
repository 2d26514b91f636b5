"""What the rows of a list tell when they are held against the rules, against each other and against the list's
sender.
"""
