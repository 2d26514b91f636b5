"""The npm package idn-area-data: read as folder or tarball, never trusted."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest

from semesta.regions.area_package import AreaPackageError, fetched_area_package, read_area_package
from tests.regions.area_packages import a_member, a_package, a_tarball


def test_a_regency_comes_with_what_it_lies_in_and_nothing_else(tmp_path: Path) -> None:
    package = read_area_package(a_package(tmp_path / "p"), within="53.71")

    assert [region.code for region in package.regions] == ["53", "53.71", "53.71.01", "53.71.01.1001", "53.71.01.1002"]
    assert package.regions[3].name == "Penkase Oeleta"
    assert package.source == "npm idn-area-data 4.0.1 (ODbL 1.0)"


def test_tarball_and_folder_say_the_same(tmp_path: Path) -> None:
    folder = a_package(tmp_path / "p")

    assert read_area_package(a_tarball(folder, tmp_path / "p.tgz"), within="53") == read_area_package(
        folder, within="53"
    )


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": "another-package"}, "this is not the package"),
        ({"villages": ""}, "has no data/villages.csv"),
        ({"villages": "kode,nama\n1,2\n"}, "has no columns code and name"),
        ({"villages": "code,district_code,name\n53.71.01.1001\n"}, "columns are missing"),
        ({"villages": "code,district_code,name\n53.71.01.XXXX,53.71.01,Alak\n"}, "invalid code or name"),
        ({"villages": "code,district_code,name\n53.71.01.1001,53.71.01, \n"}, "invalid code or name"),
        ({"regencies": "code,province_code,name\n53.01,53,Kabupaten Kupang\n"}, "holds no region 53.71"),
    ],
)
def test_a_damaged_package_is_refused_with_its_reason(tmp_path: Path, changed: dict[str, str], told: str) -> None:
    with pytest.raises(AreaPackageError, match=told):
        read_area_package(a_package(tmp_path / "p", **changed), within="53.71")


def test_a_file_that_is_no_tarball_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "wilayah.tgz"
    file.write_text("<html>not found</html>", encoding="utf-8")

    with pytest.raises(AreaPackageError, match=r"no whole \.tgz file"):
        read_area_package(file, within="53")


def test_a_tarball_cut_short_is_refused(tmp_path: Path) -> None:
    whole = a_tarball(a_package(tmp_path / "p"), tmp_path / "p.tgz").read_bytes()
    (tmp_path / "cut.tgz").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(AreaPackageError, match=r"no whole \.tgz file"):
        read_area_package(tmp_path / "cut.tgz", within="53")


def test_a_tarball_can_write_nothing_outside(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.tgz"
    with tarfile.open(hostile, "w:gz") as archive:
        a_member(archive, "package/package.json", b'{"name": "idn-area-data", "version": "4"}')
        a_member(archive, "../../outside.csv", b"code,name\n")
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(AreaPackageError, match="has no data"):
        read_area_package(hostile, within="53")
    assert sorted(tmp_path.rglob("*")) == before


def test_without_npm_the_user_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(AreaPackageError, match="Install npm, or download"), fetched_area_package():
        pass


def a_program_named_npm(folder: Path, lines: str) -> Path:
    folder.mkdir()
    program = folder / "npm"
    program.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    program.chmod(0o755)
    return folder


def test_what_npm_complains_about_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = a_program_named_npm(tmp_path / "bin", "echo 'ENOTFOUND registry' >&2; exit 1")
    monkeypatch.setenv("PATH", f"{failing}:{os.environ['PATH']}")

    with pytest.raises(AreaPackageError, match="ENOTFOUND registry"), fetched_area_package():
        pass


def test_what_npm_packs_is_read_and_then_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tarball = a_tarball(a_package(tmp_path / "p"), tmp_path / "p.tgz")
    packing = a_program_named_npm(tmp_path / "bin", f'cp "{tarball}" "$5/idn-area-data-4.0.1.tgz"')
    monkeypatch.setenv("PATH", f"{packing}:{os.environ['PATH']}")

    with fetched_area_package() as fetched:
        assert len(read_area_package(fetched, within="53").regions) == 7
    assert not fetched.exists()
