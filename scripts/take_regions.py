#!/usr/bin/env python3
"""Take the regions of one province from the npm package `idn-area-data` into src/semesta/regions/data/.

python scripts/take_regions.py [PACKAGE] [--province 52] [--out FOLDER]

PACKAGE is the tarball that `npm pack idn-area-data@4.0.1` leaves, or an unpacked package folder; without it npm is
asked. Writes regions.csv and, beside it, the attribution that the Open Database License asks for.
"""

from __future__ import annotations

import argparse
import csv
from contextlib import nullcontext
from pathlib import Path

from semesta.regions.area_package import ATTRIBUTION, PACKAGE, AreaPackage, fetched_area_package, read_area_package

DATA = Path(__file__).resolve().parents[1] / "src/semesta/regions/data"

NOTICE = """# Attribution

`regions.csv` ({count} regions, code {province}) is a subset of the database **{package} {version}**
(https://github.com/fityannugroho/{package}), made available under the Open Database License (ODbL) v1.0:
https://opendatacommons.org/licenses/odbl/1-0/, text in `LICENSES/ODbL-1.0.md`.

{attribution}. Any rights in individual contents of the database are those of the government list it follows
(Kepmendagri 300.2.2-2138/2025 as changed by 300.2.2-2430/2025).

The subset is itself offered under the ODbL 1.0. It was taken by `scripts/take_regions.py`; nothing was changed but
the choice of rows and columns. Whoever passes it on keeps this notice and shares altered versions alike.
The program's other data and their notices are listed in `docs/data.md`.
"""


def main() -> None:
    """Read the package, write the two files, say what was written."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("package", nargs="?", type=Path, help="tarball or unpacked folder; default: ask npm")
    arguments.add_argument("--province", default="52", help="code of the province (default 52)")
    arguments.add_argument("--out", type=Path, default=DATA, help="folder to write to (default: the shipped data)")
    given = arguments.parse_args()
    with nullcontext(given.package) if given.package else fetched_area_package() as source:
        package = read_area_package(source, within=given.province)
    write(package, given.province, given.out)
    print(f"{len(package.regions)} regions of {given.province} from {package.source} -> {given.out / 'regions.csv'}")


def write(package: AreaPackage, province: str, folder: Path) -> None:
    """Write regions.csv (code, name; in order of code) and ATTRIBUTION.md into the folder."""
    with (folder / "regions.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(["code", "name"])
        lines.writerows([region.code, region.name] for region in package.regions)
    notice = NOTICE.format(
        count=f"{len(package.regions):,}", province=province, package=PACKAGE, version=package.version,
        attribution=ATTRIBUTION,
    )  # fmt: skip
    (folder / "ATTRIBUTION.md").write_text(notice, encoding="utf-8")


if __name__ == "__main__":
    main()
