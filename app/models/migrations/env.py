"""Run by Alembic; the connection and its transaction belong to the caller."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from app.models import Base


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write plain types into migrations, so that old migrations never need today's code."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
)
context.run_migrations()
