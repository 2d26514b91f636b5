"""The look: colours that can be read in light, dark and print, and vendored files that are what they were."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

import semesta.web

WEB = Path(semesta.web.__file__).parent
STYLE = (WEB / "static/web/semesta.css").read_text()
SCHEMES = dict(zip(("light", "dark", "print"), re.findall(r"(?<!\w):root \{([^}]*)\}", STYLE), strict=False))
ON_SHEET = ["ink", "ink-soft", "brand", "brand-strong"]
ON_OWN_GROUND = ["error", "doubt", "repaired", "note"]


def colours(scheme: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", SCHEMES[scheme]))


def lightness(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((lightness(one), lightness(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_can_be_read_on_its_ground(scheme: str) -> None:
    found = colours(scheme)
    pairs = [(text, ground) for text in ON_SHEET for ground in ("sheet", "paper")]
    pairs += [(f"{name}-ink", f"{name}-bg") for name in ON_OWN_GROUND]
    pairs += [(f"on-{step}", f"step-{step}") for step in range(5)] + [("ink", "track")]
    faint = {f"{text} on {ground}" for text, ground in pairs if contrast(found[text], found[ground]) < 4.5}
    assert faint == set()


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_the_classes_of_the_map_go_one_way_from_faint_to_strong(scheme: str) -> None:
    found = colours(scheme)
    from_ground = [contrast(found[f"step-{step}"], found["sheet"]) for step in range(5)]
    assert from_ground == sorted(from_ground)


@pytest.mark.parametrize("folder", [*(WEB / "static/vendor").iterdir(), Path(__file__).parent / "vendor"])
def test_vendored_files_are_what_they_were(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    assert {name: found[name] for name in found if name != "SHA256SUMS"} == sums


def test_the_own_style_names_no_other_host() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE
