"""Double entry in whole rupiah: accounts, journal entries, postings. Only ever added to; corrected by reversal."""
