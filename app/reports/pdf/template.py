"""Layouts as data: what stands where on a page, read from `resources/templates/*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from app.core.resources import resource
from app.reports.pdf.fonts import REGULAR

MM = 72 / 25.4
"""Points in a millimetre."""

Values = Mapping[str, Any]
"""What a document says, by the names its template uses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How text looks; further sizes are tried when it does not fit, leading is the share of the size."""

    sizes: tuple[float, ...]
    face: str = REGULAR
    colour: str = "#19242A"
    leading: float = 1.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a grid."""

    key: str
    title: str = ""
    width: float
    align: str = "left"
    style: str = "cell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a page. Lengths are millimetres from the upper left corner; `gap` goes from baseline to baseline.

    A block with `y` stands there, one with `gap` follows the block before it and may move to the next page.
    """

    kind: str
    value: str = ""
    items: str = ""
    when: str = ""
    style: str = "body"
    second: str = "body"
    heading: str = "heading"
    tag: str = "P"
    alt: str = ""
    language: str = ""
    """The name of the value that holds the language of the text."""
    x: float = 0.0
    y: float | None = None
    gap: float = 0.0
    width: float = 0.0
    height: float = 0.0
    indent: float = 0.0
    pitch: float = 0.0
    drop: float = 0.0
    align: str = "left"
    colour: str = "#19242A"
    strong: str = "#72818A"
    shade: str = "#E6ECEE"
    border: float = 0.0
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A page size, the room for what flows, styles, and blocks: on every page, flowing, and at the end of the last."""

    width: float
    height: float
    top: float
    bottom: float
    """The lowest baseline of what flows on the last page, above what stands at its end."""
    foot_line: float
    """The lowest baseline on the pages before; the same where every page ends alike."""
    styles: Mapping[str, Style]
    every: tuple[Block, ...] = ()
    flow: tuple[Block, ...] = ()
    foot: tuple[Block, ...] = ()
    last: tuple[Block, ...] = ()
    further: tuple[Block, ...] = ()
    """On every page but the first."""


@cache
def load(name: str) -> Template:
    """The template of one kind of document; a misspelt key is an error."""
    raw = tomllib.loads(resource("templates", f"{name}.toml").read_text(encoding="utf-8"))
    page = raw.pop("page")
    styles = {key: Style(**(style | {"sizes": tuple(style["sizes"])})) for key, style in raw.pop("styles").items()}
    blocks: dict[str, Any] = {part: tuple(_block(block) for block in listed) for part, listed in raw.items()}
    width, height = page.pop("size")
    return Template(width=width, height=height, styles=styles, **page, **blocks)


def _block(raw: dict[str, Any]) -> Block:
    columns = tuple(Column(**column) for column in raw.pop("columns", ()))
    return replace(Block(**raw), columns=columns)
