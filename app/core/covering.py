"""Contact data as it is shown to whoever looks over a shoulder: enough to know it again, too little to use it."""

from __future__ import annotations

DOTS = "••••"
BEGIN, END, SHORT = 4, 2, 9
"""Characters left at both ends of a number; shorter ones show only their last two."""


def covered(text: str) -> str:
    """'0171 ••••99', 'r••••@web.de', 'Bahn••••'; the dots never tell how much is left out."""
    text = text.strip()
    if not text:
        return ""
    name, at, host = text.rpartition("@")
    if at and name:
        return f"{name[:1] if len(name) > 2 else ''}{DOTS}@{host}"
    if sum(letter.isdigit() for letter in text) * 2 < len(text):
        return f"{text[:BEGIN].rstrip() if len(text) >= SHORT else text[:1]}{DOTS}"
    digits = "".join(letter for letter in text if letter.isalnum() or letter == "+")
    end = digits[-END:] if len(digits) > END + 2 else ""
    return f"{digits[:BEGIN]} {DOTS}{end}" if len(digits) >= SHORT else f"{DOTS}{end}"
