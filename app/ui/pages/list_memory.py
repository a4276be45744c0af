"""What a list remembers for this person: columns, widths, order, filters, the place of the splitter."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.ui.pages.list_page import ListPage


class ListMemory:
    """Reads and writes the layout of one page in the settings."""

    def __init__(self, page: ListPage) -> None:
        self._page = page
        self._name = f"list-{page.entity.__tablename__}"

    def restore(self) -> None:
        """Arrange the page as it was left; what no longer fits is left out."""
        page = self._page
        kept = self._read()
        possible = page.model.possible()
        names = [name for name in kept.get("columns", []) if name in possible]
        if names:
            page.model.choose(names)
            page.panel.set_widths({**page.widths, **_numbers(kept.get("widths"))})
        order = kept.get("order")
        if order in possible and order not in page.model.extras:
            page.model.query = replace(page.model.query, order=order, descending=kept.get("descending") is True)
        where = kept.get("where")
        if isinstance(where, dict):
            filters = page.head.filters
            filters.blockSignals(True)
            filters.set_where({name: tuple(codes) for name, codes in where.items() if isinstance(codes, list)})
            filters.blockSignals(False)
            page.model.query = replace(page.model.query, where=dict(filters.where))
        if sizes := [size for size in kept.get("splitter", []) if isinstance(size, int)]:
            page.splitter.setSizes(sizes)

    def keep(self) -> None:
        """Remember how the page looks now."""
        page = self._page
        query, shown = page.model.query, page.model.shown
        kept: dict[str, Any] = {
            "columns": list(shown),
            "widths": {name: page.table.columnWidth(number) for number, name in enumerate(shown) if number},
            "order": query.order,
            "descending": query.descending,
            "where": {name: list(codes) for name, codes in page.head.filters.where.items()},
        }
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
