"""What can go wrong for people. Every other exception is a bug in the program."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.i18n import N_

UNEXPECTED = N_(
    "Unerwarteter Fehler. Bitte versuchen Sie es noch einmal. Ein Bericht ohne persönliche Daten wurde gespeichert."
)
"""What people are told about a bug; the report is `app.core.log`'s."""


class UserError(Exception):
    """Expected trouble; its text is one German sentence that says what to do."""


class Invalid(UserError):
    """Values that break a rule, with one sentence per field name."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("\n".join(problems.values()))
        self.problems = dict(problems)

    def __reduce__(self) -> tuple[type[Invalid], tuple[dict[str, str]]]:
        """Go whole from one process to another; by default only the joined text would travel, and break the other."""
        return type(self), (self.problems,)


class Conflict(UserError):
    """Somebody else changed the record in the meantime."""


class Unavailable(UserError):
    """The data cannot be reached, read or written just now."""


class WrongPassphrase(UserError):
    """The passphrase or recovery code does not open the data."""


class Cancelled(Exception):
    """The person stopped a task; nobody needs to be told."""
