"""What a kind of record may say about its page; the defaults do for every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.text import N_, _, grouped
from app.models.base import Entity
from app.models.conditions import Condition
from app.models.fields import Field, columns, fields, own_columns
from app.ui.context import Context
from app.ui.pages.detail import Fact, Header
from app.ui.pages.detail_tab import DetailTab
from app.ui.pages.file_export import PERSONAL
from app.ui.pages.tabs import FormTab
from app.ui.table import Extra


@dataclass(frozen=True)
class BulkAction:
    """What can be done with several records at once: RUN gets their ids in the order of the list."""

    text: str
    icon: str
    name: str
    run: Callable[[Sequence[int]], object]


class ListKind(QWidget):
    """Columns, filters, tabs and words of one kind of record; subclasses of ListPage override what differs."""

    tables: tuple[str, ...] = ()
    """Further tables whose changes are seen in the list."""
    icon = "list"
    purpose = ""
    """One sentence for the empty list: what belongs here."""
    shares = (490, 626)
    """Widths of list and detail in px at 100 %, until the person chooses others."""
    widths: Mapping[str, int] = {}
    """Widths of columns in px at 100 %; the first takes what is left."""
    usually: Mapping[str, Condition] = {}
    """Conditions in force unless a filter asks for the same column: they hide what nobody looks for."""
    hidden_word = N_("weitere")
    """What the records hidden by them are called, after their number."""
    order = "caption"
    """The column by which the list is sorted at first."""
    export_note = PERSONAL
    """The sentence before an export; '' where a list names nobody."""
    subject = ""
    """The name of the import that takes in lists of this kind, if there is one."""

    def __init__(self, context: Context, entity: type[Entity], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.entity = context, entity

    def counted(self, n: int) -> str:
        """'1 Person', '148 Personen'."""
        return f"{grouped(n)} {_(self.entity.title if n == 1 else self.entity.titles)}"

    def everything(self) -> str:
        """'Alle Personen': how the list is called as long as nobody chose a view."""
        return _("Alle {what}").format(what=_(self.entity.titles))

    def columns(self) -> tuple[str, ...]:
        """Names of the stored and derived columns shown at first."""
        return self.entity.listed

    def extras(self) -> Sequence[Extra]:
        """Columns that no database can compute."""
        return ()

    def filters(self) -> dict[str, Field]:
        """What the list can be filtered by: lists of values first, and of these what is seen; nothing protected."""
        found = {n: s for n, s in columns(self.entity).items() if n != "caption" and not s.sensitive}
        seen = self.columns()
        return dict(sorted(found.items(), key=lambda item: (not item[1].options, item[0] not in seen)))

    def detail_tabs(self) -> Iterable[DetailTab]:
        """The tabs of the detail; the first is a FormTab. Many are yielded one by one, so that no pause is long."""
        return [FormTab(self.context, self.entity, _(self.entity.title))]

    def header(self, session: Any, record: Entity) -> Header:  # noqa: ARG002
        """Name, second line and badges of a record; called away from the screen."""
        return Header(self.heading(record), self.subtitle(record), tuple(self.badges(record)))

    def heading(self, record: Entity) -> str:
        """The record's name as in headings."""
        return record.caption

    def subtitle(self, record: Entity) -> str:  # noqa: ARG002
        """The line below the name."""
        return ""

    def badges(self, record: Entity) -> Sequence[Fact]:  # noqa: ARG002
        """At most four facts."""
        return ()

    def new_record(self, session: Any) -> Entity:  # noqa: ARG002
        """A new record with everything that can be known beforehand; called away from the screen."""
        return self.entity()

    def summary(self, session: Any, total: int) -> str:  # noqa: ARG002
        """What stands beside the title; called away from the screen."""
        return self.counted(total)

    def bulk_actions(self) -> Sequence[BulkAction]:
        """What else can be done with several records at once."""
        return ()

    def head_buttons(self) -> Sequence[QWidget]:
        """Further buttons before the main one."""
        return ()


def nullable(entity: type[Entity]) -> set[str]:
    """The fields of ENTITY that may have no value; own fields may always."""
    return {name for name in fields(entity) if getattr(entity, name).expression.nullable} | {*own_columns(entity)}
