"""The npm package `idn-area-data`: every region of Indonesia as CSV, read from its tarball or unpacked folder.

The package is read, never unpacked to disk: four files are looked up by name, so a hostile tarball can write nothing.
Its data are under the Open Database License 1.0 (LICENSES/ODbL-1.0.md); whoever keeps a copy keeps the attribution.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from semesta.kernel.gazetteer import Region
from semesta.kernel.region_code import is_region_code

PACKAGE = "idn-area-data"
VERSION = "4.0.1"
"""The version taken when the registry is asked, and the one the shipped regions come from."""

ATTRIBUTION = "© Fityan Nugroho dan kontributor idn-area-data, Open Database License (ODbL) 1.0"

_FILES = ("provinces", "regencies", "districts", "villages")
_LARGEST_MEMBER_BYTES = 64_000_000
_SECONDS_FOR_NPM = 120


class AreaPackageError(ValueError):
    """The package cannot be read or fetched; the message says why and what to do, in Indonesian and English."""


@dataclass(frozen=True, slots=True)
class AreaPackage:
    """The regions of a package inside the code asked for, the regions above it included, in order of code."""

    version: str
    regions: tuple[Region, ...]

    @property
    def source(self) -> str:
        """Return what to cite: package, version and licence."""
        return f"npm {PACKAGE} {self.version} (ODbL 1.0)"


def read_area_package(source: Path, *, within: str) -> AreaPackage:
    """Read the regions inside `within` (a province or regency code) and those it lies in.

    `source` is the tarball that `npm pack` leaves, or the unpacked package folder (node_modules/idn-area-data).
    """
    read = _reader(source)
    version = _version(read)
    found: dict[str, Region] = {}
    for name in _FILES:
        for line in _lines(read, f"data/{name}.csv"):
            code = line["code"]
            if _belongs(code, within):
                if not is_region_code(code) or not line["name"].strip():
                    raise AreaPackageError(
                        f"data/{name}.csv memuat kode atau nama yang tidak sah / holds an invalid code or name: {line}"
                    )
                found[code] = Region(code, " ".join(line["name"].split()))
    if within not in found:
        raise AreaPackageError(f"Wilayah {within} tidak ada dalam paket / the package holds no region {within}")
    return AreaPackage(version, tuple(found[code] for code in sorted(found)))


@contextmanager
def fetched_area_package(version: str = VERSION) -> Iterator[Path]:
    """Fetch the package's tarball with `npm pack` into a temporary folder that lives as long as the context."""
    npm = shutil.which("npm")
    if npm is None:
        raise AreaPackageError(
            f"npm tidak ditemukan. Pasang npm, atau unduh {PACKAGE}-{version}.tgz dan sebutkan berkasnya. / "
            f"npm was not found. Install npm, or download {PACKAGE}-{version}.tgz and name the file."
        )
    with tempfile.TemporaryDirectory(prefix="semesta-regions-") as folder:
        try:
            done = subprocess.run(  # noqa: S603 -- fixed arguments, no shell
                [npm, "pack", f"{PACKAGE}@{version}", "--silent", "--pack-destination", folder],
                capture_output=True, text=True, timeout=_SECONDS_FOR_NPM, check=False, cwd=folder,
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            raise AreaPackageError(f"npm tidak menjawab / npm did not answer: {PACKAGE}@{version}") from late
        tarballs = sorted(Path(folder).glob("*.tgz"))
        if done.returncode != 0 or not tarballs:
            said = (done.stderr or done.stdout).strip()[-500:]
            raise AreaPackageError(f"npm gagal mengambil / npm could not fetch {PACKAGE}@{version}: {said}")
        yield tarballs[0]


def _belongs(code: str, within: str) -> bool:
    return code == within or code.startswith(within + ".") or within.startswith(code + ".")


def _version(read: Callable[[str], bytes]) -> str:
    try:
        described = json.loads(read("package.json"))
    except ValueError as problem:
        raise AreaPackageError("package.json tidak terbaca / cannot be read") from problem
    if not isinstance(described, dict) or described.get("name") != PACKAGE:
        raise AreaPackageError(f"Ini bukan paket {PACKAGE} / this is not the package {PACKAGE}")
    return str(described.get("version", ""))


def _lines(read: Callable[[str], bytes], name: str) -> Iterator[dict[str, str]]:
    try:
        text = read(name).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise AreaPackageError(f"{name} bukan UTF-8 / is not UTF-8") from problem
    lines = csv.DictReader(io.StringIO(text))
    if not {"code", "name"} <= set(lines.fieldnames or ()):
        raise AreaPackageError(f"{name} tidak berkolom code dan name / has no columns code and name")
    for line in lines:
        if None in line.values():
            raise AreaPackageError(f"{name}, baris / line {lines.line_num}: kolom kurang / columns are missing")
        yield line


def _reader(source: Path) -> Callable[[str], bytes]:
    if source.is_dir():
        return lambda name: _read_file(source / name, name)
    members = _members(source)
    return lambda name: _member(members, name)


def _read_file(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise AreaPackageError(f"Tidak ada {name} dalam paket / the package has no {name}") from problem


def _member(members: dict[str, bytes], name: str) -> bytes:
    try:
        return members[name]
    except KeyError as problem:
        raise AreaPackageError(f"Tidak ada {name} dalam paket / the package has no {name}") from problem


def _members(tarball: Path) -> dict[str, bytes]:
    wanted = {"package.json", *(f"data/{name}.csv" for name in _FILES)}
    found: dict[str, bytes] = {}
    try:
        with tarfile.open(tarball, "r:*") as archive:
            for member in archive:
                name = member.name.partition("/")[2]
                if member.isfile() and name in wanted:
                    if member.size > _LARGEST_MEMBER_BYTES:
                        raise AreaPackageError(f"{name} terlalu besar / is too large: {member.size} B")
                    opened = archive.extractfile(member)
                    found[name] = opened.read() if opened is not None else b""
    except (OSError, tarfile.TarError, EOFError) as problem:
        raise AreaPackageError(
            f"{tarball.name} bukan berkas .tgz yang utuh / is no whole .tgz file ({type(problem).__name__})"
        ) from problem
    return found
