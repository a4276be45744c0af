"""Erasures: which records were deleted for good, so that a restored backup forgets them again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.models.base import ID, Base


class Erasure(Base):
    """One record that must not come back: its table and id, nothing about the person."""

    __tablename__ = "erasure"

    record_id: Mapped[int] = mapped_column(ID, primary_key=True, autoincrement=False)
    table: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    who: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(200), default="")
