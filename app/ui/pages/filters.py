"""Filters of a list: one chip per active filter, a menu for all that are possible."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.core.text import _
from app.models.fields import Field
from app.ui.widgets.buttons import Button
from app.ui.widgets.chips import AddChip, FilterChip

Where = dict[str, tuple[Any, ...]]


class FilterBar(QWidget):
    """Chips side by side, or a single button „Filter 2“ where there is little room."""

    changed = Signal()

    def __init__(
        self, possible: Mapping[str, Field], nullable: Collection[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.possible, self._nullable = dict(possible), nullable
        self.where: Where = {}
        self.add_chip = AddChip()
        self.single = Button(_("Filter"), icon="filter", name="filters")
        self.single.hide()
        self.add_chip.clicked.connect(lambda: self._open(self.add_chip))
        self.single.clicked.connect(lambda: self._open(self.single))
        self._chips: list[FilterChip] = []
        self._compact = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.add_chip)
        self._row.addWidget(self.single)
        self._show()

    def set_where(self, where: Mapping[str, tuple[Any, ...]]) -> None:
        """Filter by these; what cannot be filtered by is left out."""
        self.where = {name: tuple(codes) for name, codes in where.items() if name in self.possible and codes}
        self._show()
        self.changed.emit()

    def toggle(self, name: str, code: Any) -> None:
        """Add one value to a filter, or take it away."""
        codes = self.where.get(name, ())
        fresh = tuple(c for c in codes if c != code) if code in codes else (*codes, code)
        self.set_where({**self.where, name: fresh})

    def remove(self, name: str) -> None:
        """Take a whole filter away."""
        self.set_where({n: codes for n, codes in self.where.items() if n != name})

    def set_compact(self, compact: bool) -> None:
        """Only one button with a number."""
        self._compact = compact
        self._show()

    def text(self, name: str) -> str:
        """'Rolle: Mentee, Buddy'."""
        spec = self.possible[name]
        labels: dict[Any, str] = {None: _("ohne Angabe")} | dict(spec.options)
        return f"{_(spec.label)}: {', '.join(_(labels.get(code, str(code))) for code in self.where[name])}"

    def sentence(self) -> str:
        """All filters in one line, for exports."""
        return " · ".join(self.text(name) for name in self.where)

    def menu(self) -> QMenu:
        """One submenu per field, one tick per value."""
        menu = QMenu(self)
        for name in self.possible:
            menu.addMenu(self.value_menu(name, menu))
        if self.where:
            menu.addSeparator()
            menu.addAction(_("Filter zurücksetzen"), lambda: self.set_where({}))
        return menu

    def value_menu(self, name: str, parent: QWidget) -> QMenu:
        """The values of one field."""
        spec = self.possible[name]
        menu = QMenu(_(spec.label), parent)
        options: tuple[tuple[Any, str], ...] = spec.options
        for code, text in (*options, (None, _("ohne Angabe"))) if name in self._nullable else options:
            action = menu.addAction(_(text))
            action.setCheckable(True)
            action.setChecked(code in self.where.get(name, ()))
            action.triggered.connect(lambda _on=False, code=code: self.toggle(name, code))
        return menu

    def _open(self, button: QWidget) -> None:
        self._pop_up(self.menu(), button)

    def _pop_up(self, menu: QMenu, below: QWidget) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(QPoint(0, below.height() + 2)))

    def _show(self) -> None:
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for name in () if self._compact else self.where:
            chip = FilterChip(self.text(name))
            chip.removed.connect(lambda name=name: self.remove(name))
            chip.clicked.connect(lambda name=name, chip=chip: self._pop_up(self.value_menu(name, chip), chip))
            self._row.insertWidget(len(self._chips), chip)
            self._chips.append(chip)
        self.add_chip.setVisible(bool(self.possible) and not self._compact)
        self.single.setVisible(bool(self.possible) and self._compact)
        self.single.setText(f" {_('Filter')} {len(self.where)}" if self.where else f" {_('Filter')}")
        self.single.setAccessibleName(_("Filter, {n} aktiv").format(n=len(self.where)))
