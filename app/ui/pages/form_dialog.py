"""A few questions over the page, and the deed that follows from the answers; it stays open until the deed is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.core.errors import Invalid
from app.core.text import _
from app.models.fields import Field
from app.models.work import Work
from app.ui.context import Context
from app.ui.dialogs import Dialog
from app.ui.form import Form
from app.ui.widgets.banner import Banner
from app.ui.widgets.basics import label
from app.ui.widgets.buttons import PrimaryButton

Doing = Callable[[Work, dict[str, Any]], object]


class FormDialog(Dialog):
    """Asks for FIELDS, beginning with VALUES, and does ACTION with what was typed."""

    stored = Signal()

    def __init__(
        self,
        parent: QWidget | None,
        context: Context,
        title: str,
        fields: Mapping[str, Field],
        values: Mapping[str, Any],
        action: Doing,
        *,
        lead: str = "",
        deed: str = "",
        name: str = "formDialog",
    ) -> None:
        super().__init__(parent, title, name, 560)
        self.context, self.action = context, action
        self.banner = Banner()
        self.form = Form(fields, context)
        if lead:
            self.body.addWidget(label(lead, "muted", wrap=True))
        self.body.addWidget(self.banner)
        self.body.addWidget(self.form)
        self.add_cancel()
        self.deed = self.add_button(PrimaryButton(deed or _("Speichern"), self.do, name="deed"), default=True)
        self.form.load(values)
        self.form.edit()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def start(self) -> FormDialog:
        """Show it over the window and put the keyboard into the first field."""
        self.open()
        self.form.focus_first()
        return self

    def do(self) -> None:
        """Do the deed with what stands in the form, unless something is wrong there."""
        values = self.form.checked_values()
        if values is None:
            return
        self.deed.setEnabled(False)
        self.context.do(self.windowTitle(), lambda work: self.action(work, values), self, self._stored, self._failed)

    def _stored(self) -> None:
        self.stored.emit()
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self.deed.setEnabled(True)
        if not isinstance(error, Invalid):
            self.context.tell(error)
        elif rest := self.form.complain(error.problems):
            self.banner.tell("err", " ".join(rest))
