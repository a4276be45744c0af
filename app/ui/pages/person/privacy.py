"""Data protection of one person: what she allowed, what she is told, and how she is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.progress import Progress
from app.core.text import N_, _, file_name, show
from app.models import Consent, Person
from app.models.base import Entity
from app.models.consent import Purpose, Signatory
from app.models.work import Work
from app.services.consents import PurposeState, purpose_states, usual_version, withdraw, withdrawn
from app.services.erasing import anonymise, erase, kept_by_law
from app.ui import dialogs, theme
from app.ui.context import Context
from app.ui.form_row import Heading
from app.ui.pages.detail_tab import DetailTab
from app.ui.pages.person.consent_dialog import ConsentDialog
from app.ui.pages.small_table import SmallTable
from app.ui.rows import Column, Item, Line
from app.ui.widgets.basics import label, line, plain, row
from app.ui.widgets.buttons import Button
from app.ui.widgets.side_by_side import scrolling
from app.ui.widgets.status import StatusText

FORMATS = {"pdf": (N_("PDF"), ".pdf"), "json": (N_("JSON"), ".json")}
ROW_HEIGHT, MOST_ROWS = 30, 6


@dataclass(frozen=True)
class Privacy:
    """What the tab shows of one person."""

    purpose_states: Sequence[PurposeState]
    withdrawn: Sequence[Consent]
    version: str
    obstacle: str
    """Why she may not be deleted yet."""


def privacy(session: Any, person_id: int) -> Privacy:
    """Read it; called away from the screen."""
    return Privacy(
        purpose_states(session, person_id),
        withdrawn(session, person_id),
        usual_version(session),
        kept_by_law(session, person_id),
    )


class ConsentLine(QWidget):
    """One purpose: how the person stands to it, and the button that changes that."""

    def __init__(self, purpose: Purpose, give: Callable[[], object], take_back: Callable[[], object]) -> None:
        super().__init__()
        self.purpose = purpose
        self.state = StatusText("quiet", "")
        self.details = label("", "small", wrap=True)
        self.give = Button(_("Eintragen …"), give, name=f"give:{purpose.value}", small=True)
        self.withdraw = Button(_("Widerrufen"), take_back, name=f"withdraw:{purpose.value}", small=True)
        for button in (self.give, self.withdraw):
            button.setAccessibleName(f"{button.text()} {_(purpose.label)}".replace(" …", ":"))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(_(purpose.label), wrap=True))
        words.addLayout(row(self.state, None))
        words.addWidget(self.details)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 5, 14, 5)
        layout.addLayout(words, 1)
        for button in (self.give, self.withdraw):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_purpose(self, state: PurposeState, open_: bool) -> None:
        """Show how the person stands to the purpose; OPEN whether that can change."""
        before = state.consent is not None and not state.given
        self.state.show_state("fulfilled" if state.given else "refused" if before else "left-out", state.words)
        details = signed(state.consent) if state.given and state.consent else ""
        self.details.setText(details)
        self.details.setVisible(bool(details))
        self.give.setVisible(not state.given and open_)
        self.withdraw.setVisible(state.given and open_)
        self.setAccessibleName(f"{_(self.purpose.label)}: {state.words}")


def signed(consent: Consent) -> str:
    """'Fassung 2026-01 · unterschrieben von Amal Al-Haddad (Sorgeberechtigte)'."""
    version = _("Fassung {version}").format(version=consent.form_version) if consent.form_version else ""
    by_guardian = consent.signed_by == Signatory.GUARDIAN
    who = _("unterschrieben von {name} (Sorgeberechtigte)").format(name=consent.guardian) if by_guardian else ""
    return " · ".join(filter(None, (version, who)))


class PrivacyTab(DetailTab):
    """Consents, disclosure, anonymising, deleting."""

    tables = ("consent", "participation", "certificate", "project")
    parts = ("consent",)

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Datenschutz"))
        self.version = self.obstacle = ""

    # ---------------------------------------------------------------- building

    def build(self) -> None:
        """The consents, those that were withdrawn, and the rights of the person."""
        self.lines = {
            purpose: ConsentLine(
                purpose,
                lambda purpose=purpose: self.give(purpose),  # type: ignore[misc]
                lambda purpose=purpose: self.take_back(purpose),  # type: ignore[misc]
            )
            for purpose in Purpose
        }
        content = QWidget()
        content.setProperty("plain", "true")
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 4, 0, 12)
        layout.setSpacing(0)
        layout.addWidget(_headed(_("Einwilligungen")))
        for number, one in enumerate(self.lines.values()):
            if number:
                layout.addLayout(row(line(), margins=(14, 0, 14, 0)))
            layout.addWidget(one)
        layout.addWidget(self._build_past())
        layout.addWidget(self._build_rights())
        layout.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def _build_past(self) -> QWidget:
        columns = (Column(_("Zweck")), Column(_("Erteilt"), 88), Column(_("Widerrufen"), 92), Column(_("Fassung"), 92))
        self.past = SmallTable("withdrawnConsents", _("Widerrufene Einwilligungen"), columns, "")
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(_headed(_("Widerrufene Einwilligungen")))
        layout.addWidget(self.past)
        self._past_part = plain(layout)
        return self._past_part

    def _build_rights(self) -> QWidget:
        self.disclose_button = Button(_("Auskunft erstellen …"), self.disclose, "pdf", "disclose")
        self.anonymise_button = Button(_("Anonymisieren …"), self.anonymise, "hide", "anonymise")
        self.erase_button = Button(_("Endgültig löschen …"), self.erase, "delete", "erase")
        self.obstacle_note = StatusText("locked", "", small=True)
        self.obstacle_note.set_wrap()
        told = _(
            "Anonymisieren entfernt alles, woran man die Person erkennt; Berichte zählen sie weiter. "
            "Löschen entfernt auch das, sobald kein Gesetz die Aufbewahrung verlangt."
        )
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(_headed(_("Auskunft und Löschung")))
        layout.addLayout(row(self.disclose_button, None, margins=(14, 0, 14, 0)))
        layout.addLayout(row(label(told, "small", wrap=True), margins=(14, 4, 14, 0)))
        layout.addLayout(row(self.anonymise_button, self.erase_button, None, margins=(14, 0, 14, 0)))
        layout.addLayout(row(self.obstacle_note, margins=(14, 0, 14, 0)))
        return plain(layout)

    # ---------------------------------------------------------------- showing

    def show_record(self, record: Entity) -> None:
        """Read the person's consents."""
        super().show_record(record)
        id = record.id
        self.read(lambda session: privacy(session, id), self._show)

    def _show(self, found: Privacy) -> None:
        person = self._person()
        self.version, self.obstacle = found.version, found.obstacle
        for state in found.purpose_states:
            self.lines[state.purpose].show_purpose(state, not person.anonymised)
        self._past_part.setVisible(bool(found.withdrawn))
        self.past.show_lines([_past_line(one) for one in found.withdrawn])
        self.past.setFixedHeight(theme.px((min(len(found.withdrawn), MOST_ROWS) + 1) * ROW_HEIGHT + 6))
        self.anonymise_button.setEnabled(not person.anonymised)
        gone = _("Anonymisiert am {day}.").format(day=show(person.anonymised)) if person.anonymised else ""
        self.obstacle_note.show_state("locked", " ".join(filter(None, (gone, found.obstacle))))
        self.obstacle_note.setVisible(bool(self.obstacle_note.text()))

    def _person(self) -> Person:
        assert isinstance(self.record, Person)
        return self.record

    # ---------------------------------------------------------------- consents

    def consent_dialog(self, purpose: Purpose) -> ConsentDialog:
        """Asks for a consent to PURPOSE."""
        return ConsentDialog(self.window(), self.context, self._person(), purpose, self.version)

    def give(self, purpose: Purpose) -> None:
        """Enter a consent."""
        self.consent_dialog(purpose).exec()

    def take_back(self, purpose: Purpose) -> None:
        """Withdraw the consent to PURPOSE at once; that can be undone, so nobody is asked."""
        person_id = self._person().id

        def action(work: Work) -> None:
            for state in purpose_states(work.session, person_id):
                if state.purpose is purpose and state.given and state.consent:
                    withdraw(work, state.consent.id)

        self.context.do(_("Einwilligung widerrufen"), action, self)

    # ---------------------------------------------------------------- rights

    def disclose(self) -> None:
        """Write everything that is kept about the person for herself."""
        person = self._person()
        reminder = _(
            "Die Auskunft enthält alles, was gespeichert ist, auch besonders geschützte Angaben. Geben Sie sie nur der "
            "Person selbst oder wer eine Vollmacht von ihr vorlegt, und löschen Sie die Datei danach."
        )
        choices = [("json", _("Als Datei für Programme (JSON) …")), ("pdf", _("Als PDF …"))]
        lead = _("Auskunft über {name}").format(name=person.full_name)
        chosen = dialogs.choose(self.window(), _("Auskunft erstellen"), lead, reminder, choices, "pdf")
        if not chosen:
            return
        filter_name, suffix = FORMATS[chosen]
        suggested = _("Auskunft {name}").format(name=file_name(person.full_name)) + suffix
        filters = [(_(filter_name), [suffix])]
        target = dialogs.save_file(self.window(), _("Auskunft speichern"), suggested, filters)
        if target is None:
            return

        def write(progress: Progress) -> None:
            from app.reports import report

            report("disclosure").build(self.context.db, {"person": person.id}, progress, target)

        def done(_nothing: None) -> None:
            self.context.message.emit(_("Gespeichert: {name}").format(name=target.name), False)
            look = lambda work: work.look(work.get(Person, person.id))  # noqa: E731 - a name says what it is
            self.context.do(_("Auskunft erstellen"), look, self, undoable=False)

        self.context.tasks.run(write, done, self, self.context.tell)

    def anonymise(self) -> None:
        """Take away everything that tells who the person is, after asking."""
        person = self._person()
        lead = _("{name} anonymisieren?").format(name=person.full_name)
        text = _(
            "Name, Anschrift, Kontakt, Notizen, Dokumente, Einwilligungen und der Verlauf werden gelöscht. Für "
            "Berichte bleibt, was gezählt wird. Das lässt sich nicht rückgängig machen, auch nicht mit Strg+Z. Aus den "
            "Sicherungen verschwindet die Person mit der nächsten Sicherung."
        )
        if dialogs.confirm(self.window(), _("Person anonymisieren"), lead, text, _("Anonymisieren"), irreversible=True):
            told = _("Die Person ist anonymisiert.")
            self._for_good(_("Person anonymisieren"), lambda work: anonymise(work, person.id), told)

    def erase(self) -> None:
        """Delete the person with everything that belongs to her, after asking why and whether."""
        person, title = self._person(), _("Person endgültig löschen")
        if self.obstacle:
            dialogs.tell(
                self.window(), title, _("Diese Person darf noch nicht gelöscht werden."), self.obstacle, "warn"
            )
            return
        proposed = _("Wunsch der Person (Art. 17 DSGVO)")
        reason = dialogs.ask_text(self.window(), title, _("Grund, ohne Namen"), proposed, _("Weiter …"))
        if reason is None:
            return
        lead = _("{name} endgültig löschen?").format(name=person.full_name)
        text = _(
            "Alles über die Person wird gelöscht: Angaben, Rollen, Teilnahmen, Notizen, Dokumente und der Verlauf. "
            "Auch Berichte zählen sie nicht mehr. Das lässt sich nicht rückgängig machen. Aus den Sicherungen "
            "verschwindet die Person mit der nächsten Sicherung."
        )
        if dialogs.confirm(self.window(), title, lead, text, _("Endgültig löschen"), irreversible=True):
            self._for_good(title, lambda work: erase(work, person.id, reason), _("Die Person ist gelöscht."))

    def _for_good(self, label_: str, action: Callable[[Work], object], told: str) -> None:
        def done() -> None:
            self.context.forget_gone()
            self.context.message.emit(told, False)

        self.context.do(label_, action, self, done, undoable=False)


def _headed(text: str) -> QWidget:
    return plain(row(Heading(text), margins=(14, 0, 14, 0)))


def _past_line(consent: Consent) -> Line:
    days = Item.of(show(consent.given), muted=True), Item.of(show(consent.withdrawn), muted=True)
    return Line((Item.of(_(consent.caption)), *days, Item.of(consent.form_version, muted=True)), consent.id)
