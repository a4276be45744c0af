"""All pages as people meet them who use a keyboard, a screen reader, or a language with long words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QTableView,
    QWidget,
)

from app.core import clock
from app.core.settings import Settings
from app.models.office import Office
from app.services.sample import Sample
from app.ui import dialogs, theme
from tests.shots import scenes
from tests.widgets import remove

SIZES = ((1366, 698), (1024, 670))
"""Usual screens without task bar and title bar."""
SELF_EVIDENT = {
    "certificatePreviewZoom",
    "noteKind",
    "meetingDay",
    "meetingMinutes",
    "waitingOrder",
    "partChoice",
    "checklistScope",
}
"""Fields that say what they are by what stands in them, like „Ganze Seite“ over a preview, „heute“ and „60 Min.“."""
LEADING = 3
"""So many px of a line are empty above and below its letters."""
MADE_UP = ("qt_", "link:", "button:")
"""Names that Qt gives, or that follow from a text and change with its language."""
GRID = "attendanceGrid"
"""The one table in which Tab goes from cell to cell; F6 leaves it."""


class StrayWindows(QObject):
    """Notes every window that is shown; a part that is shown before it has a place flashes as one."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look, never stop anything."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory):
    """The sample, made once."""
    folder = tmp_path_factory.mktemp("accessibility")
    with clock.frozen(scenes.NOW), Office.create(folder / scenes.FILE, scenes.PASSPHRASE) as made:
        yield made, scenes.fill(made)


@pytest.fixture(scope="module", autouse=True)
def look(qapp):
    """The light theme at 100 %, on the morning of the pictures, with nobody to answer dialogs."""
    dialogs.alone()
    theme.apply(qapp, "light")
    with clock.frozen(scenes.NOW):
        yield


@pytest.fixture(scope="module")
def window(office, look) -> Iterator[QWidget]:
    """The real window on the sample."""
    yield from _window(*office, SIZES[0])


@pytest.fixture(params=SIZES, ids=str)
def fresh_window(request, office) -> Iterator[QWidget]:
    """A window in which texts may be changed."""
    yield from _window(*office, request.param)


def _window(office: Office, made: Sample, size: tuple[int, int]) -> Iterator[QWidget]:
    window = scenes.open_window(office, made, Settings(office.path.with_name("settings.json")))
    window.resize(*size)
    window.show()
    scenes.settle()
    yield window
    scenes.close_window(window)


@pytest.fixture
def shown(window, office):
    """Brings the window to a scene."""
    window.activateWindow()

    def show(name: str) -> QWidget:
        scenes.show(window, office[1], name)
        window.toast.hide()
        return window

    return show


@pytest.fixture(params=scenes.DIALOG_PAGES)
def dialog(request, qapp):
    """The unlock dialog on each of its pages."""
    made = scenes.unlock_dialog(request.param)
    made.activateWindow()
    scenes.settle()
    yield made
    made.tasks().shutdown()
    remove(made)


every_scene = pytest.mark.parametrize("scene", scenes.SCENES)


def focusable(root: QWidget) -> list[QWidget]:
    """What the keyboard can get to just now, without the inner parts of Qt's own widgets."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox)
        and not _only_marked(widget)
    ]


def _only_marked(widget: QWidget) -> bool:
    """Whether WIDGET takes the mouse for marking its text, and never the keyboard."""
    return isinstance(widget, QLabel) and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus


def told(widget: QWidget) -> str:
    """What a screen reader calls WIDGET."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def described(widget: QWidget) -> str:
    """WIDGET for people who read a failed test."""
    parents = []
    parent = widget.parentWidget()
    while parent is not None and len(parents) < 3:
        parents.append(parent.objectName() or type(parent).__name__)
        parent = parent.parentWidget()
    return f"{type(widget).__name__} “{widget.objectName()}” in {' in '.join(parents)}"


def nameless(root: QWidget) -> list[str]:
    """What has no name for screen readers, or none for programs that drive the window."""
    names = Counter(widget.objectName() for widget in focusable(root))
    found = [described(one) + " has no accessible name" for one in focusable(root) if not told(one).strip()]
    found += [
        described(one) + " has no object name of its own"
        for one in focusable(root)
        if not one.objectName() or one.objectName().startswith(MADE_UP)
    ]
    return found + [f"{name} is the name of {count}" for name, count in names.items() if name and count > 1]


def letter(text: str) -> str:
    """The letter that Alt goes with in TEXT."""
    return QKeySequence.mnemonic(text).toString().removeprefix("Alt+")


def letters(root: QWidget) -> Counter[str]:
    """How often each letter is underlined in what is shown."""
    texts = [one.text() for one in root.findChildren(QAbstractButton) if one.isVisible()]
    texts += [one.text() for one in root.findChildren(QLabel) if one.isVisible() and one.buddy()]
    tab_bars = [one for one in root.findChildren(QTabBar) if one.isVisible()]
    texts += [bar.tabText(number) for bar in tab_bars for number in range(bar.count()) if bar.isTabVisible(number)]
    return Counter(found for found in map(letter, texts) if found)


def captionless(root: QWidget) -> list[str]:
    """Fields that no visible label belongs to."""
    labelled = {one.buddy() for one in root.findChildren(QLabel) if one.isVisible() and one.buddy()}
    labelled |= {one.focusProxy() for one in labelled if one and one.focusProxy()}
    fields = [one for one in focusable(root) if isinstance(one, QLineEdit | QComboBox | QPlainTextEdit)]
    searches = [one for one in fields if isinstance(one, QLineEdit) and one.placeholderText()]
    return [
        described(one)
        for one in fields
        if one not in labelled and one not in searches and one.parentWidget() not in labelled and not _read_only(one)
        if one.objectName() not in SELF_EVIDENT
    ]


