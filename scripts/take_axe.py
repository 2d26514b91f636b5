#!/usr/bin/env python3
"""Take the accessibility checker axe from the npm package `axe-core` into tests/web/vendor/; only tests use it.

python scripts/take_axe.py [TARBALL]

TARBALL is what `npm pack axe-core@4.14.1` leaves; without it npm is asked.
"""

from __future__ import annotations

import sys
from pathlib import Path

from npm_package import keep, package_files

VERSION = "4.14.1"
INTEGRITY = "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
FOLDER = Path(__file__).resolve().parents[1] / "tests/web/vendor"
NAMES = ["axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt"]


def main() -> None:
    """Write the checker with its licences (MPL 2.0) and checksums."""
    tarball = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    keep(FOLDER, dict(zip(NAMES, package_files("axe-core", VERSION, INTEGRITY, NAMES, tarball), strict=True)))
    print(f"axe-core {VERSION} -> {FOLDER}")


if __name__ == "__main__":
    main()
