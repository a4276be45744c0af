"""Everything modal goes through here: choosing files, confirming, asking, telling. Tests queue their answers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.core.text import _
from app.ui import theme
from app.ui.widgets.basics import IconLabel, label, named, row
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.focus import FocusRing

NARROW = 900
"""On screens narrower than this dialogs are as large as the screen."""
Filters = Sequence[tuple[str, Sequence[str]]]
"""Names and suffixes: [("Excel", [".xlsx"])]."""


@dataclass(frozen=True)
class Asked:
    """What a person was asked, for tests."""

    kind: str
    title: str
    text: str


class _Queue:
    """Answers given beforehand, and what was asked."""

    def __init__(self) -> None:
        self.answers: deque[object] = deque()
        self.asked: list[Asked] = []
        self.alone = False
        self.away = False


_queue = _Queue()


def answer(*answers: object) -> None:
    """Answer the next questions: a path or None, True or False, a key, a text."""
    _queue.answers.extend(answers)


def asked() -> list[Asked]:
    """What was asked since `alone` was called."""
    return _queue.asked


def alone(on: bool = True) -> None:
    """Nobody sits in front of the screen: forget old answers, and fail instead of waiting for a person."""
    _queue.answers.clear()
    _queue.asked.clear()
    _queue.alone = on


@contextmanager
def nobody_here() -> Iterator[None]:
    """Within it `choose` answers Abbrechen at once: whoever would be asked has gone away."""
    _queue.away = True
    try:
        yield
    finally:
        _queue.away = False


def _answered(kind: str, title: str, text: str = "") -> bool:
    """Whether there is an answer in the queue; it is taken by the caller."""
    _queue.asked.append(Asked(kind, title, text))
    if _queue.alone and not _queue.answers:
        raise AssertionError(f"Nobody is there to answer: {title} {text}")
    return bool(_queue.answers)


class Dialog(QDialog):
    """The frame of every dialog: content above in `body`, buttons below at the right, Abbrechen before the deed."""

    def __init__(
        self, parent: QWidget | None, title: str, name: str = "dialog", width: int = 520, height: int = 0
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setObjectName(name)
        self._width, self._height = width, height
        self._content, foot = QWidget(), QWidget()
        self._content.setObjectName("dialogBody")
        foot.setObjectName("dialogFoot")
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(20, 18, 20, 18)
        self.body.setSpacing(10)
        self.foot = QHBoxLayout(foot)
        self.foot.setContentsMargins(20, 10, 16, 10)
        self.foot.addStretch(1)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._content)
        self._content.installEventFilter(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(foot)
        self._ring = FocusRing(self)

    def add_button(self, button: Button, *, default: bool = False) -> Button:
        """Put BUTTON at the right end."""
        button.setAutoDefault(True)
        button.setDefault(default)
        self.foot.addWidget(button)
        return button

    def add_cancel(self) -> Button:
        """The button Abbrechen; Esc does the same."""
        return self.add_button(Button(_("Abbrechen"), self.reject, name="cancel"))

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the content, but never more than the screen."""
        if self.screen().availableGeometry().width() < NARROW:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)
        else:
            width = max(theme.px(self._width), self._content.minimumSizeHint().width())
            width = min(width, self.screen().availableGeometry().width() - 40)
            self.resize(width, max(self._wanted(width), self._most(theme.px(self._height))))
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow with what is told later, such as what is wrong; nobody should have to scroll for that."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible() and not self.isMaximized():
            self.resize(self.width(), max(self.height(), self._wanted(self.width())))
        return super().eventFilter(watched, event)

    def _wanted(self, width: int) -> int:
        """The height that shows everything at this WIDTH."""
        content = max(self.body.totalHeightForWidth(width), self._content.minimumSizeHint().height())
        return self._most(content + self.foot.sizeHint().height() + 2)

    def _most(self, height: int) -> int:
        """HEIGHT, as far as the screen has it."""
        return min(height, self.screen().availableGeometry().height() - 60)


class Question(Dialog):
    """A question or message: icon, one bold sentence, what it means, and buttons that name the deed."""

    def __init__(self, parent: QWidget | None, title: str, lead: str, text: str, icon: tuple[str, str]) -> None:
        super().__init__(parent, title, "question")
        self.chosen = ""
        self.lead, self.text = label(lead, "section", wrap=True), label(text, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.lead)
        words.addWidget(self.text)
        words.addStretch(1)
        picture = IconLabel(*icon, size=22)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.body.addLayout(line)
        self.setAccessibleName(lead)
        self.setAccessibleDescription(text)

    def add_choice(self, key: str, button: Button, *, default: bool = False) -> Button:
        """A button that ends the question with KEY."""
        button.clicked.connect(lambda: self._choose(key))
        return self.add_button(button, default=default)

    def _choose(self, key: str) -> None:
        self.chosen = key
        self.accept()


