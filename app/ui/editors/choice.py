"""A tick, one of a few options side by side, one of many in a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QRadioButton, QVBoxLayout, QWidget

from app.core.text import _
from app.models.fields import Field
from app.ui import theme
from app.ui.editors.base import Editor
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.flow import FlowLayout


class TickEditor(Editor):
    """Yes or no, where nothing third is possible."""

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        self.box = QCheckBox(_("ja"))
        self.take(self.box)
        self._layout.addStretch(1)
        self.box.clicked.connect(lambda _on: self.changed.emit())

    def raw(self) -> bool:
        """Whether it is ticked."""
        return self.box.isChecked()

    def put(self, value: Any) -> None:
        """Show VALUE."""
        self.box.setChecked(bool(value))


class ListEditor(Editor):
    """One of several options, or none."""

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        self.box = QComboBox()
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(8)
        self.box.setMaxVisibleItems(20)
        self.take(self.box)
        self._wanted: Any = None
        self.offer(spec.options)
        self.box.activated.connect(self._chosen)

    def offer(self, options: Sequence[tuple[Any, str]]) -> None:
        """Let a person choose among OPTIONS (value, label)."""
        self.box.clear()
        self.box.addItem(_("Bitte wählen"), None)
        for value, label in options:
            self.box.addItem(_(label), value)
            self.box.setItemData(self.box.count() - 1, _(label), Qt.ItemDataRole.ToolTipRole)
        self.put(self._wanted)

    def raw(self) -> object:
        """The value of the chosen option."""
        return self._wanted

    def put(self, value: Any) -> None:
        """Choose VALUE; what is not among the options stays as it is stored."""
        self._wanted = None if value == "" else value
        found = next((n for n in range(self.box.count()) if self.box.itemData(n) == self._wanted), -1)
        if found < 0:
            self.box.addItem("…" if self.spec.target else str(value), value)
            found = self.box.count() - 1
        self.box.setCurrentIndex(found)
        theme.mark(self.box, empty=self._wanted is None)

    def _chosen(self, position: int) -> None:
        self._wanted = self.box.itemData(position)
        theme.mark(self.box, empty=self._wanted is None)
        self.changed.emit()
        self.left.emit()


class RadioEditor(Editor):
    """A few short options side by side; nothing chosen means not asked yet."""

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, theme.px(3), 0, 0)
        flow = FlowLayout(spacing=16)
        column.addLayout(flow)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, QRadioButton] = {}
        for code, label in spec.options:
            button = QRadioButton(_(label))
            button.setObjectName(f"feld_{spec.name}_{code}")
            button.installEventFilter(self)
            self._group.addButton(button)
            self.buttons[code] = button
            flow.addWidget(button)
        self.clear_button = IconButton(
            "remove",
            _("Antwort entfernen: {label}").format(label=_(spec.label)),
            self._clear,
            f"feld_{spec.name}_clear",
        )
        self.clear_button.setVisible(False)
        self.take(place)
        self._layout.setStretch(0, 1)
        self._layout.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(next(iter(self.buttons.values())))
        self._group.buttonClicked.connect(lambda _button: self._touched())

    def raw(self) -> str | None:
        """The code of the chosen option."""
        return next((code for code, button in self.buttons.items() if button.isChecked()), None)

    def put(self, value: Any) -> None:
        """Choose VALUE."""
        self._group.setExclusive(False)
        for code, button in self.buttons.items():
            button.setChecked(code == value)
        self._group.setExclusive(True)
        self.setFocusProxy(self.buttons.get(value, next(iter(self.buttons.values()))))
        self._show_clear()

    def mark(self, problem: str) -> None:
        """The sentence below says it; radio buttons have no frame."""

    def describe(self, name: str, description: str) -> None:
        """Every option says what it answers."""
        super().describe(name, description)
        for code, button in self.buttons.items():
            button.setAccessibleName(f"{name}: {_(dict(self.spec.options)[code])}")
            button.setAccessibleDescription(description)

    def _touched(self) -> None:
        self._show_clear()
        self.changed.emit()
        self.left.emit()

    def _show_clear(self) -> None:
        self.clear_button.setVisible(self.raw() is not None and not self.spec.required)

    def _clear(self) -> None:
        self.put(None)
        self._touched()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving one option for another is not leaving the field; Entf takes the answer back."""
        if event.type() == QEvent.Type.FocusOut:
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete:
            if not self.spec.required:
                self._clear()
            return True
        return super().eventFilter(watched, event)
