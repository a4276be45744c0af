"""Choosing by what to filter, and for which values: one dialog for every kind of field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.core.fold import fold
from app.core.partial_date import PartialDate
from app.core.tags import Tags
from app.core.text import _
from app.models.conditions import Between, Condition, Contains, Empty, OneOf, Tagged
from app.models.fields import Field
from app.ui import theme
from app.ui.dialogs import Dialog
from app.ui.widgets.basics import label, named, row
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.search import SearchField
from app.ui.widgets.status import StatusText

CODE = Qt.ItemDataRole.UserRole


class Part(QWidget):
    """Where the values of one condition are typed or ticked; by itself a place for none."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)

    def condition(self) -> Condition | None:
        """What is asked, None for nothing; ValueError says in German what is wrong."""
        return None

    def put(self, given: Condition) -> None:
        """Show what is asked now."""


class TextPart(Part):
    """A text, or several of which one is enough."""

    def __init__(self, spec: Field) -> None:
        super().__init__()
        self.field = QLineEdit()
        named(self.field, _("{label} enthält").format(label=_(spec.label)), "filterText")
        self.column.addLayout(row(self.field))
        self.column.addWidget(label(_("Mehrere Texte mit Semikolon trennen; einer davon genügt."), "small"))

    def condition(self) -> Condition | None:
        """Blanks around a text do not count."""
        texts = tuple(text for one in self.field.text().split(";") if (text := " ".join(one.split())))
        return Contains(texts) if texts else None

    def put(self, given: Condition) -> None:
        """As it was typed."""
        if isinstance(given, Contains):
            self.field.setText("; ".join(given.texts))


class RangePart(Part):
    """From one value to another; of dates a year or a month is enough."""

    def __init__(self, spec: Field, nullable: bool) -> None:
        super().__init__()
        self.spec = spec
        self.or_none = QCheckBox(_("auch &ohne Angabe"))
        named(self.or_none, _("{label}: auch ohne Angabe").format(label=_(spec.label)), "filterOrNone")
        self.or_none.setVisible(nullable)
        self.first, self.last = QLineEdit(), QLineEdit()
        parts: list[QWidget] = []
        for field, text, name in ((self.first, _("&von"), "filterFrom"), (self.last, _("&bis"), "filterTo")):
            named(field, f"{_(spec.label)} {text.replace('&', '')}", name)
            field.setMaximumWidth(theme.px(130))
            title = QLabel(text)
            title.setBuddy(field)
            parts += [title, field]
        self.column.addLayout(row(*parts, *([label(_(spec.unit))] if spec.unit else []), None))
        if spec.kind in (date, PartialDate):
            self.column.addWidget(label(_("TT.MM.JJJJ, auch MM.JJJJ oder nur das Jahr"), "small"))
        self.column.addWidget(self.or_none)

    def condition(self) -> Condition | None:
        """Both ends, of which one may be open."""
        first, last = self._bound(self.first, earliest=True), self._bound(self.last, earliest=False)
        if first is None and last is None:
            return None
        if first is not None and last is not None and last < first:
            raise ValueError(_("„bis“ liegt vor „von“. Bitte tauschen Sie die Angaben."))
        return Between(first, last, self.or_none.isChecked())

    def _bound(self, field: QLineEdit, *, earliest: bool) -> Any:
        text = field.text().strip()
        if not text:
            return None
        if self.spec.kind is date:
            day = PartialDate.parse(text)
            return day.earliest() if earliest else day.latest()
        return self.spec.parse(text)

    def put(self, given: Condition) -> None:
        """As people read it."""
        if isinstance(given, Between):
            self.first.setText(self.spec.show(given.first))
            self.last.setText(self.spec.show(given.last))
            self.or_none.setChecked(given.or_none)


class TicksPart(Part):
    """Some of several values."""

    def __init__(self, spec: Field, choices: Sequence[tuple[Any, str]], made: type[OneOf | Tagged]) -> None:
        super().__init__()
        self.made = made
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        named(self.list, _(spec.label), "filterValues")
        for code, text in choices:
            item = QListWidgetItem(text, self.list)
            item.setData(CODE, code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)
        self.list.setMinimumHeight(min(max(self.list.count(), 3), 10) * theme.px(26))
        self.column.addWidget(self.list)

    def condition(self) -> Condition | None:
        """What is ticked, in the order of the list."""
        items = (self.list.item(n) for n in range(self.list.count()))
        ticked = tuple(item.data(CODE) for item in items if item.checkState() == Qt.CheckState.Checked)
        return self.made(ticked) if ticked else None

    def put(self, given: Condition) -> None:
        """Tick what is asked now."""
        chosen = given.values if isinstance(given, OneOf) else given.tags if isinstance(given, Tagged) else ()
        for n in range(self.list.count()):
            if self.list.item(n).data(CODE) in chosen:
                self.list.item(n).setCheckState(Qt.CheckState.Checked)


RANGES = (date, time, int, float, Decimal, PartialDate)
"""What has an order worth asking for."""


