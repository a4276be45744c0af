"""German text: the one way to show and to read values."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

from app.core.i18n import N_, _

__all__ = [
    "NBSP", "N_", "_", "clock_time", "day_and_date", "day_and_month", "grouped", "parse_amount", "parse_date",
    "parse_float", "parse_int", "parse_time", "percent", "period", "plural", "rounded", "show", "weekday",
]  # fmt: skip

NBSP = "\u00a0"
_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def show(value: object) -> str:
    """The one way a value looks to people, in lists, forms, reports and exports."""
    match value:
        case None:
            return ""
        case bool():
            return _("ja") if value else _("nein")
        case datetime():
            return f"{value:%d.%m.%Y, %H:%M}"
        case date():
            # not by strftime, which takes six times as long; long lists are full of dates
            return f"{value.day:02}.{value.month:02}.{value.year:04}"
        case time():
            return f"{value:%H:%M}"
        case Decimal():
            return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
        case float():
            return str(value).replace(".", ",")
        case list() | tuple():
            return ", ".join(map(show, value))
    shown = getattr(value, "show", None)
    return str(shown()) if shown else str(value)


def percent(part: int | Decimal | Fraction, whole: int | Decimal | Fraction) -> str:
    """A share in whole percent, rounded commercially ('63 %' for 62.5), with a no-break space."""
    return f"{rounded(Fraction(part) / Fraction(whole) * 100)}{NBSP}%" if whole else "–"


def rounded(value: int | Decimal | Fraction) -> int:
    """Round half up, as offices do; Python's round() takes 62.5 to 62."""
    exact = Fraction(value)
    half_up = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return half_up if exact >= 0 else -half_up


def grouped(number: int) -> str:
    """A count as people read it: '1.234'; years and codes are no counts."""
    return f"{number:,}".replace(",", ".")


def plural(n: int, one: str, many: str, **more: object) -> str:
    """The sentence for one thing or for N of them: '1 Termin', '3 Termine'; MORE are its other blanks."""
    return (one if n == 1 else many).format(n=grouped(n), **more)


def weekday(day: date, *, short: bool = False) -> str:
    """'Mittwoch', or 'Mi' where there is little room."""
    name = _WEEKDAYS[day.weekday()]
    return name[:2] if short else name


def day_and_month(day: date) -> str:
    """'04.11.' where the year is known."""
    return f"{day:%d.%m.}"


def day_and_date(day: date) -> str:
    """'Mi 04.11.' as in session headers."""
    return f"{weekday(day, short=True)} {day_and_month(day)}"


def clock_time(moment: datetime) -> str:
    """'heute, 07:58 Uhr', 'gestern, 16:12 Uhr' or '12.11.2026, 08:42 Uhr'."""
    from app.core.clock import today

    days = (today() - moment.date()).days
    day = {0: _("heute"), 1: _("gestern")}.get(days, show(moment.date()))
    return _("{day}, {time} Uhr").format(day=day, time=show(moment.time()))


def period(first: date | None, last: date | None, *, paper: bool = False) -> str:
    """'19.08.–04.11.2026' on screen, '19.08.2026 bis 04.11.2026' on paper."""
    if first is None or last is None or first == last:
        return show(first or last)
    if paper:
        return _("{first} bis {last}").format(first=show(first), last=show(last))
    return f"{day_and_month(first)}–{show(last)}" if first.year == last.year else f"{show(first)}–{show(last)}"


_DATE = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2})|(\d{4})-(\d{1,2})-(\d{1,2})")


def parse_date(text: str) -> date:
    """Read '14.03.1991', '14.3.91' or '1991-03-14'; two-digit years lie in the hundred years up to ten years ahead."""
    from app.core.clock import today

    found = _DATE.fullmatch(text.strip())
    if not found:
        raise ValueError(_("„{text}“ ist kein Datum. Bitte TT.MM.JJJJ schreiben.").format(text=text.strip()))
    if found[4]:
        year, month, day = int(found[4]), int(found[5]), int(found[6])
    else:
        day, month, year = int(found[1]), int(found[2]), int(found[3])
        if len(found[3]) == 2:
            century = today().year // 100 * 100
            year += century if century + year <= today().year + 10 else century - 100
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(
            _("Den {day}.{month}.{year} gibt es nicht.").format(day=f"{day:02}", month=f"{month:02}", year=year)
        ) from None


def parse_time(text: str) -> time:
    """Read '17:00', '17.00', '17 Uhr' or '17'."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?(?:\s*Uhr)?", text.strip())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise ValueError(_("„{text}“ ist keine Uhrzeit. Bitte SS:MM schreiben.").format(text=text.strip()))
    return time(int(found[1]), int(found[2] or 0))


def parse_int(text: str) -> int:
    """Read a whole number."""
    plain = text.strip()
    if not re.fullmatch(r"-?(\d{1,15}|\d{1,3}(\.\d{3}){1,4})", plain):
        raise ValueError(_("„{text}“ ist keine ganze Zahl.").format(text=plain))
    return int(plain.replace(".", ""))


def parse_amount(text: str) -> Decimal:
    """Read '1.234,56', '1.234' (one thousand, as Germans write it) or '1234.5' typed by a person."""
    plain = text.strip().removesuffix("€").strip()
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d*)?|-?\d+,\d*", plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif not re.fullmatch(r"-?\d+(\.\d*)?", plain):
        raise ValueError(_("„{text}“ ist kein Betrag.").format(text=text.strip()))
    return Decimal(plain)


def parse_float(text: str) -> float:
    """Read '50,7189' or '50.7189'."""
    plain = text.strip()
    if not re.fullmatch(r"-?\d{1,9}([.,]\d{1,12})?", plain):
        raise ValueError(_("„{text}“ ist keine Zahl.").format(text=plain))
    return float(plain.replace(",", "."))


def file_name(text: str) -> str:
    """TEXT without what file names must not hold."""
    return "".join(" " if sign in '\\/:*?"<>|' else sign for sign in text).strip()
