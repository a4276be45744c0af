"""How fast names are folded, as when 100,000 records are imported or a list is sorted."""

from __future__ import annotations

import random
from collections.abc import Callable

from app.core.fold import fold, query_tokens, sort_key, tokens
from tests.benchmarks import Row, median

COUNT = 100_000
AIMS: dict[str, tuple[Callable[[str], object], int]] = {
    "fold": (fold, 10),
    "sort_key": (sort_key, 10),
    "tokens": (tokens, 25),
    "query_tokens": (query_tokens, 200),
}


def names() -> list[str]:
    """Names of one to three words in several alphabets; most words occur many times, as in real lists."""
    chance = random.Random(91379)
    alphabets = ["abdefghiklmnorstu", "aeiklmnprstuäöüß", "aeğıiklmnöşüyz", "абвгдежиклмнорстюя", "ابدرسعمنهوی"]
    words = [
        "".join(chance.choices(chance.choices(alphabets, [50, 25, 10, 10, 5])[0], k=chance.randint(3, 10))).capitalize()
        for _ in range(20_000)
    ]
    shapes = ("{0}", "{0}", "{0}", "{0}-{1}", "{0} {1}", "al-{0}", "{0} {1} {2}")
    return [chance.choice(shapes).format(*chance.choices(words, k=3)) for _ in range(COUNT)]


def measure() -> list[Row]:
    """Microseconds per name for each way of folding."""
    stored = names()
    rows = []
    for name, (way, aim) in AIMS.items():
        seconds = median(lambda way=way: [way(one) for one in stored], 1)
        rows.append(Row(f"{name} of a name", f"≤ {aim} µs", f"{seconds / COUNT * 1e6:.1f} µs"))
    return rows