def choices_of(spec: Field, nullable: bool) -> list[tuple[Any, str]]:
    """The few values that can be ticked, of a list or of yes and no; nothing where there are none."""
    found: list[tuple[Any, str]] = [(code, _(text)) for code, text in spec.options]
    if spec.kind is bool:
        found = [(True, _("ja")), (False, _("nein"))]
    return [*found, (None, _("ohne Angabe"))] if found and nullable else found


def part_of(spec: Field, nullable: bool, tags: Sequence[str] = ()) -> Part:
    """Where the values of a field are chosen; a further kind of field needs a line here and a Condition."""
    if choices := choices_of(spec, nullable):
        return TicksPart(spec, choices, OneOf)
    if spec.kind is Tags:
        return TicksPart(spec, [(tag, tag) for tag in tags], Tagged)
    if spec.kind in RANGES and not spec.target:
        return RangePart(spec, nullable)
    return TextPart(spec) if spec.kind is str or spec.target else Part()


class FilterDialog(Dialog):
    """The values of one filter."""

    def __init__(
        self,
        parent: QWidget | None,
        spec: Field,
        nullable: bool,
        given: Condition | None = None,
        tags: Sequence[str] = (),
    ) -> None:
        super().__init__(parent, _("Filter: {label}").format(label=_(spec.label)), "filterDialog", 420)
        self.chosen: Condition | None = given
        self.part = part_of(spec, nullable, tags)
        self.states: dict[Condition | None, QRadioButton] = {}
        if not choices_of(spec, nullable):
            self._offer_states(spec, nullable)
        self.body.addWidget(self.part)
        self.problem = StatusText("wrong", "", small=True)
        self.problem.set_wrap()
        self.problem.hide()
        self.body.addWidget(self.problem)
        if not isinstance(self.part, TicksPart):
            self.body.addStretch(1)
        self.add_cancel()
        self.add_button(PrimaryButton(_("Filtern"), self._take, name="deed"), default=True)
        if given is not None:
            self.part.put(given)
        state = self.states.get(self.chosen) if isinstance(self.chosen, Empty) else None
        (state or self.part.findChild(QLineEdit) or self.part.findChild(QListWidget) or self.part).setFocus()

    def _offer_states(self, spec: Field, nullable: bool) -> None:
        """Besides certain values: any value, or none."""
        lead = _("&enthält") if isinstance(self.part, TextPart) else _("be&stimmte Werte")
        lead = lead if type(self.part) is not Part else _("be&liebig")
        choices: list[tuple[Condition | None, str]] = [(None, lead)]
        if nullable or spec.kind is str:
            choices += [(Empty(), _("lee&r")), (Empty(False), _("aus&gefüllt"))]
        for state, text in choices:
            button = QRadioButton(text)
            named(button, text, f"filterState:{len(self.states)}")
            button.setChecked(state == (self.chosen if isinstance(self.chosen, Empty) else None))
            button.toggled.connect(self._follow)
            self.states[state] = button
        if len(self.states) > 1:
            self.body.addLayout(row(*self.states.values(), None, spacing=14))
        self._follow()

    def _follow(self) -> None:
        self.part.setEnabled(not self.states or self.states[None].isChecked())

    def _take(self) -> None:
        state = next((one for one, button in self.states.items() if button.isChecked()), None)
        try:
            self.chosen = state or self.part.condition()
        except ValueError as error:
            self.problem.show_state("wrong", str(error))
            self.problem.show()
            return
        self.accept()


class FieldPicker(Dialog):
    """Everything a list can be filtered by, found by typing."""

    def __init__(self, parent: QWidget | None, possible: Mapping[str, Field]) -> None:
        super().__init__(parent, _("Filtern nach"), "fieldPicker", 380)
        self.possible = dict(possible)
        self.search = _Search(self)
        self.list = QListWidget()
        named(self.list, _("Felder"), "filterFields")
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.search.textChanged.connect(self._show)
        self.body.addWidget(self.search)
        self.body.addWidget(self.list, 1)
        self.list.setMinimumHeight(theme.px(260))
        self.add_cancel()
        self.add_button(PrimaryButton(_("Weiter"), self.accept, name="deed"), default=True)
        self._show("")
        self.search.setFocus()

    def _show(self, typed: str) -> None:
        wanted = fold(typed)
        self.list.clear()
        for name, spec in self.possible.items():
            if wanted in fold(f"{_(spec.group)} {_(spec.label)}"):
                item = QListWidgetItem(_(spec.label), self.list)
                item.setData(CODE, name)
        self.list.setCurrentRow(0)

    def step(self, by: int) -> None:
        """Go to the next or the previous field."""
        self.list.setCurrentRow(min(max(self.list.currentRow() + by, 0), self.list.count() - 1))

    def field(self) -> str:
        """The field chosen, '' when none fits."""
        item = self.list.currentItem()
        return str(item.data(CODE)) if item else ""


class _Search(SearchField):
    """Arrow keys walk through the list below while the keyboard stays here."""

    def __init__(self, picker: FieldPicker) -> None:
        super().__init__(_("Feld suchen"), "fieldSearch")
        self._picker = picker

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down choose."""
        if by := {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key())):
            self._picker.step(by)
        else:
            super().keyPressEvent(event)
