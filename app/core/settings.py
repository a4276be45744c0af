"""What the program remembers between two starts, in one JSON file, and the folders it uses. Nothing about people.

Read before the first window appears: so what only writing needs is imported where it is used, and the file is JSON
because to load Python's reader of TOML takes three times as long.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast, overload

from app.core.errors import Unavailable
from app.core.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

T = TypeVar("T")
_RECENT = 8


class Setting(Generic[T]):
    """One remembered value, an attribute of Settings; anything unfit in the file counts as the default."""

    def __init__(self, default: T, fit: Callable[[T], bool] = lambda _: True) -> None:
        self.default: T = default
        self.fit: Callable[[T], bool] = fit
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, settings: None, owner: type) -> Setting[T]: ...
    @overload
    def __get__(self, settings: Settings, owner: type) -> T: ...
    def __get__(self, settings: Settings | None, owner: type) -> Setting[T] | T:
        if settings is None:
            return self
        value: Any = settings.values.get(self.name)
        # a copy of a list, so that it changes only by being set
        value = value if self.accepts(value) else self.default
        value = list(value) if isinstance(value, list) else value
        return cast(T, value)

    def __set__(self, settings: Settings, value: T) -> None:
        if not self.accepts(value):
            raise ValueError(f"{self.name} cannot be {value!r}")
        settings.put(self.name, value)

    def accepts(self, value: Any) -> bool:
        """Whether VALUE has the type of the default and fits."""
        if isinstance(self.default, float) and type(value) is int:
            value = float(value)
        if type(value) is not type(self.default):
            return False
        if isinstance(value, list) and not all(isinstance(item, str) for item in value):
            return False
        return self.fit(value)


class Settings:
    """All settings of this person on this computer."""

    appearance = Setting[str]("system", {"system", "light", "dark"}.__contains__)
    zoom = Setting[int](100, range(50, 301).__contains__)
    high_contrast = Setting[bool](False)
    lock_after_minutes = Setting[int](10, range(241).__contains__)
    quiet_days = Setting[int](28, range(7, 366).__contains__)
    """After so many days without a meeting a pair is asked how it goes."""
    cover_contacts = Setting[bool](True)
    backup_folder = Setting[str]("")
    recent = Setting[list[str]]([])

    def __init__(self, path: Path) -> None:
        self.path = path
        self.values: dict[str, Any] = {}
        self._changed: set[tuple[str, ...]] = set()
        with suppress(OSError):
            self.values = _read(path)

    def put(self, *keys_and_value: Any) -> None:
        """Set the value at a key, or in a table at table and key; kept in the file by save()."""
        *keys, value = keys_and_value
        _put(self.values, tuple(keys), value)
        self._changed.add(tuple(keys))

    def layout(self, name: str) -> str:
        """Column widths, splitter places … of the list or page NAME as it wrote them; '' when there are none."""
        table = self.values.get("layout")
        value = table.get(name) if isinstance(table, dict) else None
        return value if isinstance(value, str) else ""

    def keep_layout(self, name: str, text: str) -> None:
        """Remember how the list or page NAME is laid out."""
        self.put("layout", name, text)

    def opened(self, path: Path) -> None:
        """Put an office file first in the list of recent ones."""
        text = str(path.absolute())
        self.recent = [text, *(other for other in self.recent if other != text)][:_RECENT]

    def backed_up(self, path: Path, moment: datetime) -> None:
        """Remember when the office file PATH was last saved elsewhere."""
        self.put("backups", str(path.absolute()), moment.isoformat(timespec="seconds"))

    def last_backup(self, path: Path) -> datetime | None:
        """When the office file PATH was last saved elsewhere from this computer, if ever."""
        from datetime import datetime

        table = self.values.get("backups")
        try:
            return datetime.fromisoformat(table[str(path.absolute())]) if isinstance(table, dict) else None
        except (KeyError, TypeError, ValueError):
            return None

    def forget(self, path: Path) -> None:
        """Take an office file off the list of recent ones."""
        self.recent = [other for other in self.recent if other != str(path.absolute())]

    def save(self) -> None:
        """Write what was changed here, leaving what another window wrote meanwhile and what a newer program knows."""
        if not self._changed:
            return
        try:
            values = _read(self.path)
            for keys in self._changed:
                _put(values, keys, _get(self.values, keys))
            self.path.parent.mkdir(parents=True, exist_ok=True)
            from app.core.files import write_durably

            text = json.dumps(values, ensure_ascii=False, indent=1)
            write_durably(self.path, text.encode("utf-8", "replace"))
        except OSError:
            raise Unavailable(
                _(
                    "Die Einstellungen konnten nicht gespeichert werden. Prüfen Sie, ob „{folder}“ beschreibbar ist."
                ).format(folder=self.path.parent)
            ) from None
        self._changed.clear()


def _read(path: Path) -> dict[str, Any]:
    """The values in the file; none when there is no file; a broken one is put aside, not lost."""
    try:
        values = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError):
        values = None
    if isinstance(values, dict):
        return values
    path.replace(path.with_suffix(".damaged.json"))
    return {}


def _put(values: dict[str, Any], keys: tuple[str, ...], value: Any) -> None:
    for key in keys[:-1]:
        if not isinstance(values.get(key), dict):
            values[key] = {}
        values = values[key]
    values[keys[-1]] = value


def _get(values: dict[str, Any], keys: tuple[str, ...]) -> Any:
    for key in keys:
        values = values[key]
    return values


class Home(NamedTuple):
    """The folders the program uses: settings, logs and crash reports, and where a new office file is proposed."""

    settings: Path
    logs: Path
    data: Path


def home(chosen: Path | None = None, program: Path | None = None) -> Home:
    """The folders: CHOSEN (`--data DIR`), else beside the program when it is portable, else those of the person."""
    program = program or _program_folder()
    if not chosen and (program / "portable.txt").is_file():
        from app.core.places import can_write

        chosen = program / "data" if can_write(program) else None
    if chosen:
        folder = chosen.absolute()
        return Home(folder / "settings.json", folder / "logs", folder)
    import platformdirs

    # not roaming and not "Documents": both are often copied by servers or cloud services while the file is open
    folders = platformdirs.PlatformDirs("connecting-humans", appauthor=False, roaming=False)
    return Home(folders.user_config_path / "settings.json", folders.user_log_path, folders.user_data_path)


def _program_folder() -> Path:
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else Path(__file__).parents[2]
