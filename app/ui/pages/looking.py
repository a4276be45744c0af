"""Whoever looks at protected values of a record stands in its history."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.core.text import _
from app.models.work import Work

if TYPE_CHECKING:
    from app.ui.pages.detail_tab import DetailTab


def enter_look(tab: DetailTab, ended: Callable[[bool], object]) -> None:
    """Enter it into the history of the record in TAB, then say whether its values may be shown there."""
    record = tab.record
    if record is None or tab.new:  # nothing is stored that could be looked at
        ended(True)
        return

    def action(work: Work) -> None:
        work.look(work.get(type(record), record.id))

    def done() -> None:
        ended(tab.record is not None and tab.record.id == record.id)

    def failed(error: BaseException) -> None:
        tab.context.tell(error)
        ended(False)

    tab.context.do(_("Geschützte Angaben ansehen"), action, tab, done, failed, undoable=False)
