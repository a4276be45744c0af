"""Languages and how well they are spoken."""

from __future__ import annotations

LANGUAGES = (
    ("ar", "Arabisch"), ("de", "Deutsch"), ("en", "Englisch"), ("fa", "Persisch"), ("fr", "Französisch"),
    ("ru", "Russisch"),
    ("sq", "Albanisch"), ("ti", "Tigrinya"), ("tr", "Türkisch"), ("uk", "Ukrainisch"), ("vi", "Vietnamesisch"),
)  # fmt: skip
"""(code, German name)."""
LEVELS = (
    ("none", "kein"), ("A1", "A1"), ("A2", "A2"), ("B1", "B1"), ("B2", "B2"), ("C1", "C1"), ("C2", "C2"),
    ("native", "Muttersprache"),
)  # fmt: skip
"""(code, label), from nothing to the best."""
