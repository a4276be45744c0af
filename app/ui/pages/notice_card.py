"""The office's own privacy notice in the settings: what it says now, and a dialog to change it."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLabel

from app.core.progress import Progress
from app.core.text import _
from app.models import PrivacyNotice
from app.models.fields import fields
from app.models.history import Done
from app.models.privacy_notice import stated
from app.services.privacy_notice import state
from app.ui.context import Context
from app.ui.pages.form_dialog import FormDialog
from app.ui.widgets.basics import label, row
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card

LEAD = _("Steht auf jedem Fragebogen unter „Datenschutz“. Was leer bleibt, druckt das Programm wie bisher.")


class NoticeCard(Card):
    """Who is responsible, who is asked about privacy, and what else the office wants people to know."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Datenschutzhinweis auf Fragebögen"), name="noticeCard")
        self.context = context
        self.notice = PrivacyNotice()
        self.told: dict[str, QLabel] = {}
        facts = QFormLayout()
        facts.setHorizontalSpacing(16)
        for name, spec in fields(PrivacyNotice).items():
            self.told[name] = label("–", wrap=True)
            facts.addRow(label(_(spec.label), "muted"), self.told[name])
        self.button = Button(_("Hinweis ände&rn …"), self.ask, "edit", "editNotice")
        self.button.setEnabled(False)
        self.body.addWidget(label(LEAD, "small", wrap=True))
        self.body.addLayout(facts)
        self.body.addLayout(row(self.button, None))
        context.changed.connect(self._changed)
        self._load()

    def _changed(self, done: Done) -> None:
        if done.touches(PrivacyNotice.__tablename__):
            self._load()

    def _load(self) -> None:
        def load(_progress: Progress) -> PrivacyNotice:
            with self.context.db.read() as session:
                return stated(session)

        self.context.tasks.run(load, self._show, self, self.context.tell, key="notice", quiet=True)

    def _show(self, notice: PrivacyNotice) -> None:
        self.notice = notice
        for name, shown in self.told.items():
            shown.setText(getattr(notice, name) or "–")
        self.button.setEnabled(True)

    def ask(self) -> FormDialog:
        """Ask what it should say."""
        seen, asked = self.notice, fields(PrivacyNotice)
        return FormDialog(
            self.window(),
            self.context,
            _("Datenschutzhinweis ändern"),
            asked,
            {name: getattr(seen, name) for name in asked},
            lambda work, values: state(work, seen, values),
            lead=LEAD,
            name="noticeDialog",
        ).start()
