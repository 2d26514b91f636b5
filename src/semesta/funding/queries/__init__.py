"""Every reading of purses, decrees, bills, payments and arrears, and the audit that holds them against each other."""
