"""„Muss / Soll“: what excludes, what gives points, with its parameters; saved under a name, exchanged as a file."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from app.core.errors import Invalid, UserError
from app.core.files import write_durably
from app.core.progress import Progress
from app.core.text import N_, _, plural
from app.models import MatchRules
from app.models.fields import Field
from app.ui import dialogs, theme
from app.ui.context import Context
from app.ui.dialogs import Dialog
from app.ui.form import Form
from app.ui.pages.match.kinds import MatchKind
from app.ui.rows import Column, Item, Line, RowsView
from app.ui.widgets.basics import label, named, row
from app.ui.widgets.buttons import Button, PrimaryButton

if TYPE_CHECKING:
    from app.services.matching import Rule, RuleSet

TOML = [(N_("Regelwerk"), [".toml"])]
LEVELS = tuple((code, code if code != "native" else N_("Muttersprache")) for code in ("A1", "A2", "B1", "B2", "C1", "C2", "native"))  # fmt: skip # noqa: E501
PARAMETERS: dict[str, Field] = {
    spec.name: spec
    for spec in (
        Field(N_("Mindestens Niveau"), name="level", options=LEVELS),
        Field(N_("Volle Punkte ab Niveau"), name="full", options=LEVELS),
        Field(N_("Höchstens"), name="limit", kind=int, unit="km"),
        Field(N_("Volle Punkte bis"), name="near", kind=int, unit="km"),
        Field(N_("Letzte Rückfahrt frühestens"), name="back", help=N_("Zum Beispiel 19:00, leer heißt egal")),
        Field(N_("Mindestens Stunden"), name="least", kind=int),
        Field(N_("Volle Punkte ab Stunden"), name="enough", kind=int),
        Field(N_("Alter ab"), name="lowest", kind=int),
        Field(N_("Alter bis"), name="highest", kind=int),
        Field(
            N_("Fehlt die Angabe"),
            name="unknown",
            options=(("fail", N_("gilt das Muss als nicht erfüllt")), ("pass", N_("wird darüber hinweggesehen"))),
        ),
    )
}
"""What a person may set; everything else about a rule stays as it is."""
COMMON = {"enough": Field(N_("Volle Punkte ab so vielen"), name="enough", kind=int)}
"""Parameters that mean something else where words or languages are compared."""
KINDS = (("must", N_("Muss")), ("wish", N_("Soll")), ("off", N_("weglassen")))
Loaded = tuple["RuleSet", list[MatchRules]]


class RulesDialog(Dialog):
    """Rules at the left, the chosen one at the right, the name below."""

    def __init__(self, parent: QWidget, context: Context, kind: MatchKind) -> None:
        super().__init__(parent, _("Regeln für Vorschläge"), "rulesDialog", 900)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.context, self.kind, self.maker = context, kind, kind.maker
        self.rules: list[Rule] = []
        self.resting: set[int] = set()
        self.set: RuleSet | None = None
        self.at = -1
        self._build()
        self.load()

    def _build(self) -> None:
        self.sets = QComboBox()
        named(self.sets, _("Gespeicherte Regelwerke"), "ruleSets")
        self.sets.activated.connect(lambda _n: self.use(self.sets.currentData()))
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        named(self.name, _("Name des Regelwerks"), "ruleSetName")
        columns = Column(_("Regel")), Column(_("Art"), 60), Column(_("Punkte"), 64, right=True)
        self.view = RowsView(columns, "ruleList", _("Liste: Regeln"), "grid")
        self.view.setMinimumHeight(theme.px(300))
        self.view.chosen.connect(self._choose)
        self.form = Form({})
        self.place = row(self.view, self.form)
        self.place.setStretch(0, 6)
        self.place.setStretch(1, 5)
        self.hint = label(_("Muss schließt aus. Soll gibt Punkte, zusammen auf 100 umgerechnet."), "small", wrap=True)
        self.trouble = label("", "", "err", wrap=True)
        self.trouble.hide()
        self.wanted = QSpinBox()
        self.wanted.setRange(1, 20)
        named(self.wanted, _("Angebote je Person"), "ruleSetWanted")
        several = row(label(_("So viele Angebote soll eine Person gleichzeitig haben")), self.wanted, None)
        chosen, called = label(_("In Gebrauch")), label(_("Speichern als"))
        chosen.setBuddy(self.sets)
        called.setBuddy(self.name)
        self.body.addLayout(row(chosen, self.sets, None, called, self.name))
        if self.kind.views:
            self.body.addLayout(several)
        self.body.addWidget(self.hint)
        self.body.addLayout(self.place)
        self.body.addWidget(self.trouble)
        bring = Button(_("Aus Datei …"), self.bring, "import", "importRules")
        out = Button(_("In Datei …"), self.export, "file", "exportRules")
        self.foot.insertWidget(0, bring)
        self.foot.insertWidget(1, out)
        self.add_cancel()
        self.add_button(PrimaryButton(_("Speichern und verwenden"), self.save, name="saveRules"), default=True)

    # ---------------------------------------------------------------- reading

    def load(self) -> None:
        """Read the rule set in use, and the names of the others."""

        def read(_progress: Progress) -> Loaded:
            with self.context.db.read() as session:
                return self.maker.rules_in_use(session), self.maker.stored_rules(session)

        self.context.tasks.run(read, self._loaded, self, self._failed, key="rules", quiet=True)

    def _loaded(self, found: Loaded) -> None:
        rules, stored = found
        self.sets.clear()
        self.sets.addItem(_(self.kind.standard), None)
        for one in stored:
            self.sets.addItem(one.name, one.id)
            if one.chosen:
                self.sets.setCurrentIndex(self.sets.count() - 1)
        own = any(one.chosen for one in stored)
        self.show_set(rules, rules.name if own else _("Eigene Regeln"))

    def show_set(self, rules: RuleSet, name: str) -> None:
        """Show a rule set to be changed."""
        self.set, self.rules, self.resting = rules, list(rules.rules), set()
        self.at = -1
        self.name.setText(name)
        self.wanted.setValue(rules.wanted)
        self._show()
        self.view.selectRow(0)

    def _show(self) -> None:
        self.view.show_lines([self._line(n) for n in range(len(self.rules))])
        wishes = sum(one.points for n, one in enumerate(self.rules) if n not in self.resting)
        self.hint.setText(
            _("Muss schließt aus. Soll gibt Punkte; zusammen sind es {n}, sie werden auf 100 umgerechnet.").format(
                n=wishes
            )
        )

    def _line(self, number: int) -> Line:
        one, rests = self.rules[number], number in self.resting
        kind = "off" if rests else "must" if one.must else "wish"
        words = _(dict(KINDS)[kind]) if one.counted or rests else _("Folge")
        points = "" if one.must or rests or not one.counted else str(one.points)
        return Line((Item.of(_(one.label), muted=rests), Item.of(words, muted=True), Item.of(points)), number)

    # ---------------------------------------------------------------- one rule

    def _choose(self) -> None:
        key = self.view.key()
        if key is None or key == self.at or not self._take():
            return
        self.at = key
        rule = self.rules[key]
        self.place.removeWidget(self.form)
        self.form.hide()
        self.form.deleteLater()
        self.form = Form(_asked(rule))
        self.form.load(_values(rule, rests=key in self.resting))
        self.form.edit()
        self.form.changed.connect(self._typed)
        self.place.addWidget(self.form, 5)

    def _typed(self) -> None:
        if self._take(quiet=True):
            key = self.at
            self._show()
            self.view.selectRow(key)

    def _take(self, *, quiet: bool = False) -> bool:
        """Put what stands in the form into the rule; False where it cannot be read."""
        if self.at < 0:
            return True
        try:
            values = self.form.values()
        except Invalid as error:
            if not quiet:
                self.form.complain(error.problems)
            return False
        kind = values.pop("kind", None)
        self.resting = self.resting | {self.at} if kind == "off" else self.resting - {self.at}
        must = kind == "must" or (kind == "off" and self.rules[self.at].must)
        points = 0 if must else values.pop("points", None) or 0
        values.pop("points", None)
        values = {name: "" if value is None and name == "back" else value for name, value in values.items()}
        if self.rules[self.at].counted:
            values |= {"must": must, "points": points}
        self.rules[self.at] = replace(self.rules[self.at], **values)
        return True

    # ---------------------------------------------------------------- the set

    def made(self) -> RuleSet | None:
        """The rule set as it stands here."""
        if self.set is None or not self._take():
            return None
        active = tuple(one for n, one in enumerate(self.rules) if n not in self.resting)
        name = self.name.text().strip() or _("Eigene Regeln")
        return replace(self.set, name=name, rules=active, wanted=self.wanted.value())

    def save(self) -> None:
        """Keep the set under its name and use it."""
        if (rules := self.made()) is not None:
            told = _("Regeln speichern: {name}").format(name=rules.name)
            self.context.do(told, lambda work: self.maker.save_rules(work, rules), self, self.accept, self._failed)

    def use(self, id: int | None) -> None:
        """Use another set from now on."""
        self.context.do(
            _("Regelwerk wechseln"), lambda work: self.maker.use_rules(work, id), self, self.load, self._failed
        )

    def bring(self) -> None:
        """Read a set from a file; it is used when it is saved."""
        path = dialogs.open_file(self, _("Regelwerk aus Datei"), TOML)
        if path is None:
            return

        def read(_progress: Progress) -> RuleSet:
            from app.services.matching import read as rules_of

            return rules_of(path)

        self.context.tasks.run(read, lambda found: self.show_set(found, found.name), self, self._failed, key="file")

    def export(self) -> None:
        """Write the set into a file for another office."""
        rules = self.made()
        path = dialogs.save_file(self, _("Regelwerk speichern"), f"{self.name.text()}.toml", TOML) if rules else None
        if rules is None or path is None:
            return

        def write(_progress: Progress) -> None:
            from app.services.matching import write as text_of

            write_durably(path, text_of(rules).encode())

        told = _("Regelwerk gespeichert: {name}").format(name=path.name)
        self.context.tasks.run(
            write, lambda _none: self.context.message.emit(told, False), self, self._failed, key="file"
        )

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            self.context.tell(error)
            return
        told = str(error).splitlines()
        more = len(told) - 3
        text = " ".join(told[:3]) + (plural(more, _(" (und 1 weiteres)"), _(" (und {n} weitere)")) if more > 0 else "")
        self.trouble.setText(text)
        self.trouble.show()


def _asked(rule: Rule) -> dict[str, Field]:
    """What can be set about a rule."""
    found: dict[str, Field] = {}
    if rule.counted:
        found["kind"] = Field(_("Art"), name="kind", options=KINDS, required=True)
        found["points"] = Field(_("Punkte"), name="points", kind=int)
    names = {one.name for one in fields(rule)}
    known = PARAMETERS | (COMMON if rule.kind == "common" else {})
    found |= {name: spec for name, spec in known.items() if name in names and _fits(rule, name)}
    return found


def _fits(rule: Rule, name: str) -> bool:
    """Limits of a range only where they are fixed; what a missing value means only where a rule may exclude."""
    if name in ("lowest", "highest"):
        return not getattr(rule, "from_column", "") and not getattr(rule, "to_column", "")
    return name != "unknown" or rule.counted


def _values(rule: Rule, *, rests: bool) -> dict[str, Any]:
    found = {name: getattr(rule, name) for name in PARAMETERS if hasattr(rule, name)}
    kind = "off" if rests else "must" if rule.must else "wish"
    return found | {"kind": kind, "points": rule.points or None}
