"""Sheets of lines to files: xlsx, xls, ods and csv, the same bytes for the same lines."""
