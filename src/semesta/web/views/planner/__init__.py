"""Pages of the planner and the finance office: purses, plans, decrees, batches, bills, payments, arrears."""
