"""Reading tables that people bring: Excel and text files, whatever program wrote them."""

from app.services.tables.reading import read, read_bytes
from app.services.tables.table import Cell, Table, Unreadable

__all__ = ["Cell", "Table", "Unreadable", "read", "read_bytes"]
