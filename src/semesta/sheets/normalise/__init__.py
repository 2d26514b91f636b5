"""From what is written to what is meant: one module per kind of value, each working on whole columns.

Every module takes the raw column and gives the clean one beside what it has to tell; nothing is changed without a
trace.
"""
