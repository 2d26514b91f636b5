"""Values everybody speaks in: rupiah, month, period, nik, kk, region code, gazetteer, finding.

The kernel leans on nothing: no Django, no frames, no files, no clock. A value that exists is valid; what
people hand in and may be wrong is described by a finding, which is a value too.
"""
