"""The gaps one after the other: who looks, what exists and why it does not fit, what would help."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from app.core.text import _, grouped, plural
from app.services.offer_gaps import Explained, Host, Instead
from app.ui.widgets.basics import IconLabel, empty, label, line, plain, row
from app.ui.widgets.buttons import Button, IconButton, LinkButton
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.side_by_side import scrolling

MOST_PEOPLE = 12
"""So many people are named; the others are counted."""


class GapPanel(QFrame):
    """Shows one gap; says what somebody wants to do about it."""

    stepped = Signal(int)
    person_wanted = Signal(object)
    offer_wanted = Signal(object)
    offers_wanted = Signal()
    """All of the kind that is missing."""
    host_wanted = Signal(object)
    need_wanted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setObjectName("gapPanel")
        self.shown: Explained | None = None
        self.back = Button(_("Tabelle"), self.closed.emit, "left", "backToOverview", small=True)
        self.back.hide()
        self.mark = IconLabel("warning", "warn")
        self.head, self.place = label("", "section"), label("", "small")
        self.previous = IconButton("left", _("Vorige Lücke"), lambda: self.stepped.emit(-1), "previousGap")
        self.next = IconButton("right", _("Nächste Lücke"), lambda: self.stepped.emit(1), "nextGap")
        self._content = QVBoxLayout()
        self._content.setContentsMargins(12, 10, 12, 10)
        self._content.setSpacing(5)
        self.need_button = Button(_("Als Bedarf vormerken"), self.need_wanted.emit, "need", "noteNeed", small=True)
        self.ask_button = Button(_("Anfragen …"), self._ask, name="askHost", small=True)
        top = row(self.back, self.mark, self.head, None, self.previous, self.place, self.next, spacing=6)
        top.setContentsMargins(12, 5, 8, 5)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        outer.addLayout(top)
        outer.addWidget(line())
        outer.addWidget(scrolling(plain(self._content)), 1)
        deeds = FlowLayout(spacing=8)
        deeds.setContentsMargins(12, 8, 12, 10)
        for button in (self.need_button, self.ask_button):
            deeds.addWidget(button)
        outer.addLayout(deeds)
        self.show_nothing(0)

    def show_nothing(self, gaps: int) -> None:
        """Say how many gaps there are, or that there are none."""
        self.shown = None
        empty(self._content)
        told = _("Wählen Sie eine Lücke in der Tabelle.") if gaps else _("Niemand sucht hier vergebens.")
        self._content.addWidget(label(told, "muted", wrap=True))
        self._content.addStretch(1)
        self._tell_place(0, gaps)

    def show_gap(self, number: int, of: int, told: Explained) -> None:
        """Show gap NUMBER OF so many."""
        self.shown = told
        empty(self._content)
        title, count = label(told.title, "strong", wrap=True), label(told.count, tone="warn")
        self._content.addWidget(title)
        self._content.addWidget(count)
        self._section(_("Wer sucht"), [self._person(*one) for one in told.seekers[:MOST_PEOPLE]])
        if more := len(told.seekers) - MOST_PEOPLE if len(told.seekers) > MOST_PEOPLE else 0:
            self._content.addWidget(label(plural(more, _("und 1 weitere"), _("und {n} weitere")), "small"))
        shown = [self._offer(one) for one in told.instead]
        if shown:
            shown.append(
                LinkButton(_("Alle Angebote dieser Art ansehen"), self.offers_wanted.emit, "gap:offers", small=True)
            )
        nothing: list[QWidget] = [label(_("Nirgends ein Angebot dieser Art."), "muted", wrap=True)]
        self._section(_("Was es stattdessen gibt"), shown or nothing)
        hosts = [self._host(one) for one in told.hosts]
        self._section(_("Was helfen würde"), [label(told.helps, wrap=True), *hosts])
        self._content.addStretch(1)
        self._tell_place(number, of)

    def _tell_place(self, number: int, of: int) -> None:
        self.head.setText(_("Lücken: {n}").format(n=grouped(of)))
        self.place.setText(f"{number}/{of}" if number else "")
        self.mark.show_icon(*(("warning", "warn") if of else ("ok", "ok")))
        for button in (self.previous, self.next):
            button.setEnabled(of > 0)
        self.need_button.setEnabled(self.shown is not None)
        self.ask_button.setEnabled(self.shown is not None and bool(self.shown.hosts))
        self.setAccessibleName(self.shown.title if self.shown else self.head.text())

    def _section(self, title: str, parts: list[QWidget]) -> None:
        self._content.addSpacing(4)
        self._content.addWidget(line())
        self._content.addWidget(label(title, "strong"))
        for part in parts:
            self._content.addWidget(part)

    def _person(self, id: int, text: str) -> QWidget:
        return self._link("person", text, lambda: self.person_wanted.emit(id), f"seeker:{id}")

    def _offer(self, one: Instead) -> QWidget:
        return self._link(one.icon, one.text, lambda: self.offer_wanted.emit(one.offer_id), f"offer:{one.offer_id}")

    def _host(self, one: Host) -> QWidget:
        return self._link("organisation", one.text, lambda: self.host_wanted.emit(one.id), f"host:{one.id}")

    def _link(self, icon: str, text: str, action: Callable[[], object], name: str) -> QWidget:
        """Icon and a text of several lines that leads somewhere: the first words are the link."""
        head, sep, rest = text.partition(" · ") if " · " in text else text.partition(": ")
        link = LinkButton(head.replace("&", "&&"), action, f"gap:{name}")
        link.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        if sep:
            words.addWidget(label(rest, "small", wrap=True))
        part = row(spacing=7)
        picture = row(IconLabel(icon, "muted"), margins=(0, 4, 0, 0))
        part.addWidget(plain(picture), 0, Qt.AlignmentFlag.AlignTop)
        part.addWidget(plain(words), 1)
        return plain(part)

    def _ask(self) -> None:
        if self.shown and self.shown.hosts:
            self.host_wanted.emit(self.shown.hosts[0].id)
