"""The old list of the demonstration shows everything that the import can do."""

from __future__ import annotations

from app.reports.sample_table import sample_table
from app.services.imports import guess
from app.services.tables import read
from tests import factories as make
from tests.services.imports.lists import PERSONS, look, reason


def test_the_old_list_has_a_row_of_every_kind(one_db, clock, tmp_path):
    known = [make.person("Haile", "Berhane", phone="0171 3920001"), make.person("Noori", "Zahra", city="Jena")]
    with one_db.work("anlegen") as work:
        make.add(work, known[0], make.person("Noori", "Zahra", city="Gera"))
    table = read(sample_table(tmp_path / "alte Liste.xlsx", known=known))
    assert (table.header_row, table.sheet) == (4, "TN-Liste")
    assert "Schuhgröße" in [
        h for h, t in zip(table.headers, guess(PERSONS, table.headers).targets, strict=True) if not t
    ]
    found = look(one_db, table)
    counts = {outcome.value: count for outcome, count in found.counts.items()}
    assert min(counts.values()) > 0
    assert counts["new"] > 30
    told = " ".join(reason(found, n) for n in range(len(found.rows)))
    for sentence in (
        "Den 31.02.1990 gibt es nicht",
        "„Fr. Dr.“ ist nicht bekannt",
        "„²“ an Stelle",
        "Dublette von Zeile",
    ):
        assert sentence in told


def test_the_same_seed_makes_the_same_list(clock, tmp_path):
    one, other, third = (read(sample_table(tmp_path / f"{n}.xlsx", seed=seed)) for n, seed in enumerate((1, 1, 2)))
    assert one == other
    assert one.rows != third.rows
