"""The tab Bescheinigungen: what was issued in this course, printed again or made void."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.text import _, show
from app.services import certificates
from app.ui import dialogs
from app.ui.context import Context
from app.ui.pages.course.snapshot import Issued, Snapshot
from app.ui.rows import Column, Item, Line, RowsView
from app.ui.widgets.basics import row
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.empty import EmptyState

HEADINGS = (
    Column(_("Nummer"), 140),
    Column(_("Name"), 260),
    Column(_("Ausgestellt am"), 116),
    Column(_("UE"), 56, right=True),
    Column(_("Nachdrucke"), 96, right=True),
    Column(_("Stand")),
)


class IssuedTab(QWidget):
    """All certificates of the course by number."""

    stored = Signal()

    def __init__(self, context: Context, reprint: Callable[[Issued], object], issue: Callable[[], object]) -> None:
        super().__init__()
        self.context = context
        self.issued: tuple[Issued, ...] = ()
        self.view = RowsView(HEADINGS, "issuedCertificates", _("Ausgestellte Bescheinigungen"))
        self.view.chosen.connect(self._offer)
        self.reprint_button = Button(_("Nachdruck als PDF …"), self._reprint, "pdf", "reprint", small=True)
        self.void_button = Button(_("Für ungültig erklären …"), self.void, "refused", "void", small=True)
        self._reprint_one = reprint
        card = Card(padded=False, name="issuedList")
        card.body.addWidget(self.view)
        card.add_foot(row(self.reprint_button, self.void_button, None, margins=(0, 4, 0, 4)))
        self.empty = EmptyState(
            "certificate",
            _("Noch keine Bescheinigung ausgestellt"),
            _("Hier stehen später ihre Nummern."),
            [Button(_("Prüfen und ausstellen"), issue, name="beginIssuing")],
        )
        self.places = QStackedWidget()
        self.places.addWidget(self.empty)
        self.places.addWidget(card)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.addWidget(self.places)
        self._offer()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what was read."""
        self.issued = snapshot.issued
        self.view.show_lines([_line(one) for one in self.issued])
        self.places.setCurrentIndex(1 if self.issued else 0)
        self._offer()

    def current(self) -> Issued | None:
        """The chosen certificate."""
        key = self.view.key()
        return next((one for one in self.issued if one.id == key), None)

    def _offer(self) -> None:
        one = self.current()
        for button in (self.reprint_button, self.void_button):
            button.setEnabled(one is not None and one.voided_on is None)

    def _reprint(self) -> None:
        if one := self.current():
            self._reprint_one(one)

    def void(self) -> None:
        """Make the chosen certificate void, for a reason."""
        one = self.current()
        if one is None:
            return
        title = _("Bescheinigung {n} für ungültig erklären").format(n=one.number)
        reason = dialogs.ask_text(self.window(), title, _("Grund der Ungültigkeit"), deed=_("Für ungültig erklären"))
        if reason is not None:
            text = _("Bescheinigung {n} ungültig").format(n=one.number)
            self.context.do(text, lambda w: certificates.void(w, one.id, reason), self, self.stored.emit)


def _line(one: Issued) -> Line:
    void = one.voided_on is not None
    told = _("ungültig seit {day}: {why}").format(day=show(one.voided_on), why=one.void_reason) if void else _("gültig")
    look: dict[str, Any] = {"muted": True, "struck": True} if void else {}
    cells = (Item.of(one.number, **look), Item.of(one.caption, muted=void))
    rest = (Item.of(show(one.issued_on)), Item.of(one.units), Item.of(one.reprints or ""))
    return Line((*cells, *rest, Item.of(told, "left-out" if void else "complete")), one.id)
