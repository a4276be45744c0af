"""What menus and keys do: one table; the page shown says which of these it can do."""

from __future__ import annotations

from typing import NamedTuple

from app.core.text import N_


class Command(NamedTuple):
    """One entry of a menu: its key, its name for pages and tests, its icon."""

    menu: str
    name: str
    text: str
    key: str = ""
    icon: str = ""


MENUS = {
    "file": N_("&Datei"),
    "edit": N_("&Bearbeiten"),
    "view": N_("&Ansicht"),
    "go": N_("&Gehe zu"),
    "extras": N_("E&xtras"),
    "help": N_("&Hilfe"),
}

PAGE_COMMANDS = (
    Command("file", "new", N_("&Neu anlegen"), "Ctrl+N", "add"),
    Command("file", "excel", N_("E&xcel-Datei der Liste …"), "Ctrl+E", "excel"),
    Command("file", "print", N_("&Drucken …"), "Ctrl+P", "print"),
    Command("edit", "edit", N_("&Bearbeiten"), "F2", "edit"),
    Command("edit", "save", N_("&Speichern"), "Ctrl+S", "save"),
    Command("edit", "save_and_new", N_("Speichern und &neu"), "Ctrl+Shift+S"),
    Command("edit", "delete", N_("&Löschen …"), "", "delete"),
    Command("edit", "find", N_("In dieser Liste s&uchen"), "Ctrl+F", "search"),
    Command("edit", "next_problem", N_("Nächste &fehlende Angabe"), "F8", "warning"),
    Command("edit", "previous_problem", N_("Vorige f&ehlende Angabe"), "Shift+F8"),
    Command("view", "refresh", N_("&Aktualisieren"), "F5", "refresh"),
    Command("view", "next_record", N_("Nä&chster Datensatz"), "Alt+PgDown"),
    Command("view", "previous_record", N_("&Voriger Datensatz"), "Alt+PgUp"),
)
"""Only those in the page's mapping `commands` are enabled, so a page must not bind their keys itself."""

OTHER_KEYS = (
    ("F6", N_("nächster Teil des Fensters: Bereiche, Suche, Liste, Detail, Statuszeile")),
    ("Shift+F6", N_("voriger Teil des Fensters")),
    ("Ctrl+PgDown", N_("nächster Reiter")),
    ("Ctrl+PgUp", N_("voriger Reiter")),
    ("Return", N_("in der Liste: öffnen")),
    ("Home", N_("in der Liste: erste Zeile")),
    ("End", N_("in der Liste: letzte Zeile")),
    ("Space", N_("in der Liste: abhaken oder auswählen")),
    ("Del", N_("auf einem Filter: Filter entfernen")),
    ("Ctrl+A", N_("in der Liste: alles auswählen")),
    ("Ctrl+C", N_("in der Liste: kopieren")),
    ("Shift+F10", N_("in der Liste: Kontextmenü")),
    ("Escape", N_("Suche leeren, Eingabe verwerfen, Dialog abbrechen")),
)

_GERMAN = (
    ("Ctrl", "Strg"),
    ("Shift", "Umschalt"),
    ("PgDown", "Bild ab"),
    ("PgUp", "Bild auf"),
    ("Return", "Eingabetaste"),
    ("Space", "Leertaste"),
    ("Escape", "Esc"),
    ("Del", "Entf"),
    ("Home", "Pos1"),
    ("End", "Ende"),
)


def german_key(key: str) -> str:
    """A key as it is written on a German keyboard: 'Strg+Umschalt+S'."""
    for english, german in _GERMAN:
        key = key.replace(english, german)
    return key
