"""Small made-up packages in the shape of idn-area-data."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

TABLES = {
    "provinces": "code,name\n52,Nusa Tenggara Barat\n53,Nusa Tenggara Timur\n",
    "regencies": "code,province_code,name\n53.71,53,Kota Kupang\n53.01,53,Kabupaten Kupang\n",
    "districts": "code,regency_code,name\n53.71.01,53.71,Alak\n53.01.01,53.01,Semau\n",
    "villages": "code,district_code,name\n53.71.01.1001,53.71.01,Penkase  Oeleta\n53.71.01.1002,53.71.01,Alak\n",
}


def a_package(folder: Path, *, version: str = "4.0.1", name: str = "idn-area-data", **changed: str) -> Path:
    """Write an unpacked package; `changed` replaces tables by name, an empty text leaves one out."""
    (folder / "data").mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"name": name, "version": version}), encoding="utf-8")
    for table, text in (TABLES | changed).items():
        if text:
            (folder / "data" / f"{table}.csv").write_text(text, encoding="utf-8")
    return folder


def a_tarball(folder: Path, to: Path) -> Path:
    """Pack an unpacked package as npm does, below `package/`."""
    with tarfile.open(to, "w:gz") as archive:
        archive.add(folder, arcname="package")
    return to


def a_member(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    """Add one file of any name to an archive."""
    member = tarfile.TarInfo(name)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))
