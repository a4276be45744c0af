"""The tabs of a record's detail: each reads what it shows by itself, and may be edited and saved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.core.errors import Conflict, Invalid, UserError
from app.core.text import _
from app.models.base import Entity
from app.models.fields import fields, own_columns
from app.models.work import Work
from app.services.interests import INTERESTS, adopt
from app.services.own_fields import problems, store, values
from app.ui.context import Context
from app.ui.form import Form
from app.ui.pages.detail_tab import DetailTab, Ended, nothing
from app.ui.pages.looking import enter_look
from app.ui.pages.unsaved import ask_whose
from app.ui.widgets.banner import Banner
from app.ui.widgets.side_by_side import scrolling

if TYPE_CHECKING:
    from app.models.fields import Field


class EditTab(DetailTab):
    """A tab with a form below a banner; subclasses say what is saved and how."""

    editable = True

    def __init__(self, context: Context, title: str) -> None:
        super().__init__(context, title)
        self._saving = self._compact = False
        self._wanted_field = ""
        self._told = ("info", "", "", "")
        self._top = QVBoxLayout()
        self._frame: tuple[Banner, QScrollArea] | None = None
        self.form = Form({})

    @property
    def banner(self) -> Banner:
        """What is said over the form."""
        return self._framed()[0]

    @property
    def area(self) -> QScrollArea:
        """Where the form lies."""
        return self._framed()[1]

    def prepare(self) -> None:
        """Make what is inside, unless it is there; the frame comes first."""
        self._framed()
        super().prepare()

    def _framed(self) -> tuple[Banner, QScrollArea]:
        """Banner and scrolling area, made when one of them is needed; most tabs of a page are never looked at."""
        if self._frame is None:
            banner, area = self._frame = Banner(), scrolling(QWidget())
            banner.link_clicked.connect(lambda: self.go_to_noted(1))
            self._top.addWidget(banner)
            self._top.setContentsMargins(0, 0, 0, 0)
            layout = QVBoxLayout(self)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
            layout.addLayout(self._top)
            layout.addWidget(area, 1)
        return self._frame

    def use_form(
        self,
        fields: Mapping[str, Field],
        starred: Collection[str] = (),
        notes: Mapping[str, str] | None = None,
        later: Collection[str] = (),
    ) -> None:
        """Show a form for these fields."""
        self.form = Form(fields, self.context, starred, notes, self.area.viewport(), later, partial(enter_look, self))
        self.form.changed.connect(self._typed)
        self.area.setWidget(self.form)
        self.footnote = _("* Pflichtangabe") if any(row.starred for row in self.form.rows.values()) else ""

    def show_record(self, record: Entity) -> None:
        """Show what belongs to RECORD; what was shown on request belongs to the one before."""
        if self.record is None or self.record.id != record.id:
            self.leave()
        super().show_record(record)

    def leave(self) -> None:
        """Cover again what was shown on request."""
        self.form.conceal()

    def tell(self, kind: str, text: str, lead: str = "", link: str = "") -> None:
        """Show a banner over the form, or none."""
        self._told = kind, text, lead, link
        brief = self._compact and kind == "warn" and bool(lead)
        self.banner.tell(kind, "" if brief else text, lead.rstrip(":") if brief else lead, link)
        self._top.setContentsMargins(*((14, 10, 14, 2) if text or lead else (0, 0, 0, 0)))

    def set_compact(self, compact: bool) -> None:
        """Let the banner say how many, not which."""
        if compact != self._compact:
            self._compact = compact
            if self._frame:
                self.tell(*self._told)

    def is_changed(self) -> bool:
        """Whether something typed is not saved yet."""
        return self.editing and (self.form.is_changed() or self.new)

    def edit(self) -> None:
        """Turn texts into fields."""
        if self.record is not None and not self.editing:
            self.editing = True
            self.form.edit()
            self.form.focus_first()
            self.editing_changed.emit()

    def discard(self) -> None:
        """Forget what was typed and show texts again."""
        if self.editing:
            self.editing = self.new = False
            self.form.edit(False)
            self.form.complain({})
            self.editing_changed.emit()

    def go_to_field(self, name: str = "") -> None:
        """Edit one field, or the one that was asked for before; a form that is still being read remembers it."""
        name = self._wanted_field = name or self._wanted_field
        if name in self.form.rows and self.record is not None:
            self._wanted_field = ""
            if not self.editing:
                self.edit()
            self.form.go_to(name)

    def go_to_noted(self, by: int) -> None:
        """Go to the next or the previous field with a note; reading turns into editing."""
        if self.form.noted():
            self.edit()
            self.form.go_to_noted(by)

    def save(self, ended: Ended = nothing) -> None:
        """Save what was typed; what cannot be saved stays as it was typed."""
        if self._saving or not self.editing:
            ended(not self._saving)
            return
        try:
            label, action = self.work(self.form.values())
        except Invalid as error:
            self._failed(error, ended)
            return
        self._saving = True
        self.context.do(label, action, self, lambda: self._done(ended), lambda error: self._failed(error, ended))

    def work(self, values: dict[str, Any]) -> tuple[str, Callable[[Work], object]]:
        """The label and the action that save VALUES; Invalid refuses them."""
        raise NotImplementedError

    def _done(self, ended: Ended) -> None:
        record = self.record
        self._saving = self.editing = self.new = False
        self.form.edit(False)
        self.editing_changed.emit()
        self.saved.emit(record.id if record else None)
        ended(True)

    def _failed(self, error: BaseException, ended: Ended) -> None:
        self._saving = False
        if isinstance(error, Invalid):
            if rest := self.form.complain(error.problems):
                self.tell("err", " ".join(rest), _("Nicht gespeichert:"))
        elif isinstance(error, Conflict) and not self.new:
            self.conflict(error)
        elif isinstance(error, UserError):
            self.tell("err", _("{why} Ihre Eingaben bleiben hier stehen.").format(why=error), _("Nicht gespeichert:"))
        else:
            self.context.tell(error)
        ended(False)

    def conflict(self, error: Conflict) -> None:
        """Somebody was faster."""
        self.context.tell(error)

    def _typed(self) -> None:
        self.editing_changed.emit()


class FormTab(EditTab):
    """The fields of the record itself."""

    def __init__(self, context: Context, entity: type[Entity], title: str) -> None:
        super().__init__(context, title)
        self.entity = entity

    def build(self) -> None:
        """The form."""
        self.use_form(self.questions())

    def questions(self) -> dict[str, Field]:
        """What the form asks: the record's fields and the office's own."""
        return fields(self.entity) | own_columns(self.entity)

    def given(self, record: Entity) -> dict[str, Any]:
        """What RECORD says to the questions."""
        own = own_columns(self.entity)
        return {name: getattr(record, name) for name in fields(self.entity)} | values(record, own)

    def show_record(self, record: Entity) -> None:
        """Show the record's fields, unless they are just being edited."""
        if self.editing and self.record is not None and self.record.id == record.id:
            return
        super().show_record(record)
        self.new = False
        self.tell("info", "")
        if self.editing:
            self.editing = False
            self.form.edit(False)
        if list(self.form.fields.items()) != list(self.questions().items()):  # their order counts, too
            self.build()
        self.form.load(self.given(record))
        self.area.verticalScrollBar().setValue(0)

    def show_new(self, record: Entity) -> None:
        """Fill in a record that is not stored yet."""
        self.editing = False
        self.show_record(record)
        self.new = self.editing = True
        self.form.reveal()
        self.form.edit()
        self.form.focus_first()
        self.editing_changed.emit()

    def is_changed(self) -> bool:
        """A new record in which nothing was typed may be left without a question."""
        return self.editing and self.form.is_changed()

    def work(self, values: dict[str, Any]) -> tuple[str, Callable[[Work], object]]:
        """Store a new record, or what was changed in the one shown."""
        record, entity = self.record, self.entity
        assert record is not None
        if found := problems(values, own_columns(entity)):
            raise Invalid(found)
        typed = values if self.new else {name: values[name] for name in self.form.changed_names()}
        if self.new:
            return (
                _("{what} anlegen").format(what=_(entity.title)),
                lambda work: self.keep(work, work.add(entity(id=record.id)), typed),
            )

        def change(work: Work) -> None:
            self.keep(work, work.get(entity, record.id, record.version), typed)

        return _("{what} ändern").format(what=_(entity.title)), change

    def keep(self, work: Work, record: Entity, typed: dict[str, Any]) -> None:
        """Store what was typed; new words come onto the office's list of interests."""
        store(work, record, typed)
        for name, spec in self.form.fields.items():
            if spec.suggest == INTERESTS and typed.get(name):
                adopt(work, typed[name])

    # ---------------------------------------------------------------- somebody was faster

    def conflict(self, error: Conflict) -> None:
        """Look at what the others did and let the person choose."""
        record = self.record
        assert record is not None
        self.read(lambda session: session.get(self.entity, record.id), lambda fresh: self._resolve(fresh, error))

    def _resolve(self, fresh: Entity | None, error: Conflict) -> None:
        if fresh is None:
            self.tell("err", _("Jemand hat diesen Eintrag inzwischen gelöscht."), _("Nicht gespeichert:"))
            return
        assert self.record is not None
        now, before = self.given(fresh), self.given(self.record)
        theirs = {n: s for n, s in self.form.fields.items() if now[n] != before[n]}
        mine = self.form.changed_names()
        chosen = ask_whose(self.window(), str(error), theirs.values(), [now[name] for name in theirs])
        if chosen == "reload":
            self.editing = False
            self.form.edit(False)
            self.show_record(fresh)
            self.editing_changed.emit()
        elif chosen == "keep":
            self.record = fresh
            self.form.keep_input(now, mine)
            note = _("Inzwischen stand hier: {value}. Beim Speichern gilt Ihre Eingabe.")
            both = {n: note.format(value=s.show(now[n]) or _("nichts")) for n, s in theirs.items() if n in mine}
            self.form.mark_missing(both)
            self.editing_changed.emit()
