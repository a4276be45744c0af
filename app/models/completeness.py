"""What a programme says about participations, kept so that lists of everybody need not ask it of each one again."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import BigInteger, String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.models.base import ID, Base, Entity

CHUNK = 500
"""Ids in one statement."""


class Completeness(Base):
    """How complete one participation was found; there is no row where that is not known.

    The row goes as soon as the participation or its person changes, in the same work, and never comes back by itself:
    whoever reads this asks the programme about those without a row, see `app.services.completeness`.
    """

    __tablename__ = "completeness"

    participation_id: Mapped[int] = mapped_column(ID, primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(BigInteger, index=True)
    programme: Mapped[str] = mapped_column(String(40))
    """`Programme.fingerprint`; the answers of another edition of the programme are not known."""
    entry_gaps: Mapped[int] = mapped_column()
    exit_gaps: Mapped[int] = mapped_column()
    faulty: Mapped[bool] = mapped_column()
    """Whether the Prüfliste finds anything in the answers."""


def forget(session: Session, touched: Iterable[Entity]) -> None:
    """Drop what is known of participations that were TOUCHED, or whose person was."""
    ids: dict[str, list[int]] = {"participation": [], "person": []}
    for record in touched:
        if record.__tablename__ in ids:
            ids[record.__tablename__].append(record.id)
    _forget(session, Completeness.participation_id, ids["participation"])
    _forget(session, Completeness.person_id, ids["person"])


def _forget(session: Session, column: Mapped[int], ids: Collection[int]) -> None:
    found = sorted(ids)
    for start in range(0, len(found), CHUNK):
        these = column.in_(found[start : start + CHUNK])
        session.execute(delete(Completeness).where(these).execution_options(synchronize_session=False))
