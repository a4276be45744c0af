"""What lists of everybody need of participations, kept so that the programme need not be asked of each one again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import BigInteger, Date, Index, String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.models.base import ID, Base, Entity
from app.models.fields import KEY_LENGTH

CHUNK = 500
"""Ids in one statement."""


class Digest(Base):
    """One participation in short, with what its programme says about it; there is no row where that is not known.

    Cancelled participations have none. The row goes as soon as the participation or its person changes, in the same
    work, and never comes back by itself: whoever reads this asks the programme about those without a row, see
    `app.services.digests`. A change of what is kept comes with a migration that empties the table.
    """

    __tablename__ = "digest"
    # Tells how many rows there are of a project, and so whether anybody lacks one.
    __table_args__ = (Index(None, "project_id", "programme"),)

    # What most questions need comes first in a row, as the database reads it no further than that.
    participation_id: Mapped[int] = mapped_column(ID, primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(BigInteger, index=True)
    project_id: Mapped[int] = mapped_column(BigInteger)
    entry: Mapped[date] = mapped_column(Date)
    exit: Mapped[date | None] = mapped_column(Date)
    followed_up: Mapped[date | None] = mapped_column(Date)
    programme: Mapped[int] = mapped_column(BigInteger)
    """`Programme.fingerprint`; the answers of another edition of the programme are not known."""
    entry_gaps: Mapped[int] = mapped_column()
    exit_gaps: Mapped[int] = mapped_column()
    faults: Mapped[str] = mapped_column(String)
    """A 1 for each rule about answers that is broken, a 0 for each of the others; empty where none is."""
    number: Mapped[str] = mapped_column(String(20))
    caption: Mapped[str] = mapped_column(String(KEY_LENGTH))
    """What the person is called."""
    counted: Mapped[str] = mapped_column(String)
    """A 1 for each of the programme's indicators that it counts for, once its entry is complete; else a 0."""


def forget(session: Session, touched: Iterable[Entity]) -> None:
    """Drop what is known of participations that were TOUCHED, or whose person was."""
    ids: dict[str, list[int]] = {"participation": [], "person": []}
    for record in touched:
        if record.__tablename__ in ids:
            ids[record.__tablename__].append(record.id)
    _forget(session, Digest.participation_id, ids["participation"])
    _forget(session, Digest.person_id, ids["person"])


def _forget(session: Session, column: Mapped[int], ids: Collection[int]) -> None:
    found = sorted(ids)
    for start in range(0, len(found), CHUNK):
        these = column.in_(found[start : start + CHUNK])
        session.execute(delete(Digest).where(these).execution_options(synchronize_session=False))
