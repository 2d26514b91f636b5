#!/usr/bin/env python3
"""Take htmx from the npm package `htmx.org` into src/semesta/web/static/vendor/htmx/.

python scripts/take_htmx.py [TARBALL]

TARBALL is what `npm pack htmx.org@2.0.8` leaves; without it npm is asked. The script is kept byte for byte, with a gzip
copy that the server hands out, the licence, and checksums.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

from npm_package import keep, package_files

VERSION = "2.0.8"
INTEGRITY = "sha512-fm297iru0iWsNJlBrjvtN7V9zjaxd+69Oqjh4F/Vq9Wwi2kFisLcrLCiv5oBX0KLfOX/zG8AUo9ROMU5XUB44Q=="
FOLDER = Path(__file__).resolve().parents[1] / "src/semesta/web/static/vendor/htmx"


def main() -> None:
    """Write the script, its gzip copy, licence and checksums; say how large they are."""
    tarball = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    script, licence = package_files("htmx.org", VERSION, INTEGRITY, ["dist/htmx.min.js", "LICENSE"], tarball)
    packed = gzip.compress(script, compresslevel=9, mtime=0)
    keep(FOLDER, {"htmx.min.js": script, "htmx.min.js.gz": packed, "LICENSE.txt": licence})
    print(f"htmx {VERSION}: {len(script):,} bytes, {len(packed):,} compressed -> {FOLDER}")


if __name__ == "__main__":
    main()
