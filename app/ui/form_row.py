"""One row of a form: label, value or editor, what follows from it, and the sentence about it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.core.covering import covered
from app.core.text import NBSP, _
from app.core.words import Words
from app.models.fields import Field
from app.ui import theme
from app.ui.editors import Editor, ListEditor, SearchEditor, editor
from app.ui.editors.reference import LookUp
from app.ui.widgets.basics import IconLabel, label, line, row
from app.ui.widgets.buttons import Button, LinkButton
from app.ui.widgets.status import STATES, StatusText

LABEL_WIDTH = 180
W = TypeVar("W", bound=QWidget)


class Heading(QWidget):
    """The name of a group over a line, and perhaps why these things are asked."""

    def __init__(self, text: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 6)
        column.setSpacing(4)
        column.addWidget(label(text, "strong"))
        column.addWidget(line())
        if note:
            column.addWidget(label(note, "small", wrap=True))


class Curtain(QWidget):
    """Stands in the place of protected values until somebody asks to see them."""

    asked = Signal()

    def __init__(self, told: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curtain")
        self.button = Button(_("Anzeigen"), self._ask, "show", "showProtected", small=True)
        self.button.setAccessibleName(_("Besonders geschützte Angaben anzeigen"))
        text = label(told, "small", wrap=True)
        line = row(IconLabel("locked", "muted"), text, self.button, margins=(0, 4, 0, 4))
        line.setStretchFactor(text, 1)
        self.setLayout(line)

    def _ask(self) -> None:
        self.button.setEnabled(False)
        self.asked.emit()


class FormRow(QWidget):
    """Label at the left, value at the right; everything else is made when it is first needed, as forms are long."""

    changed = Signal()
    left = Signal()
    """The keyboard went elsewhere."""

    def __init__(self, spec: Field, starred: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec, self.starred = spec, starred
        self.problem = ""
        self.editor: Editor | None = None
        self._editing = self._covering = self._asked = False
        self._missing = self._sentence = self._besides = ""
        self._veiled = False
        self._value: Any = None
        self._captions: dict[Any, str] = {}
        self._build()
        theme.notifier().changed.connect(self._fit)

    def _build(self) -> None:
        self._label = QLabel(self._title())
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setProperty("tone", "muted")
        self._left = QWidget(self)
        left = QHBoxLayout(self._left)
        left.setContentsMargins(0, 0, 8, 0)
        left.setSpacing(5)
        left.addWidget(self._label, 1)
        self._text = label("", wrap=True, selectable=True)
        # Absolute, so that Arabic names stand where all values begin.
        self._text.setAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        )
        self._text.setObjectName(f"wert_{self.spec.name}")
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._line.addWidget(self._text, 1)
        self._line.addStretch(0)
        self._right = right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(3)
        right.addLayout(self._line)
        right.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self._row.addWidget(self._left, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(right, 1)
        self._fit()

    def _title(self) -> str:
        return _(self.spec.label) + (f"{NBSP}*" if self.starred else "")

    def _fit(self) -> None:
        """Dense to read, roomy to type."""
        gap = 3 if self._editing else 1
        self._row.setContentsMargins(0, gap, 0, gap + 1)
        height = theme.px(30 if self._editing else 24)
        self._left.setFixedWidth(theme.px(LABEL_WIDTH))
        self._left.setMinimumHeight(height)
        self._text.setMinimumHeight(height)

    # ---------------------------------------------------------------- parts made when they are first shown

    def _show_part(self, name: str, shown: bool) -> None:
        if shown or name in vars(self):
            part: QWidget = getattr(self, name)
            part.setVisible(shown)

    @cached_property
    def _icon(self) -> IconLabel:
        made, layout = IconLabel("", size=16), self._left.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(0, made)
        return made

    @cached_property
    def _unit(self) -> QLabel:
        return self._after_value(label(_(self.spec.unit), "muted"))

    @cached_property
    def _show_link(self) -> LinkButton:
        made = LinkButton(_("zeigen"), self.uncover, f"zeigen_{self.spec.name}", small=True)
        made.setAccessibleName(_("{label} zeigen").format(label=_(self.spec.label)))
        return self._after_value(made)

    def _after_value(self, made: W) -> W:
        self._line.insertWidget(self._line.indexOf(self._text) + 1, made)
        return made

    @cached_property
    def _aside(self) -> QLabel:
        made = label("", "small")
        self._line.insertWidget(self._line.count() - 1, made)
        return made

    @cached_property
    def _note(self) -> StatusText:
        made = StatusText("wrong", "", small=True)
        made.set_wrap()
        self._right.insertWidget(1, made)
        return made

    @cached_property
    def _help(self) -> QLabel:
        made = label(_(self.spec.help), "small", wrap=True)
        self._right.insertWidget(2 if "_note" in vars(self) else 1, made)
        return made

    # ---------------------------------------------------------------- values

    def edit(self, on: bool) -> None:
        """Show the editor, or the value as text."""
        if on and self.editor is None:
            self._use(editor(self.spec))
            self.offer(tuple(self._captions.items()))
        self._editing = on
        self._text.setVisible(not on)
        if self.editor:
            self.editor.setVisible(on)
        self._show_part("_unit", on and bool(self.spec.unit))
        self._show_part("_help", on and bool(self.spec.help))
        self.put_text()
        theme.mark(self._label, tone="" if on else "muted")
        self._spread()
        self._fit()
        self._show_note()

    def _use(self, made: Editor) -> None:
        """Let MADE be the editor, in place of one that was there."""
        if self.editor:
            self._line.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
        self.editor = made
        self._line.insertWidget(0, made, 0 if made.narrow else 1)
        self._label.setBuddy(made.field)
        made.changed.connect(self._typed)
        made.left.connect(self._left_alone)
        made.left.connect(self.left.emit)

    def put(self, value: Any) -> None:
        """Show VALUE."""
        self._value = value
        if self.editor and self._editing:
            self.editor.put(value)
        self.put_text()

    def put_text(self) -> None:
        """Show the value as it is read."""
        value = self._value
        shown = self._captions.get(value, "…" if value else "") if self.spec.target else self.spec.show(value)
        shown = f"{shown} {_(self.spec.unit)}" if shown and self.spec.unit else shown
        covering = self._covering and not self._asked and bool(shown)
        shown = covered(shown) if covering else shown
        self._veiled = covering and not self._editing
        self._show_part("_show_link", self._veiled)
        self._text.setText(shown or "–")
        self._text.setAccessibleName(f"{_(self.spec.label)}: {shown or _('leer')}")
        theme.mark(self._text, tone="" if shown else "muted")
        self._spread()

    def cover(self, on: bool) -> None:
        """Show contact data covered until somebody asks, or as it is."""
        self._covering, self._asked = on and self.spec.contact, False
        self.put_text()

    def uncover(self) -> None:
        """Somebody asked."""
        self._asked = True
        self.put_text()

    def raw(self) -> object:
        """What stands there, as it was typed."""
        return self.editor.raw() if self.editor and self._editing else self._value

    def value(self) -> Any:
        """The value; ValueError says why what was typed is none."""
        return self.editor.value() if self.editor and self._editing else self._value

    def put_raw(self, raw: object) -> None:
        """Type RAW, as `raw` gave it."""
        if self.editor:
            self.editor.put_raw(raw)
            self._left_alone()

    def type(self, raw: object) -> None:
        """Type RAW as a person would: what follows from a change follows."""
        self.put_raw(raw)
        self._typed()

    def offer(self, captions: Sequence[tuple[Any, str]]) -> None:
        """The records that can be referred to."""
        self._captions = dict(captions)
        if isinstance(self.editor, ListEditor) and self.spec.target:
            self.editor.offer(captions)
        if not self._editing:
            self.put(self._value)

    def suggest(self, words: Words) -> None:
        """The words that complete what is typed."""
        if self.editor:
            self.editor.suggest(words)

    def look_up(self, look_up: LookUp) -> None:
        """There are too many records to choose from a list: they are looked up as their name is typed."""
        if self.editor and not isinstance(self.editor, SearchEditor):
            raw, focused = self.editor.raw(), self.has_focus()
            self._use(SearchEditor(self.spec, look_up, self._captions))
            self.editor.put_raw(raw)
            self._show_note()
            if focused:
                self.focus()

    def put_below(self, widget: QWidget) -> None:
        """Show WIDGET under the value."""
        self._right.insertWidget(self._right.count() - 1, widget)

    # ---------------------------------------------------------------- notes

    def note(self, problem: str, sentence: str) -> None:
        """Say what is wrong ('wrong'); '' leaves what is missing."""
        self.problem = problem or ("missing" if self._missing else "")
        self._sentence = sentence if problem else self._missing
        self._show_note()

    def set_missing(self, sentence: str) -> None:
        """Say what is missing, unless something wrong has to be said."""
        self._missing = sentence
        if self.problem != "wrong":
            self.note("", "")

    def set_aside(self, text: str) -> None:
        """Say beside the field what follows from it."""
        self._besides = text
        self._show_part("_aside", bool(text))
        if text:
            self._aside.setText(text)
        self._spread()

    def _spread(self) -> None:
        """Short fields and what stands beside them begin at the left; everything else takes the width."""
        beside = bool(self._besides) or self._veiled
        short = bool(self.editor and self.editor.narrow) if self._editing else beside
        self._line.setStretchFactor(self._text, 0 if short else 1)
        self._line.setStretch(self._line.count() - 1, 1 if short else 0)

    def note_text(self) -> str:
        """The sentence under the field, if there is one."""
        return self._sentence if self.problem else ""

    def has_focus(self) -> bool:
        """Whether the keyboard is here."""
        focus = self.window().focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    def focus(self) -> None:
        """Put the keyboard here."""
        if self.editor and self._editing:
            self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _typed(self) -> None:
        if self.problem == "missing" and self.raw() not in (None, ""):
            self._missing = ""
            self.note("", "")
        if self.spec.as_typed:
            problem = self.spec.problem(self.raw()) if self.raw() else None
            self.note("wrong" if problem else "", problem or "")
        self.changed.emit()

    def _left_alone(self) -> None:
        """On leaving a field: what cannot be read, and what its own rule says; nothing about emptiness."""
        try:
            value = self.value()
            problem = self.spec.problem(value) if value not in (None, "") else None
        except ValueError as error:
            problem = str(error)
        else:
            if self.editor and problem is None and value not in (None, ""):
                self.editor.tidy(value)
        if problem or self.problem == "wrong":
            self.note("wrong" if problem else "", problem or "")

    def _show_note(self) -> None:
        sentence = self._sentence if self.problem else ""
        self._show_part("_note", bool(sentence))
        self._show_part("_icon", bool(sentence))
        self._text.setVisible(not self._editing and not (self.problem == "missing" and self._value in (None, "")))
        if sentence:
            self._note.show_state(self.problem, sentence)
            self._icon.show_icon(*STATES[self.problem])
        if self.editor:
            self.editor.mark(self.problem)
            description = " ".join(part for part in (sentence, _(self.spec.help)) if part)
            mandatory = _("{label}, Pflichtfeld").format(label=_(self.spec.label))
            self.editor.describe(mandatory if self.starred else _(self.spec.label), description)
