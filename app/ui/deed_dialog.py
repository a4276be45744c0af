"""A dialog that asks for what a deed needs, does it, and closes only when it worked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.core.errors import Invalid, UserError
from app.models.fields import Field
from app.models.work import Work
from app.ui.context import Context
from app.ui.dialogs import Dialog
from app.ui.form import Form
from app.ui.widgets.basics import label
from app.ui.widgets.buttons import PrimaryButton


@dataclass(frozen=True)
class Deed:
    """What is asked before something is done, and what is done with the answers."""

    title: str
    verb: str
    fields: Mapping[str, Field]
    act: Callable[[Work, dict[str, Any]], object]
    values: Mapping[str, Any] = field(default_factory=dict)
    lead: str = ""
    done: Callable[[], object] = lambda: None


class DeedDialog(Dialog):
    """Fields above, Abbrechen and the deed below; what is wrong is said at the field, and nothing typed is lost."""

    def __init__(self, parent: QWidget, context: Context, deed: Deed) -> None:
        super().__init__(parent, deed.title, "deedDialog", 560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.context, self.deed = context, deed
        self.body.setContentsMargins(6, 12, 6, 12)
        if deed.lead:
            lead = label(deed.lead, "muted", wrap=True)
            lead.setContentsMargins(14, 0, 14, 0)
            self.body.addWidget(lead)
        # A dialog is about one thing; headings for groups belong to the record's own form.
        self.form = Form({name: replace(spec, group="") for name, spec in deed.fields.items()}, context)
        self.form.load({name: deed.values.get(name) for name in deed.fields})
        self.form.edit()
        self.body.addWidget(self.form)
        self.trouble = label("", "", "err", wrap=True)
        self.trouble.setContentsMargins(14, 0, 14, 0)
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self.add_cancel()
        self.button = PrimaryButton(deed.verb, self.do, name="deed")
        self.add_button(self.button, default=True)

    def do(self) -> None:
        """Do it with what was typed."""
        self._complain("")
        values = self.form.checked_values()
        if values is None:
            return
        self.button.setEnabled(False)
        self.context.do(self.deed.title, lambda work: self.deed.act(work, values), self, self._finish, self._failed)

    def _finish(self) -> None:
        self.accept()
        self.deed.done()

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        if isinstance(error, Invalid):
            self._complain(" ".join(self.form.complain(error.problems)))
        elif isinstance(error, UserError):
            self._complain(str(error))
        else:
            self.context.tell(error)

    def _complain(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))


def ask(parent: QWidget, context: Context, deed: Deed) -> DeedDialog:
    """Open the dialog over PARENT and return at once; the deed is done when somebody says so."""
    dialog = DeedDialog(parent, context, deed)
    dialog.open()
    dialog.form.focus_first()
    return dialog