def confirm(parent: QWidget | None, title: str, lead: str, text: str, deed: str, *, irreversible: bool = False) -> bool:
    """Ask before DEED; what cannot be taken back has the keyboard on Abbrechen and no primary button."""
    if _answered("confirm", title, lead):
        return bool(_queue.answers.popleft())
    look = ("warning", "warn") if irreversible else ("unknown", "accent")
    question = Question(parent, title, lead, text, look)
    cancel = question.add_cancel()
    kind = Button if irreversible else PrimaryButton
    button = question.add_choice("deed", kind(deed, name="deed"), default=not irreversible)
    cancel.setDefault(irreversible)
    (cancel if irreversible else button).setFocus()
    question.exec()
    return question.chosen == "deed"


def choose(
    parent: QWidget | None, title: str, lead: str, text: str, choices: Sequence[tuple[str, str]], icon: str = "locked"
) -> str:
    """Offer several deeds (key, text), the last one as the main one; '' means Abbrechen."""
    if _queue.away:
        return ""
    if _answered("choose", title, lead):
        return str(_queue.answers.popleft() or "")
    question = Question(parent, title, lead, text, (icon, "info"))
    question.add_cancel()
    for key, deed in choices:
        main = key == choices[-1][0]
        made = question.add_choice(key, (PrimaryButton if main else Button)(deed, name=f"choice:{key}"), default=main)
        if main:
            made.setFocus()
    question.exec()
    return question.chosen


def tell(parent: QWidget | None, title: str, lead: str, text: str = "", kind: str = "info") -> None:
    """Say something that cannot wait; KIND info, warn or err."""
    if _queue.alone or _queue.answers:
        _queue.asked.append(Asked("tell", title, lead))
        return
    icon = {"info": "info", "warn": "warning", "err": "error"}[kind]
    question = Question(parent, title, lead, text, (icon, kind))
    question.add_choice("read", PrimaryButton(_("Schließen"), name="close"), default=True).setFocus()
    question.exec()


def ask_text(parent: QWidget | None, title: str, what: str, value: str = "", deed: str = "") -> str | None:
    """Ask for one line of text; None means Abbrechen."""
    if _answered("text", title, what):
        given = _queue.answers.popleft()
        return None if given is None else str(given)
    dialog = Dialog(parent, title, "askText", 420)
    field, title_label = QLineEdit(value), QLabel(what)
    named(field, what, "answer")
    title_label.setBuddy(field)
    dialog.body.addWidget(title_label)
    dialog.body.addLayout(row(field))
    dialog.add_cancel()
    dialog.add_button(PrimaryButton(deed or _("Übernehmen"), dialog.accept, name="deed"), default=True)
    field.setFocus()
    return field.text().strip() if dialog.exec() == QDialog.DialogCode.Accepted else None


def _patterns(filters: Filters) -> str:
    named_filters = [f"{name} ({' '.join('*' + suffix for suffix in suffixes)})" for name, suffixes in filters]
    return ";;".join([*named_filters, _("Alle Dateien") + " (*)"])


def _path(given: object) -> Path | None:
    return Path(str(given)) if given else None


def open_file(parent: QWidget | None, title: str, filters: Filters = (), folder: Path | None = None) -> Path | None:
    """Let the person choose an existing file."""
    if _answered("open", title):
        return _path(_queue.answers.popleft())
    return _path(QFileDialog.getOpenFileName(parent, title, str(folder or ""), _patterns(filters))[0])


def save_file(parent: QWidget | None, title: str, suggested: Path | str, filters: Filters = ()) -> Path | None:
    """Let the person choose where to save; the suffix of SUGGESTED is added when none is typed."""
    if _answered("save", title):
        return _path(_queue.answers.popleft())
    chosen = _path(QFileDialog.getSaveFileName(parent, title, str(suggested), _patterns(filters))[0])
    suffix = Path(suggested).suffix
    return chosen.with_name(chosen.name + suffix) if chosen and suffix and not chosen.suffix else chosen


def choose_folder(parent: QWidget | None, title: str, folder: Path | None = None) -> Path | None:
    """Let the person choose a folder."""
    if _answered("folder", title):
        return _path(_queue.answers.popleft())
    return _path(QFileDialog.getExistingDirectory(parent, title, str(folder or "")))
