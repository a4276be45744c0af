"""Filters of a list: one chip per active filter, a menu for all that are possible."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.core.tags import Tags
from app.core.text import _
from app.models.conditions import Condition, OneOf, condition
from app.models.fields import Field
from app.ui.pages.filter_dialogs import FieldPicker, FilterDialog, choices_of
from app.ui.widgets.buttons import Button
from app.ui.widgets.chips import AddChip, FilterChip
from app.ui.widgets.flow import FlowLayout

Where = dict[str, Condition]
ReadTags = Callable[[str, Callable[[Sequence[str]], None]], None]
"""Gives, a little later, the tags that a column of tags holds."""
FEW = 8
"""Up to so many fields stand in the menu themselves; more are found by typing."""


class FilterBar(QWidget):
    """Chips side by side, or a single button „Filter 2“ where there is little room."""

    changed = Signal()

    def __init__(
        self, possible: Mapping[str, Field], nullable: Collection[str], tags: ReadTags, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.possible, self._nullable, self._tags = dict(possible), nullable, tags
        self.where: Where = {}
        self.add_chip = AddChip()
        self.single = Button(_("Filter"), icon="filter", name="filters")
        self.single.hide()
        self.add_chip.clicked.connect(lambda: self._pop_up(self.menu(), self.add_chip))
        self.single.clicked.connect(lambda: self._pop_up(self.menu(), self.single))
        self._chips: list[FilterChip] = []
        self._compact = False
        self._row = FlowLayout(self)
        self._row.setContentsMargins(0, 2, 0, 0)  # the first line on one middle with the search beside it
        self._row.addWidget(self.single)
        self._row.addWidget(self.add_chip)
        self._show()

    def set_where(self, where: Mapping[str, Any]) -> None:
        """Filter by these conditions or values; what cannot be filtered by is left out."""
        self.where = {name: condition(one) for name, one in where.items() if name in self.possible}
        self._show()
        self.changed.emit()

    def set_possible(self, possible: Mapping[str, Field], nullable: Collection[str]) -> None:
        """Offer other filters; what no longer can be filtered by is left out."""
        if possible != self.possible:
            self.possible, self._nullable = dict(possible), nullable
            self.set_where(self.where)

    def toggle(self, name: str, code: Any) -> None:
        """Add one value to a filter, or take it away."""
        given = self.where.get(name)
        codes = given.values if isinstance(given, OneOf) else ()
        fresh = tuple(c for c in codes if c != code) if code in codes else (*codes, code)
        self.set(name, OneOf(fresh) if fresh else None)

    def set(self, name: str, wanted: Condition | None) -> None:
        """Filter by one condition anew, or no more; the others stay, and so does their order."""
        if wanted is None:
            self.set_where({n: one for n, one in self.where.items() if n != name})
        else:
            self.set_where({**self.where, name: wanted})

    def remove(self, name: str) -> None:
        """Take a whole filter away; the keyboard goes to the next one."""
        place = list(self.where).index(name)
        here = self._chips[place].isAncestorOf(focus) if self._chips and (focus := self.focusWidget()) else False
        self.set(name, None)
        if here:
            chips = [chip.button for chip in self._chips]
            (chips[min(place, len(chips) - 1)] if chips else self.add_chip).setFocus(Qt.FocusReason.TabFocusReason)

    def set_compact(self, compact: bool) -> None:
        """Only one button with a number."""
        if compact != self._compact:
            self._compact = compact
            self._show()

    def text(self, name: str) -> str:
        """'Rolle: Mentee, Buddy'."""
        spec = self.possible[name]
        return f"{_(spec.label)}: {self.where[name].text(spec)}"

    def sentence(self) -> str:
        """All filters in one line, for exports."""
        return " · ".join(self.text(name) for name in self.where)

    # ---------------------------------------------------------------- choosing

    def menu(self) -> QMenu:
        """One submenu per field with few values, and the way to all others."""
        menu = QMenu(self)
        others = {}
        for name, spec in self.possible.items():
            if choices_of(spec, nullable=False) and spec.kind is not bool:
                menu.addMenu(self.value_menu(name, menu))
            else:
                others[name] = spec
        if len(others) <= FEW:
            for name, spec in others.items():
                menu.addAction(f"{_(spec.label)} …", partial(self.edit, name))
        else:
            menu.addAction(_("&Weiteres Feld …"), lambda: self._pick(others))
        if self._compact:
            self._list_active(menu)
        if self.where:
            menu.addSeparator()
            menu.addAction(_("Filter zurücksetzen"), lambda: self.set_where({}))
        return menu

    def _list_active(self, menu: QMenu) -> None:
        """Where there is no room for chips, the filters by which they would be changed."""
        for number, name in enumerate(self.where):
            if not number:
                menu.addSeparator()
            menu.addAction(self.text(name), partial(self.edit, name))

    def value_menu(self, name: str, parent: QWidget) -> QMenu:
        """The values of one field."""
        spec, given = self.possible[name], self.where.get(name)
        menu = QMenu(_(spec.label), parent)
        for code, text in choices_of(spec, name in self._nullable):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(isinstance(given, OneOf) and code in given.values)
            action.triggered.connect(lambda _on=False, code=code: self.toggle(name, code))
        return menu

    def _pick(self, possible: Mapping[str, Field]) -> None:
        picker = FieldPicker(self.window(), possible)
        if picker.exec() and (name := picker.field()):
            self.edit(name)

    def edit(self, name: str) -> None:
        """Ask for the values of one filter."""
        if self.possible[name].kind is Tags:
            self._tags(name, lambda tags: self._ask(name, tags))
        else:
            self._ask(name)

    def _ask(self, name: str, tags: Sequence[str] = ()) -> None:
        dialog = FilterDialog(self.window(), self.possible[name], name in self._nullable, self.where.get(name), tags)
        if dialog.exec():
            self.set(name, dialog.chosen)

    def _change(self, name: str, chip: FilterChip) -> None:
        if self.possible[name].options:
            self._pop_up(self.value_menu(name, chip), chip)
        else:
            self.edit(name)

    def _pop_up(self, menu: QMenu, below: QWidget) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(QPoint(0, below.height() + 2)))

    # ---------------------------------------------------------------- what is seen

    def _show(self) -> None:
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        self._row.removeWidget(self.add_chip)
        for name in () if self._compact else self.where:
            chip = FilterChip(self.text(name))
            chip.removed.connect(lambda name=name: self.remove(name))
            chip.clicked.connect(lambda name=name, chip=chip: self._change(name, chip))
            self._row.addWidget(chip)
            chip.show()  # at once, so that it can have the keyboard
            self._chips.append(chip)
        self._row.addWidget(self.add_chip)
        stops = [self.single, *(part for chip in self._chips for part in (chip.button, chip.cross)), self.add_chip]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        self.add_chip.setVisible(bool(self.possible) and not self._compact)
        self.single.setVisible(bool(self.possible) and self._compact)
        self.single.setText(f" {_('Filter')} {len(self.where)}" if self.where else f" {_('Filter')}")
        self.single.setAccessibleName(_("Filter, {n} aktiv").format(n=len(self.where)))
