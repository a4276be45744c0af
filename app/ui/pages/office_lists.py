"""What an office keeps for itself: its list of interests, and its own fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.text import N_, _, plural
from app.models import Interest, Offer, OwnField, Person
from app.models.base import Entity
from app.models.query import Query
from app.models.work import Work
from app.services import interests, own_fields
from app.ui import dialogs
from app.ui.context import Context
from app.ui.pages.detail_tab import DetailTab
from app.ui.pages.list_page import ListPage
from app.ui.pages.tabs import FormTab
from app.ui.table import Extra, Shown
from app.ui.widgets.buttons import Button

FIXED = N_("Das steht fest, seit es das Feld gibt. Bitte legen Sie ein neues Feld an.")


def _count(found: int | None) -> Shown:
    return Shown(str(found)) if found else Shown("–", "quiet")


class OfficeList(ListPage):
    """A list whose records are woven into others, so that deleting one is asked about first where it is in use."""

    def in_use(self, session: Any, record: Any) -> int:
        """How many other records RECORD is in; called away from the screen."""
        raise NotImplementedError

    def remove(self, record: Any, count: int) -> None:
        """Delete RECORD, which COUNT others use."""
        raise NotImplementedError

    def delete(self) -> None:
        """See what is in use, then ask or delete."""
        if (id := self._id if self._id is not None else self.table.current_id()) is not None:
            self.look_up(id, self.remove)

    def look_up(self, id: int, done: Callable[[Any, int], object]) -> None:
        """Read a record and how many use it."""

        def load(_progress: Progress) -> tuple[Any, int]:
            with self.context.db.read() as session:
                record = session.get(self.entity, id)
                return record, self.in_use(session, record) if record else 0

        def arrived(found: tuple[Any, int]) -> None:
            if found[0] is not None:
                done(*found)

        self.context.tasks.run(load, arrived, self, self.context.tell, key="in use")

    def act(self, label: str, record: Any, deed: Callable[[Work, Any], object]) -> None:
        """Do DEED with the stored RECORD as one action."""
        kind, id, version = self.entity, record.id, record.version
        self.context.do(label, lambda work: deed(work, work.get(kind, id, version)), self)


# ---------------------------------------------------------------- interests


class InterestTab(FormTab):
    """Another name is another name everywhere."""

    def keep(self, work: Work, record: Entity, typed: dict[str, Any]) -> None:
        """Rename wherever the word is carried."""
        assert isinstance(record, Interest)
        name = " ".join(typed.get("name", "").replace(";", " ").replace(",", " ").split())
        if "name" not in typed:
            return
        if record.name and name:
            interests.rename(work, record, name)
        else:
            work.update(record, {"name": name})


class InterestList(OfficeList):
    """The words for what people like and clubs offer."""

    tables = ("person", "offer")
    icon = "list"
    purpose = N_("Hier stehen die Wörter, mit denen Sie Interessen von Menschen und Angeboten beschreiben.")
    widths = {"caption": 220, "people": 96, "offers": 96}

    def __init__(self, context: Context) -> None:
        super().__init__(context, Interest)

    def extras(self) -> Sequence[Extra]:
        """Who carries it."""
        return [
            Extra("people", N_("Personen"), lambda session, ids: interests.used(session, ids, Person), _count),
            Extra("offers", N_("Angebote"), lambda session, ids: interests.used(session, ids, Offer), _count),
        ]

    def detail_tabs(self) -> Iterable[DetailTab]:
        """Its name."""
        return [InterestTab(self.context, Interest, _("Interesse"))]

    def menu_entries(self) -> list[tuple[str, Callable[[], object]]]:
        """Two words for one thing become one."""
        return [(_("Zusammenführen mit …"), self.merge), *super().menu_entries()]

    def in_use(self, session: Any, record: Any) -> int:
        """How many people and offers carry it."""
        return len(interests.carriers(session, record.name))

    def remove(self, record: Any, count: int) -> None:
        """What nobody carries goes at once."""
        told = plural(count, _("1 Eintrag trägt es."), _("{n} Einträge tragen es."))
        lead = _("„{name}“ wird verwendet.").format(name=record.name)
        means = _("{told} Dort wird es mit entfernt. Mit Rückgängig kommt alles wieder.").format(told=told)
        if count and not dialogs.confirm(self.window(), _("Interesse löschen"), lead, means, _("Überall entfernen")):
            return
        self.act(_("Interesse löschen"), record, interests.remove)

    def merge(self) -> None:
        """Ask which word stays, and let it stand for both."""
        if (id := self._id if self._id is not None else self.table.current_id()) is not None:
            self.look_up(id, self._ask_merge)

    def _ask_merge(self, record: Any, _count: int) -> None:
        question = _("Welches Wort soll statt „{name}“ stehen?").format(name=record.name)
        kept = dialogs.ask_text(self.window(), _("Interessen zusammenführen"), question, deed=_("Zusammenführen"))
        if kept:
            self.act(_("Interessen zusammenführen"), record, lambda work, gone: _merge(work, gone, kept))


def _merge(work: Work, gone: Interest, kept: str) -> None:
    found = Query(Interest, where={"name": kept}).ids(work.session)
    if not found or found == [gone.id]:
        raise Invalid({"name": _("„{name}“ steht nicht auf der Liste.").format(name=kept)})
    interests.merge(work, gone, work.get(Interest, found[0]))


# ---------------------------------------------------------------- own fields


class OwnFieldTab(FormTab):
    """Name, options and protection may change; what kind of value it is stays."""

    def work(self, values: dict[str, Any]) -> tuple[str, Callable[[Work], object]]:
        """Refuse another kind, which the values that are there could not be read by."""
        if not self.new and (fixed := {"kind", "table"} & set(self.form.changed_names())):
            raise Invalid(dict.fromkeys(fixed, _(FIXED)))
        return super().work(values)


class OwnFieldList(OfficeList):
    """The fields that an office defined for itself."""

    tables = ("person", "organisation")
    icon = "list"
    purpose = N_(
        "Hier legen Sie eigene Felder an. Sie erscheinen im Formular, in Listen, Filtern, Importen und Exporten."
    )
    widths = {"caption": 220, "place": 76, "kind": 100, "table": 116}
    order = "place"

    def __init__(self, context: Context) -> None:
        super().__init__(context, OwnField)
        self.table.chosen.connect(self._follow)
        self._follow(None)

    def everything(self) -> str:
        """As German grammar has it."""
        return _("Alle eigenen Felder")

    def detail_tabs(self) -> Iterable[DetailTab]:
        """What it is called and what can be entered."""
        return [OwnFieldTab(self.context, OwnField, _("Eigenes Feld"))]

    def head_buttons(self) -> Sequence[QWidget]:
        """Where the field chosen stands among the others."""
        self.movers = [
            Button(_("Nach &oben"), lambda: self.shift(-1), "up", "ownFieldUp"),
            Button(_("Nach &unten"), lambda: self.shift(1), "down", "ownFieldDown"),
        ]
        return self.movers

    def menu_entries(self) -> list[tuple[str, Callable[[], object]]]:
        """The same, near the field."""
        moves = [(_("Nach oben"), lambda: self.shift(-1)), (_("Nach unten"), lambda: self.shift(1))]
        return [*moves, *super().menu_entries()]

    def _follow(self, id: int | None) -> None:
        for button in self.movers:
            button.setEnabled(id is not None)

    def shift(self, by: int) -> None:
        """Let the field chosen stand one place further up or down, in forms, lists and files."""
        id = self._id if self._id is not None else self.table.current_id()
        if id is not None and self.detail.may_leave():
            label = _("Eigenes Feld verschieben")
            self.context.do(label, lambda work: own_fields.move(work, work.get(OwnField, id), by), self)

    def in_use(self, session: Any, record: Any) -> int:
        """How many records say something in it."""
        return len(own_fields.holders(session, record))

    def remove(self, record: Any, count: int) -> None:
        """Values stay unless somebody says that they may go."""
        chosen = "keep"
        if count:
            chosen = dialogs.choose(
                self.window(),
                _("Eigenes Feld löschen"),
                _("„{name}“ ist schon ausgefüllt.").format(name=record.label),
                plural(
                    count,
                    _("1 Eintrag hat hier einen Wert. Er kann gespeichert bleiben, ohne gezeigt zu werden."),
                    _("{n} Einträge haben hier Werte. Sie können gespeichert bleiben, ohne gezeigt zu werden."),
                ),
                [("empty", _("Feld und Werte löschen")), ("keep", _("Nur das Feld löschen"))],
                icon="info",
            )
        if chosen:
            self.act(_("Eigenes Feld löschen"), record, _delete_with_values if chosen == "empty" else _delete)


def _delete(work: Work, field: OwnField) -> None:
    work.delete(field)


def _delete_with_values(work: Work, field: OwnField) -> None:
    own_fields.empty(work, field)
    work.delete(field)
