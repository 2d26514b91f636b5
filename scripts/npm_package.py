"""Files out of one version of an npm package, held against the checksum the registry published for it."""

from __future__ import annotations

import base64
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path


def package_files(package: str, version: str, integrity: str, names: list[str], tarball: Path | None) -> list[bytes]:
    """Return the named files of the package; ends the program when the tarball is not the one of `integrity`.

    Without a tarball npm is asked for it. `integrity` is npm's `sha512-<base64>` of the whole tarball.
    """
    content = tarball.read_bytes() if tarball else _fetched(package, version)
    found = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    if found != integrity:
        sys.exit(f"{package}@{version} is not what was reviewed: {found} instead of {integrity}")
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        return [_member(archive, name) for name in names]


def keep(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files into the folder, with their SHA-256 sums beside them (`sha256sum --check SHA256SUMS`)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    sums = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="ascii")


def _fetched(package: str, version: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        told = [f"{package}@{version}", "--silent", "--pack-destination", folder]
        subprocess.run(["npm", "pack", *told], check=True, stdout=subprocess.DEVNULL)
        (tarball,) = Path(folder).glob("*.tgz")
        return tarball.read_bytes()


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    opened = archive.extractfile(f"package/{name}")
    assert opened is not None, f"{name} is no file"
    return opened.read()
