#!/usr/bin/env python3
"""Take Tabler's stylesheet from the npm package `@tabler/core` into src/semesta/web/static/vendor/tabler/.

python scripts/take_tabler.py [TARBALL]

TARBALL is what `npm pack @tabler/core@1.6.1` leaves; without it npm is asked. The stylesheet is kept byte for byte,
with a gzip copy that the server hands out, the licence, and checksums.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

from npm_package import keep, package_files

VERSION = "1.6.1"
INTEGRITY = "sha512-lgmR9gcxRp5JlLxcmRi9Rz85JrEvH6Bz71KnlcPVSa97wtwQNjgSs3g3fxwbAlulHyRMghhIV04QUuW3pqDsIg=="
FOLDER = Path(__file__).resolve().parents[1] / "src/semesta/web/static/vendor/tabler"

LICENCE = f"""Tabler {VERSION} (https://tabler.io), npm package @tabler/core, file dist/css/tabler.min.css, unchanged.
It contains Bootstrap 5 (https://getbootstrap.com), Copyright 2011-2026 The Bootstrap Authors, MIT.
Taken by scripts/take_tabler.py. The gzip copy is the same file.

The MIT License (MIT)

Copyright (c) 2018-2026 The Tabler Authors
Copyright (c) 2018-2026 codecalm.net Paweł Kuna

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main() -> None:
    """Write the stylesheet, its gzip copy, licence and checksums; say how large they are."""
    tarball = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    (css,) = package_files("@tabler/core", VERSION, INTEGRITY, ["dist/css/tabler.min.css"], tarball)
    packed = gzip.compress(css, compresslevel=9, mtime=0)
    files = {"tabler.min.css": css, "tabler.min.css.gz": packed, "LICENSE.txt": LICENCE.encode()}
    keep(FOLDER, files)
    print(f"Tabler {VERSION}: {len(css):,} bytes, {len(packed):,} compressed -> {FOLDER}")


if __name__ == "__main__":
    main()
