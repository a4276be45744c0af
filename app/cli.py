"""The commands for administrators and tests; every one says in German what it does and what went wrong."""

from __future__ import annotations

import argparse
import getpass
import io
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from app import __version__
from app.cli_check import add_check
from app.cli_duplicates import add_duplicates
from app.cli_import import add_import
from app.cli_match import add_match
from app.cli_retention import add_retention
from app.core.errors import Cancelled, Invalid, UserError
from app.core.text import N_, _
from app.telling import say, telling

if TYPE_CHECKING:
    from app.models.office import Office

PROGRAM = "connecting-humans"
VARIABLE = "CONNECTING_HUMANS_PASSPHRASE"
MISTAKES = (
    (r"the following arguments are required: (.*)", N_("Es fehlt: {0}.")),
    (r"unrecognized arguments: (.*)", N_("Damit ist nichts anzufangen: {0}.")),
    (r"argument (.*): invalid choice: '?(.*?)'? \(choose from (.*)\)", N_("„{1}“ gibt es nicht. Möglich sind: {2}.")),
    (r"argument (.*): invalid \w+ value: '(.*)'", N_("„{1}“ passt nicht zu {0}.")),
    (r"argument (.*): expected (?:one|at least one) argument", N_("Nach {0} fehlt etwas.")),
)
"""What the library says about a wrong call, and how we say it."""


class WrongUsage(UserError):
    """The program was called in a way that it does not understand."""


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help in German."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _("Aufruf: ") if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """A parser that speaks German and leaves ending the process to its caller."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Help, add_help=False, allow_abbrev=False, **options)
        self.needed = self.add_argument_group(_("Angaben"))
        self.optional = self.add_argument_group(_("Wahlweise"))
        self.optional.add_argument("-h", "--help", action="help", help=_("diese Hilfe zeigen"))

    def error(self, message: str) -> NoReturn:
        """Raise instead of ending the process."""
        for pattern, sentence in MISTAKES:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                message = _(sentence).format(*(part.replace("'", "") for part in found.groups()))
                break
        raise WrongUsage(f"{message}\n{self.format_usage().strip()}")


