"""Reading directions: embedding levels of one line after the Unicode bidirectional algorithm (UAX #9).

The quick half of python-bidi gives only the reordered string, but shaping needs the level of every character. Its
step-by-step half has the levels, yet leaves out rule N0 (paired brackets), which is added here between its steps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from bidi import algorithm

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_MAX_OPEN = 63
_KNOWN = frozenset(["L", "R", "AL", "EN", "ES", "ET", "AN", "CS", "NSM", "BN", "B", "S", "WS", "ON"])
"""Isolates and embeddings do not occur in cleaned text; unassigned characters count as neutral."""

T = TypeVar("T")
_Character = dict[str, Any]


def levels(text: str) -> list[int]:
    """The embedding level of every character; even is left to right, odd is right to left."""
    if not _RIGHT_TO_LEFT.search(text):
        return [0] * len(text)
    storage = algorithm.get_empty_storage()
    storage["base_level"] = algorithm.get_base_level(text)
    storage["base_dir"] = "LR"[storage["base_level"]]
    algorithm.get_embedding_levels(text, storage)
    characters: list[_Character] = list(storage["chars"])
    for character in characters:
        if character["type"] not in _KNOWN:
            character["type"] = character["orig"] = "ON"
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _pair_brackets(storage["chars"], storage["base_level"])
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    algorithm.reorder_resolved_levels(storage, debug=False)
    return _joiners_followed([character["level"] for character in characters], characters)


def _joiners_followed(found: list[int], characters: list[_Character]) -> list[int]:
    """Joiners and other signs the library leaves out go with what is before them, except at the end of the line."""
    end = len(characters)
    while end and characters[end - 1]["orig"] in ("BN", "WS", "S", "B"):
        end -= 1
    for position in range(1, end):
        if characters[position]["orig"] == "BN":
            found[position] = found[position - 1]
    return found


def visual(runs: Sequence[T], level_of: Sequence[int]) -> list[T]:
    """The runs from left to right (rule L2)."""
    order = list(range(len(runs)))
    for level in range(max(level_of, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and level_of[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = max(end, start + 1)
    return [runs[index] for index in order]


def _pair_brackets(characters: list[_Character], base: int) -> None:
    """Rule N0: both brackets of a pair take the direction of what they enclose."""
    embedding = "LR"[base]
    for opening, closing in _bracket_pairs(characters):
        inside = {_strong(c["type"]) for c in characters[opening + 1 : closing]} - {None}
        if embedding in inside:
            direction = embedding
        elif inside:
            before = (_strong(c["type"]) for c in reversed(characters[:opening]))
            direction = next((found for found in before if found), embedding)
        else:
            continue
        for position in (opening, closing):
            characters[position]["type"] = direction
            _follow(characters, position, direction)


def _bracket_pairs(characters: list[_Character]) -> list[tuple[int, int]]:
    """Positions of matching brackets, in the order of the opening ones (BD16)."""
    pairs: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for position, character in enumerate(characters):
        if character["type"] != "ON":
            continue
        sign = character["ch"]
        if sign in _CLOSING:
            if len(opened) == _MAX_OPEN:
                return []
            opened.append((_CLOSING[sign], position))
        elif match := next((index for index in range(len(opened), 0, -1) if opened[index - 1][0] == sign), None):
            pairs.append((opened[match - 1][1], position))
            del opened[match - 1 :]
    return sorted(pairs)


def _strong(kind: str) -> str | None:
    """The direction of a resolved type; numbers count as right to left here."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(kind)


def _follow(characters: list[_Character], position: int, direction: str) -> None:
    """Marks on a bracket go with it."""
    for character in characters[position + 1 :]:
        if character["orig"] != "NSM":
            return
        character["type"] = direction