def _read_only(widget: QWidget) -> bool:
    return bool(getattr(widget, "isReadOnly", lambda: False)())


def walk(root: QWidget, most: int = 400) -> list[QWidget]:
    """Where Tab leads, from where the keyboard is until it is back or stays where it is."""
    first = QApplication.focusWidget()
    assert first is not None, "the keyboard is nowhere"
    visited = [first]
    for _press in range(most):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not visited[-1], f"Tab does not leave {described(now)}"
        if now is first:
            return visited
        visited.append(now)
    raise AssertionError(f"Tab never comes back to {described(first)}")


def missed(root: QWidget) -> list[str]:
    """What Tab should visit and does not."""
    visited = walk(root)
    stops = [one for one in focusable(root) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return [described(one) for one in stops if one not in visited]


@every_scene
def test_everything_has_names(shown, scene):
    assert nameless(shown(scene)) == []


def test_everything_in_the_unlock_dialog_has_names(dialog):
    assert nameless(dialog) == []


@every_scene
def test_no_letter_is_underlined_twice(shown, scene):
    window = shown(scene)
    found = letters(window) + Counter(letter(menu.text()) for menu in window.menu_row.bar.actions())
    assert [one for one, count in found.items() if count > 1] == []


def test_no_letter_is_underlined_twice_in_the_unlock_dialog(dialog):
    assert [one for one, count in letters(dialog).items() if count > 1] == []


@every_scene
def test_every_field_has_a_label(shown, scene):
    assert captionless(shown(scene)) == []


def test_every_field_of_the_unlock_dialog_has_a_label(dialog):
    assert captionless(dialog) == []


@pytest.mark.parametrize("scene", [scene for scene in scenes.SCENES if scene != "course-attendance"])
def test_tab_visits_everything_and_comes_back(shown, scene):
    assert missed(shown(scene)) == []


def test_tab_visits_everything_in_the_unlock_dialog(dialog):
    assert missed(dialog) == []


def test_f6_leaves_the_attendance_grid_in_both_directions(shown):
    window = shown("course-attendance")
    grid = window.findChild(QTableView, GRID)
    for by in (1, -1):
        grid.setFocus()
        window.next_zone(by)
        assert QApplication.focusWidget() is not grid


@every_scene
def test_no_table_but_the_attendance_grid_keeps_tab(shown, scene):
    tables = [one for one in shown(scene).findChildren(QTableView) if one.tabKeyNavigation()]
    assert {one.objectName() for one in tables} <= {GRID}


def test_no_part_is_ever_shown_as_a_window(window, shown, qapp):
    stray = StrayWindows()
    qapp.installEventFilter(stray)
    for scene in scenes.SCENES:
        shown(scene)
    qapp.removeEventFilter(stray)
    assert stray.seen == []


# ---------------------------------------------------------------- long words


def lengthen(root: QWidget) -> None:
    """Make every text half as long again, as other languages are; what people typed stays."""
    for one in [*root.findChildren(QAbstractButton), *root.findChildren(QLabel)]:
        if any(map(str.isalpha, one.text())) and one.property("longer") != one.text() and not _selectable(one):
            one.setText(_longer(one.text()))
            one.setProperty("longer", one.text())
    for bar in root.findChildren(QTabBar):
        for number in range(bar.count()):
            if not bar.tabText(number).endswith("er"):
                bar.setTabText(number, _longer(bar.tabText(number)))


def fit_again(root: QWidget) -> None:
    """Let ROOT arrange itself for the texts it has now, as it does whenever its size changes."""
    size = root.size()
    for width in (size.width() - 1, size.width()):
        root.resize(width, size.height())
        scenes.settle()


def _longer(text: str) -> str:
    return text + "er" * max(len(text.replace("&", "").strip()) // 4, 1)


def _selectable(widget: QWidget) -> bool:
    flags = getattr(widget, "textInteractionFlags", lambda: Qt.TextInteractionFlag.NoTextInteraction)()
    return bool(flags & Qt.TextInteractionFlag.TextSelectableByMouse)


def cut(root: QWidget) -> list[str]:
    """Texts that have too little room and no tooltip with all of it, and areas that have to be scrolled sideways."""
    found = []
    for one in root.findChildren(QWidget):
        if not one.isVisible():
            continue
        if isinstance(one, QScrollArea) and one.horizontalScrollBar().isVisible():
            found.append(f"{described(one)} scrolls sideways")
        if isinstance(one, QLabel) and one.text() and not _selectable(one) and not one.toolTip():
            needed = one.heightForWidth(one.width()) if one.wordWrap() else one.sizeHint().height()
            if one.height() < needed - LEADING or (not one.wordWrap() and one.width() < one.sizeHint().width()):
                found.append(f"{described(one)}: {one.text()!r} in {one.width()} × {one.height()}")
        elif isinstance(one, QAbstractButton) and one.text().strip() and one.width() < one.sizeHint().width():
            found.append(f"{described(one)}: {one.text()!r} in {one.width()} of {one.sizeHint().width()}")
    return found


def test_long_words_are_not_cut(fresh_window, office):
    size, found = fresh_window.size(), []
    for scene in scenes.SCENES:
        scenes.show(fresh_window, office[1], scene)
        fresh_window.toast.hide()
        lengthen(fresh_window)
        fit_again(fresh_window)
        found += [f"{scene}: {one}" for one in cut(fresh_window)]
    assert fresh_window.size() == size
    assert found == []


def test_long_words_are_not_cut_in_the_unlock_dialog(dialog):
    lengthen(dialog)
    scenes.settle()
    dialog.resize(dialog.size().expandedTo(dialog.sizeHint()))
    scenes.settle()
    assert cut(dialog) == []
