"""What a list remembers for this person: columns, widths, order, filters, view, the place of the splitter."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.models.saved_view import View
from app.ui import theme

if TYPE_CHECKING:
    from app.ui.pages.list_page import ListPage


class ListMemory:
    """Reads and writes the layout of one page in the settings, which are not encrypted: nothing typed stands there."""

    def __init__(self, page: ListPage) -> None:
        self._page = page
        self._name = f"list-{page.entity.__tablename__}"
        self._widths: dict[str, int] = {}

    def restore(self) -> None:
        """Arrange the page as it was left; what no longer fits is left out."""
        page = self._page
        kept = {"order": page.order, **self._read()}
        self._widths = _numbers(kept.get("widths"))
        page.views.chosen, page.views.standard = _id(kept.get("view")), _id(kept.get("standard"))
        page.take(page.views.fitting(View.unpacked(page.entity, kept)))
        if sizes := [size for size in kept.get("splitter", []) if isinstance(size, int)]:
            page.splitter.setSizes(sizes)

    def widths(self) -> dict[str, int]:
        """The widths of columns that this person gave them, in px at 100 %."""
        return {**self._page.widths, **self._widths}

    def keep(self) -> None:
        """Remember how the page looks now."""
        page = self._page
        now = page.views.now()
        shown = page.model.shown
        scale = theme.scale()
        given = page.table.given_widths()
        seen = {name: round(width / scale) for name, width in zip(shown[1:], given, strict=False)}
        self._widths |= seen
        quiet = {name: one for name, one in now.where.items() if not one.telling}
        kept: dict[str, Any] = replace(now, where=quiet).packed()
        kept |= {"widths": self._widths, "view": page.views.chosen, "standard": page.views.standard}
        if not page.detail.isHidden() and not page.panel.isHidden():
            kept["splitter"] = page.splitter.sizes()
        text = json.dumps(kept, ensure_ascii=False)
        if text != page.context.settings.layout(self._name):
            page.context.settings.keep_layout(self._name, text)

    def _read(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._page.context.settings.layout(self._name) or "{}")
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}


def _numbers(given: object) -> dict[str, int]:
    return {k: v for k, v in given.items() if isinstance(v, int)} if isinstance(given, dict) else {}


def _id(given: object) -> int | None:
    return given if isinstance(given, int) else None
