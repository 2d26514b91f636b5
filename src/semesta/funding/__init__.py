"""Purses, decrees, bills and payments: who pays for which month of whom, and what became of the money."""
