"""The data key, the key file and the recovery code."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import keys
from app.core.clock import today
from app.core.crockford import ALPHABET
from app.core.errors import Invalid, Unavailable, UserError, WrongPassphrase
from app.core.keys import COST, Cost, DataKey, KeyFileProblem, key_path
from app.core.recovery_code import (
    CHARACTERS,
    GROUPS,
    RecoverySheet,
    WrongCode,
    from_recovery_code,
    recovery_code,
)

PASSPHRASE = "fünf blaue Fähren"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(keys, "COST", Cost(t=1, m=64, p=1))


@pytest.fixture
def office(tmp_path) -> Path:
    return tmp_path / "Saale.koord"


def change(office: Path, **changes: object) -> None:
    """Doctor the slot of the key file."""
    document = json.loads(key_path(office).read_text())
    document["slots"]["passphrase"].update(changes)
    key_path(office).write_text(json.dumps(document))


# --- the data key


def test_a_data_key_is_64_hexadecimal_digits():
    assert len(DataKey.new().hex) == 64
    assert bytes.fromhex(DataKey.new().hex)


@pytest.mark.parametrize("value", [b"", b"x" * 31, b"x" * 33, "a" * 64, "a" * 32, None, bytearray(32)])
def test_nothing_else_can_be_a_data_key(value):
    with pytest.raises(ValueError, match="exactly 32 bytes"):
        DataKey(value)


def test_two_data_keys_are_never_the_same():
    assert DataKey.new() != DataKey.new()
    assert DataKey(b"k" * 32) == DataKey(b"k" * 32)
    assert len({DataKey(b"k" * 32), DataKey(b"k" * 32)}) == 1


def test_a_data_key_shows_itself_nowhere():
    key = DataKey(b"k" * 32)
    assert {repr(key), str(key), f"{key}"} == {"DataKey(…)"}
    with pytest.raises(TypeError):
        pickle.dumps(key)


# --- the key file


def test_the_passphrase_opens_what_it_closed(office):
    key = keys.create(office, PASSPHRASE)
    assert keys.unlock(office, PASSPHRASE) == key
    assert key_path(office).name == "Saale.koord.key"


def test_the_same_passphrase_opens_from_another_keyboard(office):
    key = keys.create(office, unicodedata.normalize("NFC", PASSPHRASE))
    assert keys.unlock(office, unicodedata.normalize("NFD", PASSPHRASE)) == key


@pytest.mark.parametrize("wrong", ["", "Fünf blaue Fähren", PASSPHRASE + " ", "fuenf blaue Faehren"])
def test_another_passphrase_is_told_plainly(office, wrong):
    keys.create(office, PASSPHRASE)
    with pytest.raises(WrongPassphrase, match=r"^Das Kennwort stimmt nicht\.$"):
        keys.unlock(office, wrong)


def test_an_empty_passphrase_is_refused(office):
    with pytest.raises(Invalid):
        keys.create(office, "")
    assert not key_path(office).exists()


def test_a_new_passphrase_opens_the_same_data(office):
    key = keys.create(office, PASSPHRASE)
    keys.change_passphrase(office, PASSPHRASE, "neu und lang genug")
    assert keys.unlock(office, "neu und lang genug") == key
    with pytest.raises(WrongPassphrase):
        keys.unlock(office, PASSPHRASE)


def test_a_wrong_old_passphrase_changes_nothing(office):
    keys.create(office, PASSPHRASE)
    before = key_path(office).read_bytes()
    with pytest.raises(WrongPassphrase):
        keys.change_passphrase(office, "falsch", "neu und lang genug")
    assert key_path(office).read_bytes() == before


def test_recovery_gives_a_new_passphrase_with_and_without_a_key_file(office):
    key = keys.create(office, PASSPHRASE)
    keys.rewrap(office, key, "zweites Kennwort")
    assert keys.unlock(office, "zweites Kennwort") == key
    key_path(office).write_bytes(b"zerstoert")
    keys.rewrap(office, key, "drittes Kennwort")
    assert keys.unlock(office, "drittes Kennwort") == key


def test_an_existing_key_file_is_never_overwritten(office):
    key = keys.create(office, PASSPHRASE)
    with pytest.raises(KeyFileProblem, match="schon eine Schlüsseldatei"):
        keys.create(office, "anderes Kennwort")
    assert keys.unlock(office, PASSPHRASE) == key


def test_neither_key_nor_passphrase_stand_in_the_key_file(office):
    key = keys.create(office, PASSPHRASE)
    content = key_path(office).read_bytes()
    assert key.bytes not in content
    assert key.hex.encode() not in content
    assert b"blaue" not in content


@pytest.mark.skipif(os.name == "nt", reason="rights of Windows come from the folder")
def test_only_the_owner_may_read_the_key_file(office):
    keys.create(office, PASSPHRASE)
    keys.change_passphrase(office, PASSPHRASE, "neu und lang genug")
    assert key_path(office).stat().st_mode & 0o777 == 0o600


def test_nothing_but_the_key_file_is_left_behind(office, monkeypatch):
    keys.create(office, PASSPHRASE)
    before = key_path(office).read_bytes()
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "no space")))
    with pytest.raises(KeyFileProblem, match="die bisherige gilt weiter"):
        keys.change_passphrase(office, PASSPHRASE, "neu und lang genug")
    assert [path.name for path in office.parent.iterdir()] == ["Saale.koord.key"]
    assert key_path(office).read_bytes() == before


def test_a_missing_key_file_says_what_to_do(office):
    with pytest.raises(KeyFileProblem, match=r"fehlt.*Wiederherstellungscode"):
        keys.unlock(office, PASSPHRASE)


def test_an_unreadable_key_file_says_what_to_do(office):
    key_path(office).mkdir()
    with pytest.raises(KeyFileProblem, match="kann nicht gelesen werden"):
        keys.unlock(office, PASSPHRASE)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 500,
        b"{}",
        b"[]",
        b"null",
        b"[" * 50_000,
        b"\xff\xfe",
        b"%PDF-1.7",
        b" " * 70_000,
        b'{"format": "koord-key"}',
        b'{"format": "koord-key", "version": "1"}',
        b'{"format": "koord-key", "version": 1, "id": "x", "slots": []}',
    ],
)
def test_a_damaged_key_file_says_what_to_do(office, content):
    key_path(office).write_bytes(content)
    with pytest.raises(KeyFileProblem, match=r"beschädigt oder keine Schlüsseldatei.*Wiederherstellungscode"):
        keys.unlock(office, PASSPHRASE)


def test_a_newer_key_file_asks_for_a_newer_program(office):
    key_path(office).write_text('{"format": "koord-key", "version": 2}')
    with pytest.raises(KeyFileProblem, match="neueren Fassung"):
        keys.unlock(office, PASSPHRASE)


@pytest.mark.parametrize(
    "changes",
    [
        {"m": 1 << 30},
        {"t": 10**9},
        {"p": 10**6},
        {"t": 0},
        {"m": 1},
        {"t": True},
        {"t": 1.0},
        {"t": "1"},
        {"kdf": "none"},
        {"salt": ""},
        {"salt": "ÄÖ"},
        {"nonce": 3},
        {"key": "AAAA"},
    ],
)
def test_a_doctored_key_file_costs_neither_time_nor_memory(office, changes):
    keys.create(office, PASSPHRASE)
    change(office, **changes)
    with pytest.raises(KeyFileProblem):
        keys.unlock(office, PASSPHRASE)


def test_parts_of_two_key_files_cannot_be_mixed(office, tmp_path):
    other = tmp_path / "Andere.koord"
    keys.create(office, PASSPHRASE)
    keys.create(other, PASSPHRASE)
    change(office, **json.loads(key_path(other).read_text())["slots"]["passphrase"])
    with pytest.raises(WrongPassphrase):
        keys.unlock(office, PASSPHRASE)


def test_too_little_memory_is_told_plainly(office, monkeypatch):
    keys.create(office, PASSPHRASE)

    def out_of_memory(*_, **__):
        raise MemoryError

    monkeypatch.setattr("argon2.low_level.hash_secret_raw", out_of_memory)
    with pytest.raises(Unavailable, match="Arbeitsspeicher"):
        keys.unlock(office, PASSPHRASE)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_damaged_byte_is_never_more_than_a_plain_sentence(office, data):
    key_path(office).unlink(missing_ok=True)
    key = keys.create(office, PASSPHRASE)
    content = bytearray(key_path(office).read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    key_path(office).write_bytes(content)
    try:
        assert keys.unlock(office, PASSPHRASE) == key
    except UserError as error:
        assert str(error).endswith(".")


def test_the_real_cost_is_what_was_measured_and_allowed():
    assert Cost(t=3, m=64 * 1024, p=4) == COST
    assert COST.reasonable


def test_the_module_loads_without_database_window_or_cryptography():
    loaded = subprocess.run(
        [sys.executable, "-c", "import app.core.keys, app.core.recovery_code, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert not {"sqlalchemy", "PySide6", "argon2", "cryptography", "zxcvbn", "sqlcipher3"} & set(loaded)


# --- the recovery code

data_keys = st.binary(min_size=32, max_size=32).map(DataKey)


@given(data_keys)
def test_the_recovery_code_gives_the_key_back(key):
    assert from_recovery_code(recovery_code(key)) == key


@pytest.mark.parametrize("key", [DataKey(b"\0" * 32), DataKey(b"\xff" * 32)])
def test_the_recovery_code_is_eleven_groups_of_six(key):
    groups = recovery_code(key).split("-")
    assert [len(group) for group in groups] == [CHARACTERS] * GROUPS
    assert set("".join(groups)) <= set(ALPHABET)


@given(data_keys, st.sampled_from([" ", "", " – ", "\n", "\t", " - ", "."]))
def test_the_recovery_code_may_be_typed_as_one_likes(key, separator):
    code = recovery_code(key)
    typed = code.lower().replace("-", separator).replace("0", "o").replace("1", "l")
    assert from_recovery_code(f"  {typed} ") == key
    assert from_recovery_code(code.replace("0", "O").replace("1", "I")) == key


@given(data_keys, st.integers(0, GROUPS * CHARACTERS - 1), st.sampled_from(ALPHABET + "UÄß!?"))
def test_every_wrong_character_is_found_and_its_group_named(key, place, character):
    code = list(recovery_code(key).replace("-", ""))
    if code[place] == character:
        return
    code[place] = character
    with pytest.raises(WrongCode) as problem:
        from_recovery_code("".join(code))
    if character != "ß":  # becomes two capital letters, so later groups may shift
        assert problem.value.group == place // CHARACTERS + 1
        assert f"Die {place // CHARACTERS + 1}. Gruppe" in str(problem.value)


@given(data_keys, st.data())
def test_every_two_exchanged_characters_are_found(key, data):
    code = list(recovery_code(key).replace("-", ""))
    first, second = data.draw(st.lists(st.integers(0, len(code) - 1), min_size=2, max_size=2, unique=True))
    if code[first] == code[second]:
        return
    code[first], code[second] = code[second], code[first]
    with pytest.raises(WrongCode) as problem:
        from_recovery_code("".join(code))
    assert problem.value.group == min(first, second) // CHARACTERS + 1


@given(data_keys, st.lists(st.integers(0, GROUPS - 1), min_size=2, max_size=2, unique=True))
def test_every_two_exchanged_groups_are_found(key, places):
    groups = recovery_code(key).split("-")
    first, second = places
    groups[first], groups[second] = groups[second], groups[first]
    if groups[first] != groups[second]:
        with pytest.raises(WrongCode):
            from_recovery_code("-".join(groups))


@given(data_keys, st.integers(0, GROUPS * CHARACTERS - 1))
def test_a_missing_character_is_found(key, place):
    code = recovery_code(key).replace("-", "")
    with pytest.raises(WrongCode):
        from_recovery_code(code[:place] + code[place + 1 :])


@given(data_keys, st.integers(0, GROUPS - 1), st.integers(0, CHARACTERS - 1))
def test_a_missing_character_in_a_typed_group_names_the_group(key, place, character):
    groups = recovery_code(key).split("-")
    groups[place] = groups[place][:character] + groups[place][character + 1 :]
    with pytest.raises(WrongCode) as problem:
        from_recovery_code("-".join(groups))
    assert problem.value.group == place + 1


@given(data_keys)
def test_a_missing_or_doubled_group_says_how_long_the_code_is(key):
    code = recovery_code(key)
    for wrong in (code.rpartition("-")[0], f"{code}-{code[:6]}"):
        with pytest.raises(WrongCode, match="zusammen 66 Zeichen") as problem:
            from_recovery_code(wrong)
        assert problem.value.group is None


@pytest.mark.parametrize("text", ["", "   ", "-"])
def test_no_code_says_how_long_the_code_is(text):
    with pytest.raises(WrongCode, match="eingegeben sind 0"):
        from_recovery_code(text)


@given(st.text())
def test_any_text_is_a_key_or_a_plain_sentence(text):
    with pytest.raises(WrongCode):
        from_recovery_code(text)


def test_a_well_formed_code_of_nothing_is_not_a_key():
    from app.core.crockford import spelled
    from app.core.recovery_code import _check

    groups = [[1, 2, 3, 4, 5]] * GROUPS
    code = "-".join(spelled([*group, _check(place, group)]) for place, group in enumerate(groups))
    with pytest.raises(WrongCode, match="an mehreren Stellen"):
        from_recovery_code(code)


def test_the_recovery_sheet_can_be_typed_off():
    key = DataKey.new()
    sheet = RecoverySheet.of("Saale.koord", key)
    assert from_recovery_code("\n".join(sheet.lines)) == key
    assert [len(line) for line in sheet.lines] == [27, 27, 20]
    assert (sheet.file, sheet.day) == ("Saale.koord", today())
