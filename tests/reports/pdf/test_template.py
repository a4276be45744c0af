"""Templates are data, and mistakes in them are found."""

from __future__ import annotations

import pytest

from app.core.resources import resource
from app.reports.pdf import blocks, template

NAMES = sorted(file.stem for file in resource("templates").glob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_every_template_loads_and_uses_known_kinds_and_styles(name):
    loaded = template.load(name)
    for block in loaded.every + loaded.flow + loaded.foot + loaded.last + loaded.further:
        assert block.kind in blocks.KINDS
        if block.value or block.items:
            assert {block.style, *(column.style for column in block.columns)} <= loaded.styles.keys() | {"body"}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_in_the_margin_a_printer_cannot_reach(name):
    loaded = template.load(name)
    for block in loaded.every + loaded.flow + loaded.foot + loaded.last + loaded.further:
        assert block.x >= 10
        assert block.x + block.width <= loaded.width - 8


def test_a_misspelt_key_is_an_error():
    with pytest.raises(TypeError, match="witdh"):
        template._block({"kind": "text", "witdh": 20})
