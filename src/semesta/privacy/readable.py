"""A person's data as a page that opens anywhere: one table per part, nothing loaded, every value escaped."""

from __future__ import annotations

from html import escape
from typing import Any

_STYLE = (
    "body{font-family:sans-serif;margin:2rem}table{border-collapse:collapse;margin-bottom:2rem}"
    "td,th{border:1px solid #999;padding:.2rem .5rem;text-align:left}"
)


def readable(data: dict[str, list[dict[str, Any]]], *, title: str) -> str:
    """Return the data as an HTML document."""
    parts = "".join(f"<h2>{escape(name)}</h2>{_table(lines)}" for name, lines in data.items())
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>{parts}</body></html>"
    )


def _table(lines: list[dict[str, Any]]) -> str:
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in lines[0])
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape('' if value is None else str(value))}</td>" for value in line.values()) + "</tr>"
        for line in lines
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
