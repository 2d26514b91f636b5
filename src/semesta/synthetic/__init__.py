"""A made-up regency on the real map, with known truth: who lives there, who stands on which list, what was damaged.

Frames of people are drawn first, then every list is a selection of them, written as an office would write it. All
numbers come from one seed; every NIK has a serial from 9001 to 9999, so that no real person's number is produced.
Published totals are met exactly (`figures.csv`); what has no source stands in `assumptions.py`.
"""

from semesta.synthetic.assumptions import Assumptions, NoiseRates
from semesta.synthetic.generation import generate
from semesta.synthetic.manifest import Manifest, ManifestFile

__all__ = ["Assumptions", "Manifest", "ManifestFile", "NoiseRates", "generate"]
