"""The parameters of a report as typed at a terminal: records by number or by name, dates and texts as in forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.core.errors import Invalid
from app.core.text import _
from app.models.base import entity_of
from app.models.db import Database
from app.models.fields import Field
from app.models.query import Query
from app.reports import Report

MOST = 20


def values(db: Database, report: Report, given: Sequence[str]) -> dict[str, Any]:
    """The values of REPORT's parameters from texts like 'course=Integrationsassistenz'."""
    fields = {field.name: field for field in report.parameters}
    texts = {}
    for part in given:
        name, equals, text = part.partition("=")
        if not equals or name not in fields:
            sentence = _("„{part}“ passt nicht. Möglich sind: {names}.")
            raise Invalid({name: sentence.format(part=part, names=", ".join(f"{name}=…" for name in fields))})
        texts[name] = text.strip()
    return {name: _value(db, field, texts.get(name, "")) for name, field in fields.items()}


def _value(db: Database, field: Field, text: str) -> Any:
    if field.target:
        return record(db, field, text) if text or field.required else None
    try:
        return field.parse(text)
    except ValueError as error:
        raise Invalid({field.name: f"{field.name}: {error}"}) from None


def record(db: Database, field: Field, text: str) -> int:
    """The one record that TEXT means: its id, its name, or words by which only it is found."""
    entity = entity_of(field.target)
    with db.read() as session:
        if text.isdecimal() and (found := Query(entity, where={"id": int(text)}).ids(session)):
            return found[0]
        ids = Query(entity, text).ids(session)
        captions = {id: caption for id, (caption,) in Query(entity, shown=("caption",)).rows(session, ids).items()}
    exact = [id for id in ids if captions[id].casefold() == text.casefold()]
    if len(exact or ids) == 1:
        return (exact or ids)[0]
    if not ids:
        raise Invalid({field.name: _("{label} „{text}“ gibt es nicht.").format(label=field.label, text=text)})
    listed = "".join(f"\n  {field.name}={captions[id]}" for id in ids[:MOST])
    sentence = _("{label}: Bitte genauer angeben, möglich sind:{listed}")
    raise Invalid({field.name: sentence.format(label=field.label, listed=listed)})
