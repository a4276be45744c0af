"""Entering a consent that somebody signed."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import _
from app.models import Consent, Person
from app.models.consent import Purpose, Signatory
from app.models.fields import fields
from app.models.work import Work
from app.services.consents import give, guardian_needed
from app.ui.context import Context
from app.ui.dialogs import Dialog
from app.ui.form import Form
from app.ui.widgets.basics import label
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.status import StatusText

ASKED = ("given", "form_version", "signed_by", "guardian")


class ConsentDialog(Dialog):
    """Asks when, on which form and by whom a consent to PURPOSE was signed; VERSION is proposed."""

    def __init__(
        self, parent: QWidget | None, context: Context, person: Person, purpose: Purpose, version: str
    ) -> None:
        super().__init__(parent, _("Einwilligung eintragen"), "consentDialog", 560)
        self.context, self.person, self.purpose = context, person, purpose
        self.setAccessibleDescription(_(purpose.label))
        self.form = Form({name: fields(Consent)[name] for name in ASKED})
        self.form.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        self.form.changed.connect(self._follow)
        self.note = StatusText("missing", "", small=True)
        self.note.set_wrap()
        self.rest = StatusText("wrong", "", small=True)
        self.rest.set_wrap()
        self.rest.hide()
        self.body.addWidget(label(_(purpose.label), "section", wrap=True))
        self.body.addWidget(label(person.full_name, "muted", wrap=True))
        for part in (self.form, self.note, self.rest):
            self.body.addWidget(part)
        self.add_cancel()
        self.deed = self.add_button(PrimaryButton(_("Eintragen"), self.submit, name="deed"), default=True)
        minor = bool(guardian_needed(person, today(), Signatory.SELF))
        signatory = Signatory.GUARDIAN if minor else Signatory.SELF
        self.form.load({"given": today(), "form_version": version, "signed_by": signatory.value, "guardian": ""})
        self.form.edit()
        self._follow()
        self.form.focus_first()

    def _follow(self) -> None:
        """Ask for a guardian's name where one signs, and say where one has to."""
        values = self.form.readable_values()
        by_guardian = values["signed_by"] == Signatory.GUARDIAN
        self.form.show_only(ASKED if by_guardian else ASKED[:-1])
        needed = guardian_needed(self.person, values["given"] or today(), values["signed_by"] or "")
        self.note.show_state("missing", needed)
        self.note.setVisible(bool(needed))

    def submit(self) -> None:
        """Store the consent; what is wrong with it is said and can be mended."""
        values = self.form.checked_values()
        if values is None:
            return
        if values["signed_by"] != Signatory.GUARDIAN:
            values["guardian"] = ""
        given: dict[str, Any] = {"person_id": self.person.id, "purpose": self.purpose.value, **values}

        def action(work: Work) -> None:
            give(work, Consent(**given))

        self.deed.setEnabled(False)
        self.context.do(_("Einwilligung eintragen"), action, self, self.accept, self._failed)

    def _failed(self, error: BaseException) -> None:
        self.deed.setEnabled(True)
        if not isinstance(error, Invalid):
            self.context.tell(error)
            return
        rest = " ".join(self.form.complain(error.problems))
        self.rest.show_state("wrong", rest)
        self.rest.setVisible(bool(rest))
