"""Settings survive the end of the program, foreign keys and broken files."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import settings as module
from app.core.errors import Unavailable
from app.core.settings import Settings, home


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "neu" / "settings.json"


def test_a_setting_has_its_default_until_it_is_set(path):
    settings = Settings(path)
    assert settings.appearance == "system"
    settings.appearance = "dark"
    assert settings.appearance == "dark"
    assert not path.exists()


def test_a_saved_setting_is_there_at_the_next_start(path):
    settings = Settings(path)
    settings.zoom, settings.high_contrast, settings.backup_folder = 125, True, "E:\\Büro\n="
    settings.save()
    again = Settings(path)
    assert (again.zoom, again.high_contrast, again.backup_folder) == (125, True, "E:\\Büro\n=")
    assert again.appearance == "system"


def test_nothing_is_written_when_nothing_changed(path):
    Settings(path).save()
    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "value"), [("zoom", 10), ("zoom", "100"), ("zoom", True), ("appearance", "pink"), ("recent", [1])]
)
def test_an_unfit_value_is_refused_and_in_the_file_counts_as_default(path, name, value):
    settings = Settings(path)
    default = getattr(settings, name)
    with pytest.raises(ValueError, match=name):
        setattr(settings, name, value)
    path.parent.mkdir()
    path.write_text(json.dumps({name: value}))
    assert getattr(Settings(path), name) == default


def test_a_whole_number_fits_where_a_fraction_is_meant():
    assert module.Setting[float](1.0).accepts(2)
    assert not module.Setting[int](1).accepts(2.0)


def test_unknown_keys_of_a_newer_program_are_kept(path):
    path.parent.mkdir()
    newer = {"future": ["a", None], "zoom": 1, "deep": {"er": {"x": 1.5}, "": []}, "rows": [{"a": "Größe"}]}
    path.write_text(json.dumps(newer))
    settings = Settings(path)
    settings.zoom = 120
    settings.save()
    assert json.loads(path.read_text("utf-8")) == {**newer, "zoom": 120}


def test_two_windows_keep_each_others_settings(path):
    first, second = Settings(path), Settings(path)
    first.zoom, second.appearance = 125, "dark"
    first.keep_layout("Person", "10,20")
    second.keep_layout("Course", "30")
    first.save()
    second.save()
    again = Settings(path)
    assert (again.zoom, again.appearance, again.layout("Person"), again.layout("Course")) == (
        125,
        "dark",
        "10,20",
        "30",
    )


@pytest.mark.parametrize("content", [b'{"zoom": ', b"\0\0\0", b"\xff\xfe", b"[" * 100_000, b"[1]"])
def test_a_broken_file_gives_defaults_and_is_put_aside(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.zoom == 100
    assert path.with_name("settings.damaged.json").read_bytes() == content
    settings.zoom = 110
    settings.save()
    assert Settings(path).zoom == 110


def test_a_layout_that_is_none_is_empty(path):
    settings = Settings(path)
    assert settings.layout("Person") == ""
    settings.values["layout"] = "kein Verzeichnis"
    assert settings.layout("Person") == ""
    settings.keep_layout("Person", "10")
    assert settings.layout("Person") == "10"


def test_the_latest_file_comes_first_and_eight_are_kept(path, tmp_path):
    settings = Settings(path)
    for number in range(10):
        settings.opened(tmp_path / f"{number}.koord")
    settings.opened(tmp_path / "5.koord")
    assert [Path(text).stem for text in settings.recent] == list("59876432")
    settings.forget(tmp_path / "5.koord")
    assert [Path(text).stem for text in settings.recent] == list("9876432")


def test_settings_that_cannot_be_saved_say_what_to_do(tmp_path):
    (tmp_path / "file").touch()
    settings = Settings(tmp_path / "file" / "settings.json")
    settings.zoom = 110
    with pytest.raises(Unavailable, match="nicht gespeichert"):
        settings.save()


def test_a_file_that_cannot_be_read_now_is_not_overwritten(path, monkeypatch):
    settings = Settings(path)
    settings.zoom = 110
    settings.save()
    settings.appearance = "dark"

    def locked(*_, **__):
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", locked)
        with pytest.raises(Unavailable):
            settings.save()
    settings.save()
    assert (Settings(path).zoom, Settings(path).appearance) == (110, "dark")


def test_the_list_of_recent_files_changes_only_by_setting_it(path):
    Settings(path).recent.append("x")
    assert Settings(path).recent == []


def test_a_path_that_is_no_text_does_no_harm(path):
    settings = Settings(path)
    settings.opened(Path("/akten/\udcff.koord"))
    settings.save()
    assert Settings(path).recent[0].endswith("?.koord")


# --- any text, as paths are made of


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_what_is_written_reads_the_same(tmp_path_factory, key, value):
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    settings = Settings(path)
    settings.backup_folder, settings.recent = value, [value, key]
    settings.keep_layout(key, value)
    settings.save()
    again = Settings(path)
    assert (again.backup_folder, again.recent, again.layout(key)) == (value, [value, key], value)


# --- folders


def test_a_chosen_folder_holds_everything(tmp_path):
    assert home(tmp_path).settings == tmp_path / "settings.json"
    assert home(tmp_path).logs == tmp_path / "logs"
    assert home(tmp_path).data == tmp_path


def test_a_portable_program_keeps_everything_beside_itself(tmp_path):
    (tmp_path / "portable.txt").touch()
    assert home(program=tmp_path).settings == tmp_path / "data" / "settings.json"


def test_a_portable_program_on_a_read_only_medium_uses_the_persons_folders(tmp_path, monkeypatch):
    (tmp_path / "portable.txt").touch()
    monkeypatch.setattr("app.core.places.can_write", lambda _: False)
    assert tmp_path not in home(program=tmp_path).settings.parents


def test_an_installed_program_uses_the_persons_folders(tmp_path):
    folders = home(program=tmp_path)
    assert "connecting-humans" in str(folders.settings)
    assert tmp_path not in folders.settings.parents
    assert folders.settings.is_absolute()


def test_the_program_knows_its_own_folder(monkeypatch, tmp_path):
    assert (module._program_folder() / "app").is_dir()
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", str(tmp_path / "program.exe"))
    assert module._program_folder() == tmp_path


def test_the_last_backup_of_each_file_is_remembered(tmp_path):
    settings, file = Settings(tmp_path / "settings.json"), tmp_path / "Gotha.koord"
    moment = datetime(2026, 11, 12, 7, 58).astimezone()
    assert settings.last_backup(file) is None
    settings.backed_up(file, moment)
    settings.save()
    again = Settings(tmp_path / "settings.json")
    assert (again.last_backup(file), again.last_backup(tmp_path / "Nordhausen.koord")) == (moment, None)
    again.put("backups", str(file.absolute()), "gestern")
    assert again.last_backup(file) is None
