"""What stands on the certificates besides the names: day, place, and which parts."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from app.core.clock import today
from app.core.text import _
from app.models.fields import Field
from app.services.certificates import Options
from app.ui.editors import LineEditor
from app.ui.widgets.basics import column, named, row
from app.ui.widgets.card import Card
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.status import StatusText

BOXES = (
    ("contents", _("Inhalte")),
    ("units", _("besuchte UE")),
    ("birth_place", _("Geburtsort")),
    ("code", _("Prüfcode und QR")),
    ("original_name", _("Originalschrift")),
)


class OptionsCard(Card):
    """Day and place of issue, and one tick box per part of the paper."""

    day_changed = Signal()
    """Another day may mean another year, and so other numbers."""
    changed = Signal()
    """The papers look different."""

    def __init__(self) -> None:
        super().__init__(name="certificateOptions")
        self.day = LineEditor(Field(_("Ausgestellt am"), name="issued_on", kind=date))
        self.day.describe(_("Ausgestellt am"), "")
        self.day.put(today())
        self.day.changed.connect(self._typed)
        self.day.left.connect(self._left)
        self.place = QLineEdit(maxLength=60)
        named(self.place, _("Ort"), "issuedAt")
        self.place.editingFinished.connect(self.changed.emit)
        self.problem = StatusText("wrong", "", small=True)
        self.problem.hide()
        self.boxes: dict[str, QCheckBox] = {}
        for name, text in BOXES:
            box = self.boxes[name] = QCheckBox(text)
            named(box, text, f"option_{name}")
            box.setChecked(getattr(Options(), name))
            box.clicked.connect(lambda _on: self.changed.emit())
        self._build()

    def _build(self) -> None:
        captions = QLabel(_("Ausgestellt am")), QLabel(_("Ort"))
        for caption, field in zip(captions, (self.day.field, self.place), strict=True):
            caption.setBuddy(field)
            caption.setProperty("role", "small")
        fields = row(column(captions[0], self.day, spacing=3), column(captions[1], self.place, spacing=3), spacing=12)
        fields.setStretch(1, 1)
        self.body.addLayout(fields)
        self.body.addWidget(self.problem)
        boxes = FlowLayout(spacing=16)
        for box in self.boxes.values():
            boxes.addWidget(box)
        self.body.addLayout(boxes)

    def options(self) -> Options:
        """Which parts are on the paper."""
        return Options(**{name: box.isChecked() for name, box in self.boxes.items()})

    def issued_on(self) -> date | None:
        """The day on the paper, if one is typed."""
        try:
            day: date | None = self.day.value()
        except ValueError:
            return None
        return day

    def _typed(self) -> None:
        self._complain("")
        self.day_changed.emit()

    def _left(self) -> None:
        try:
            day = self.day.value()
            self._complain("" if day else _("Das Ausstellungsdatum fehlt."))
            if day:
                self.day.tidy(day)
        except ValueError as error:
            self._complain(str(error))

    def _complain(self, sentence: str) -> None:
        self.problem.show_state("wrong", sentence)
        self.problem.setVisible(bool(sentence))
        self.day.mark("wrong" if sentence else "")
        self.day.describe(_("Ausgestellt am"), sentence)
