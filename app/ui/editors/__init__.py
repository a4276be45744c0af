"""One editor per kind of value; each gives its value, takes one, and says when a person changed it."""

from __future__ import annotations

from app.core.tags import Tags
from app.core.text import _
from app.core.week_times import WeekTimes
from app.models.fields import Field
from app.ui.editors.base import Editor
from app.ui.editors.choice import ListEditor, RadioEditor, TickEditor
from app.ui.editors.completing import WordEditor
from app.ui.editors.line import LineEditor, TextEditor
from app.ui.editors.reference import SearchEditor
from app.ui.editors.tags import TagsEditor
from app.ui.editors.week import WeekEditor

__all__ = [
    "Editor", "LineEditor", "ListEditor", "RadioEditor", "SearchEditor", "TagsEditor", "TextEditor", "TickEditor",
    "WeekEditor", "WordEditor", "editor",
]  # fmt: skip

MOST_RADIOS, RADIO_LETTERS = 4, 40
"""Up to so many options with together so many letters stand side by side; more become a list."""
KINDS: dict[type, type[Editor]] = {bool: TickEditor, WeekTimes: WeekEditor, Tags: TagsEditor}


def editor(spec: Field) -> Editor:
    """The editor that fits SPEC."""
    if spec.target:
        return ListEditor(spec)
    if spec.options:
        letters = sum(len(_(label)) for _code, label in spec.options)
        few = len(spec.options) <= MOST_RADIOS and letters <= RADIO_LETTERS
        return RadioEditor(spec) if few else ListEditor(spec)
    if spec.kind in KINDS:
        return KINDS[spec.kind](spec)
    if spec.multiline:
        return TextEditor(spec)
    return WordEditor(spec) if spec.suggest else LineEditor(spec)
