"""Merging two records of one person: both beside each other, a choice per field, and everything that moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from app.core.progress import Progress
from app.core.text import _
from app.services.merging import Choice, Plan, Side, merge, plan
from app.ui.context import Context
from app.ui.dialogs import Dialog
from app.ui.widgets.banner import Banner
from app.ui.widgets.basics import label, line, named, plain
from app.ui.widgets.buttons import PrimaryButton

WIDTH = 760


class MergeDialog(Dialog):
    """Shows a plan and lets the person choose; the caller does it."""

    def __init__(self, parent: QWidget | None, plan_: Plan) -> None:
        super().__init__(parent, _("Personen zusammenführen"), "mergeDialog", WIDTH)
        self.plan = plan_
        self.groups: dict[str, QButtonGroup] = {}
        lead = _("Aus zwei Einträgen wird einer. Bitte wählen Sie, welche Angaben gelten.")
        self.body.addWidget(label(lead, wrap=True))
        if plan_.obstacles:
            self.body.addWidget(Banner("err", " ".join(plan_.obstacles), _("So geht es nicht:")))
        self.body.addWidget(plain(self._fields()))
        if any(choice.conflict for choice in plan_.choices):
            self.body.addWidget(label(_("* Beide Einträge sagen etwas anderes. Bitte prüfen."), "small", wrap=True))
        self.body.addWidget(line())
        for text in moves(plan_):
            self.body.addWidget(label(text, wrap=True))
        for text in plan_.told:
            self.body.addWidget(label(text, "small", wrap=True))
        self.body.addWidget(label(_("Mit „Rückgängig“ bekommen Sie beide Einträge zurück."), "small", wrap=True))
        self.body.addStretch(1)
        self.add_cancel()
        self.deed = self.add_button(PrimaryButton(_("Zusammenführen"), self.accept, "merge", "merge"), default=True)
        self.deed.setEnabled(not plan_.obstacles)

    def choices(self) -> dict[str, Side]:
        """What was chosen, by field."""
        return {name: list(Side)[group.checkedId()] for name, group in self.groups.items()}

    def _fields(self) -> QGridLayout:
        """A row for each field in which the two differ."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        for column, text in enumerate(("", *self.plan.captions), 0):
            grid.addWidget(label(text, "strong", wrap=True), 0, column)
            grid.setColumnStretch(column, 1 if column else 0)
        different = [choice for choice in self.plan.choices if choice.keep != choice.drop]
        for number, choice in enumerate(different, 1):
            self._add(grid, number, choice)
        return grid

    def _add(self, grid: QGridLayout, number: int, choice: Choice) -> None:
        title = _(choice.spec.label)
        said = _("{field} *").format(field=title) if choice.conflict else title
        grid.addWidget(label(said, "strong" if choice.conflict else "", "muted", wrap=True), number, 0)
        self.groups[choice.name] = group = QButtonGroup(self)
        shown = {Side.KEEP: choice.keep, Side.DROP: choice.drop, Side.BOTH: None}
        for side in choice.sides:
            value = choice.spec.show(shown[side]) if side is not Side.BOTH else _("beides")
            button = QRadioButton((value or _("leer")).replace("&", "&&").replace("\n", " "))
            named(button, f"{title}: {value or _('leer')}", f"{choice.name}:{side.value}")
            button.setToolTip(value)
            button.setChecked(side is choice.proposed)
            group.addButton(button, list(Side).index(side))
            grid.addWidget(button, number, list(Side).index(side) + 1, Qt.AlignmentFlag.AlignTop)


def moves(plan_: Plan) -> list[str]:
    """What moves to the person who stays: 'Rolle: Mentee, Mentorin'."""
    moved = [step for step in plan_.steps if step.moves]
    kinds = Counter(step.title for step in moved)
    if not kinds:
        return [_("Sonst hängt an dem Eintrag, der aufgeht, nichts.")]
    lines = [_("Es ziehen um:")]
    for title, count in kinds.items():
        captions = sorted({step.caption for step in moved if step.title == title and step.caption})
        lines.append(f"{count} × {_(title)}" + (f": {', '.join(captions)}" if captions else ""))
    return lines


def ask_merge(
    parent: QWidget, context: Context, keep_id: int, drop_id: int, done: Callable[[], object] = lambda: None
) -> None:
    """Show what merging would do and, if the person wants it, do it as one step that can be taken back."""

    def load(_progress: Progress) -> Plan:
        with context.db.read() as session:
            return plan(session, keep_id, drop_id)

    def show(found: Plan) -> None:
        dialog = MergeDialog(parent, found)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: _do(context, parent, found, dialog.choices(), done))
        dialog.open()

    context.tasks.run(load, show, parent, context.tell, key="merge")


def _do(context: Context, owner: QObject, found: Plan, choices: dict[str, Side], done: Callable[[], object]) -> None:
    context.do(found.label, lambda work: merge(work, found, choices), owner, done)
