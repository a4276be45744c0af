"""What the overview looks at, as chips: the period, and days and hours of the week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import N_, _, period
from app.core.week_reading import SHORT as DAYS
from app.models.fields import Field
from app.services.offer_overview import WHOLE_DAY, Scope, this_year
from app.ui.context import Context
from app.ui.pages.form_dialog import FormDialog
from app.ui.widgets.basics import empty, row
from app.ui.widgets.buttons import Button
from app.ui.widgets.chips import AddChip, FilterChip

WORKDAYS, WEEKEND = (0, 1, 2, 3, 4), (5, 6)
TIMES = (
    (N_("wochentags ab 16 Uhr"), WORKDAYS, (16, 24)),
    (N_("wochentags bis 12 Uhr"), WORKDAYS, (0, 12)),
    (N_("wochentags von 12 bis 16 Uhr"), WORKDAYS, (12, 16)),
    (N_("am Wochenende"), WEEKEND, WHOLE_DAY),
)
HOUR = N_("Ganze Stunden von 0 bis 24")


class ScopeBar(QWidget):
    """One chip for the period, one for the time if any, and the way to choose others."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.scope = this_year()
        self._row = row()
        self.setLayout(self._row)
        self._show()

    def set_scope(self, scope: Scope) -> None:
        """Look at something else."""
        self.scope = scope
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        empty(self._row)
        span = PeriodChip(_("Zeitraum: {span}").format(span=period(self.scope.first, self.scope.last)))
        span.clicked.connect(lambda: self._pop_up(self.period_menu(), span))
        self._row.addWidget(span)
        if when := self.scope.when():
            chip = FilterChip(_("Zeit: {when}").format(when=when))
            chip.clicked.connect(lambda: self._pop_up(self.time_menu(), chip))
            chip.removed.connect(lambda: self.set_scope(replace(self.scope, days=(), hours=WHOLE_DAY)))
            self._row.addWidget(chip)
        else:
            add = AddChip()
            add.clicked.connect(lambda: self._pop_up(self.time_menu(), add))
            self._row.addWidget(add)
        self._row.addStretch(1)

    def _pop_up(self, menu: QMenu, below: QWidget) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(QPoint(0, below.height() + 2)))

    def period_menu(self) -> QMenu:
        """This year, the last twelve months, the next three, or any other."""
        menu, day = QMenu(self), today()
        self._add(menu, _("Dieses Jahr bis heute"), this_year().first, day)
        self._add(menu, _("Letzte zwölf Monate"), day - timedelta(days=364), day)
        self._add(menu, _("Nächste drei Monate"), day, day + timedelta(days=91))
        menu.addSeparator()
        menu.addAction(_("Anderer Zeitraum …"), self.ask_period)
        return menu

    def _add(self, menu: QMenu, text: str, first: date, last: date) -> None:
        menu.addAction(text, lambda: self.set_scope(replace(self.scope, first=first, last=last)))

    def time_menu(self) -> QMenu:
        """Usual times of the week, or any other."""
        menu = QMenu(self)
        for text, days, hours in TIMES:
            scope = replace(self.scope, days=days, hours=hours)
            menu.addAction(_(text), self._setter(scope))
        menu.addSeparator()
        menu.addAction(_("Andere Zeit …"), self.ask_time)
        return menu

    def _setter(self, scope: Scope) -> Callable[[], None]:
        return lambda: self.set_scope(scope)

    def ask_period(self) -> FormDialog:
        """Ask for the first and the last day."""
        asked = {
            "first": Field(_("Von"), name="first", kind=date, required=True),
            "last": Field(_("Bis"), name="last", kind=date, required=True),
        }

        def take(values: dict[str, Any]) -> None:
            if values["last"] < values["first"]:
                raise Invalid({"last": _("Das Ende liegt vor dem Beginn.")})
            self.set_scope(replace(self.scope, **values))

        start = {"first": self.scope.first, "last": self.scope.last}
        return ScopeDialog(self.window(), self.context, _("Zeitraum"), asked, start, take).start()

    def ask_time(self) -> FormDialog:
        """Ask for days and hours."""
        asked = {f"day{n}": Field(name, name=f"day{n}", kind=bool) for n, name in enumerate(DAYS)}
        asked["start"] = Field(_("Ab Uhr"), name="start", kind=int, required=True, help=_(HOUR))
        asked["end"] = Field(_("Bis Uhr"), name="end", kind=int, required=True, help=_(HOUR))

        def take(values: dict[str, Any]) -> None:
            start, end = values["start"], values["end"]
            if not 0 <= start < end <= WHOLE_DAY[1]:
                raise Invalid({"end": _("Die Zeit beginnt vor ihrem Ende, mit ganzen Stunden von 0 bis 24.")})
            days = tuple(n for n in range(7) if values[f"day{n}"])
            self.set_scope(replace(self.scope, days=() if len(days) == len(DAYS) else days, hours=(start, end)))

        now: dict[str, Any] = {f"day{n}": n in (self.scope.days or range(7)) for n in range(7)}
        now |= {"start": self.scope.hours[0], "end": self.scope.hours[1]}
        return ScopeDialog(self.window(), self.context, _("Zeit"), asked, now, take).start()


class PeriodChip(Button):
    """Says the period; it can be changed, but there is always one."""

    kind = "chip"

    def __init__(self, text: str) -> None:
        super().__init__(text, name="overviewPeriod")
        self.setAccessibleName(_("Filter ändern: {text}").format(text=text))


class ScopeDialog(FormDialog):
    """Asks like any other, but changes only what is looked at."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        title: str,
        fields: dict[str, Field],
        values: dict[str, Any],
        take: Callable[[dict[str, Any]], object],
    ) -> None:
        super().__init__(parent, context, title, fields, values, lambda _w, _v: None, deed=_("Zeigen"), name="scope")
        self.take = take

    def do(self) -> None:
        """Look at what was asked for."""
        if (values := self.form.checked_values()) is not None:
            try:
                self.take(values)
            except Invalid as error:
                self._failed(error)
                return
            self.accept()