def run(arguments: Sequence[str]) -> int:
    """Do what a command line with a command says; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that lacks a letter must not end the work
            stream.reconfigure(errors="replace")
    try:
        chosen = _parser("report" in arguments).parse_args(arguments)
        return int(chosen.run(chosen))
    except WrongUsage as mistake:
        say(str(mistake), sys.stderr)
        return 2
    except UserError as trouble:
        say(str(trouble), sys.stderr)
    except (Cancelled, KeyboardInterrupt):
        say(_("Abgebrochen. Es wurde nichts verändert."), sys.stderr)
    except BrokenPipeError:
        # Whoever reads on has seen enough, as with `| head`; without an open end Python would complain once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as finished:  # only --help and --version end by themselves
        return int(finished.code or 0)
    return 1


def _parser(reporting: bool) -> _Parser:
    description = _("Ohne Befehl öffnet sich das Fenster, auf Wunsch mit einer DATEI.koord oder mit --data ORDNER.")
    parser = _Parser(prog=PROGRAM, usage=f"{PROGRAM} [DATEI | BEFEHL …]", description=description)
    parser.optional.add_argument("--version", action="version", version=__version__, help=_("die Version zeigen"))
    commands = parser.add_subparsers(prog=PROGRAM, title=_("Befehle"), metavar="BEFEHL", required=True, dest="BEFEHL")
    _add_demo(commands)
    _add_report(commands, reporting)
    add_check(commands, _command, _add_file, _office)
    _add_backup(commands)
    add_import(commands, _command, _add_file, _office)
    add_duplicates(commands, _command, _add_file, _office)
    add_match(commands, _command, _add_file, _office)
    add_retention(commands, _command, _add_file, _office)
    return parser


def _command(commands: Any, name: str, help: str, description: str = "") -> _Parser:
    made: _Parser = commands.add_parser(name, help=help, description=description or help)
    return made


def _add_demo(commands: Any) -> None:
    parser = _command(
        commands,
        "demo",
        _("Eine Beispieldatei und alle Dokumente daraus schreiben"),
        _("Schreibt eine Beispieldatei mit erfundenen Personen, dann alle Dokumente daraus, und öffnet das Fenster."),
    )
    add = parser.optional.add_argument
    add("--persons", type=int, default=150, metavar="N", help=_("so viele Personen (sonst 150)"))
    add("--seed", type=int, default=1, metavar="N", help=_("gleiche Zahl, gleiche Personen (sonst 1)"))
    add("--out", type=Path, default=Path("demo"), metavar="ORDNER", help=_("wohin (sonst „demo“)"))
    add("--no-window", action="store_true", help=_("danach kein Fenster öffnen"))
    parser.set_defaults(run=_demo)


def _add_report(commands: Any, needed: bool) -> None:
    parser = _command(commands, "report", _("Ein Dokument aus einer Datei schreiben"))
    if needed:  # the others need not wait for what reports import
        from app.reports import REPORTS

        parser.epilog = _about_reports()
        parser.needed.add_argument("name", metavar="BERICHT", choices=list(REPORTS), help=_("welcher, siehe unten"))
    _add_file(parser)
    parser.needed.add_argument("--out", type=Path, required=True, metavar="ZIEL", help=_("Datei oder Ordner"))
    parser.optional.add_argument(
        "--set", action="append", default=[], metavar="NAME=WERT", help=_("eine Angabe, auch mehrmals")
    )
    parser.set_defaults(run=_report)


def _about_reports() -> str:
    """All reports with the parameters they take."""
    from app.reports import REPORTS

    lines = [_("Berichte und ihre Angaben:")]
    for report in REPORTS.values():
        lines += ["", f"  {report.name}", f"      {report.title}. {report.help}"]
        for field in report.parameters:
            wanted = _("Nummer oder Name") if field.target else field.help
            lines += [f"      --set {field.name}=…  {field.label}" + (f" ({wanted})" if wanted else "")]
    return "\n".join(lines)


def _add_backup(commands: Any) -> None:
    parser = _command(commands, "backup", _("Eine geprüfte Kopie mit Schlüsseldatei in einen Ordner schreiben"))
    _add_file(parser)
    parser.needed.add_argument("folder", type=Path, metavar="ORDNER", help=_("wohin"))
    parser.set_defaults(run=_backup)


def _add_file(parser: _Parser) -> None:
    parser.needed.add_argument("file", type=Path, metavar="DATEI", help=_("eine Datei mit der Endung .koord"))
    told = _("Kennwort aus der ersten Zeile dieser Datei; sonst aus {variable} oder gefragt").format(variable=VARIABLE)
    parser.optional.add_argument("--passphrase-file", type=Path, metavar="DATEI", help=told)


def _demo(chosen: argparse.Namespace) -> int:
    from app.demo import demo

    if chosen.persons < 1:
        raise WrongUsage(_("Bitte mindestens eine Person."))
    return demo(chosen.out, chosen.persons, chosen.seed, opening=not chosen.no_window)


def _report(chosen: argparse.Namespace) -> int:
    from app.reports import REPORTS
    from app.values import values

    report = REPORTS[chosen.name]
    target = chosen.out / f"{report.name}{report.suffix}" if chosen.out.is_dir() else chosen.out
    with _office(chosen) as office, telling() as progress:
        try:
            given = values(office.db, report, chosen.set)
        except Invalid as mistake:
            raise WrongUsage(str(mistake)) from mistake
        report.build(office.db, given, progress, target)
    say(_("Geschrieben: {path}").format(path=target))
    return 0


def _backup(chosen: argparse.Namespace) -> int:
    with _office(chosen) as office:
        made = office.backup(chosen.folder)
    say(_("Gesichert: {path}, mit Schlüsseldatei").format(path=made))
    return 0


def _office(chosen: argparse.Namespace) -> Office:
    """The office file, which is looked at before anybody is asked for a passphrase."""
    from app.core.places import check_file
    from app.models.office import Office

    check_file(chosen.file.resolve())
    return Office.open(chosen.file, passphrase(chosen))


def passphrase(chosen: argparse.Namespace) -> str:
    """The passphrase from a file, the environment or the person; never from the command line, which others can see."""
    if source := chosen.passphrase_file:
        try:
            found = str(source.read_text(encoding="utf-8-sig")).split("\n")[0].rstrip("\r")
        except (OSError, UnicodeError):
            sentence = _("Das Kennwort lässt sich nicht aus „{name}“ lesen. Prüfen Sie, ob es die Datei gibt.")
            raise UserError(sentence.format(name=source.name)) from None
    elif VARIABLE in os.environ:
        found = os.environ[VARIABLE]
    elif sys.stdin is not None and sys.stdin.isatty():
        found = getpass.getpass(_("Kennwort für {name}: ").format(name=chosen.file.name))
    else:
        sentence = _("Das Kennwort fehlt. Bitte mit --passphrase-file oder in {variable} angeben.")
        raise UserError(sentence.format(variable=VARIABLE))
    if not found:
        raise UserError(_("Das Kennwort ist leer."))
    return found
