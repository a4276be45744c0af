"""Setting up: on a bare machine, on a half-made one, and when there is nothing to do."""

from __future__ import annotations

import ast
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

import dev
from tests import postgres

SCRIPT = Path(dev.__file__)


@pytest.fixture
def ran(monkeypatch):
    """Nothing is really run; the commands are collected, and each one succeeds."""
    commands: list[list[str]] = []

    def run(command, **_options):
        commands.append([str(part) for part in command])
        return SimpleNamespace(returncode=0, stdout="", stderr="")

    monkeypatch.setattr(dev.subprocess, "run", run)
    return commands


@pytest.fixture
def debian(monkeypatch):
    """A Debian where we are root."""
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev, "is_root", lambda: True)
    monkeypatch.setattr(dev.shutil, "which", lambda name, **_: f"/usr/bin/{name}")


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A project of its own to set up, with a pretended Python in its .venv."""
    (tmp_path / "packaging").mkdir()
    for name in ("pyproject.toml", "packaging/requirements.txt"):
        (tmp_path / name).write_text(name)
    venv = tmp_path / ".venv"
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "LOCK", tmp_path / "packaging" / "requirements.txt")
    monkeypatch.setattr(dev, "VENV", venv)
    for name, part in (("PYTHON", "bin/python"), ("STAMP", "installed"), ("BUSY", "installing")):
        monkeypatch.setattr(dev, name, venv / part)
    monkeypatch.setattr(dev, "version_of_venv", lambda: "3.11.7")
    return tmp_path


@pytest.fixture
def steps(tree, monkeypatch):
    """What set_up() does, as words; a venv exists once it was made."""
    done: list[str] = []

    def run(command, **_options):
        words = " ".join(map(str, command))
        if "--version" in words:
            return 0 if dev.VENV.exists() else 127
        if "-m venv" in words:
            dev.VENV.mkdir(exist_ok=True)
            done.append("venv")
        elif "--require-hashes" in words:
            done.append("lock")
        elif "--editable" in words:
            done.append("project")
        return 0

    monkeypatch.setattr(dev, "run", run)
    return done


def killed(*_arguments):
    raise KeyboardInterrupt


def test_without_a_verb_it_explains_itself(capsys):
    assert dev.main([]) == 0
    explained = capsys.readouterr().out
    assert all(f"\n  {verb} " in explained for verb in dev.VERBS)


def test_an_unknown_verb_is_told_and_nothing_done(capsys, ran):
    assert dev.main(["tset"]) == 2
    assert "tset" in capsys.readouterr().err
    assert not ran


def test_an_older_python_gets_one_sentence():
    pretend = (
        f"import sys; sys.version_info = (3, 10, 13); exec(compile(open({str(SCRIPT)!r}).read(), 'dev.py', 'exec'))"
    )
    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "Python 3.11 or newer is needed; this is 3.10.\n", "")


def test_an_older_python_can_read_it_so_far():
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8))


# --- Python packages


def test_a_fresh_clone_gets_everything(steps):
    dev.set_up()
    assert steps == ["venv", "lock", "project"]


def test_a_second_call_does_nothing(steps):
    dev.set_up()
    steps.clear()
    dev.set_up()
    assert steps == []


@pytest.mark.parametrize("file", ["pyproject.toml", "packaging/requirements.txt"])
def test_a_changed_declaration_is_installed_without_beginning_anew(tree, steps, file):
    dev.set_up()
    steps.clear()
    (tree / file).write_text("changed")
    dev.set_up()
    assert steps == ["lock", "project"]


def test_another_python_in_the_venv_is_noticed(steps, monkeypatch):
    dev.set_up()
    steps.clear()
    monkeypatch.setattr(dev, "version_of_venv", lambda: "3.12.1")
    dev.set_up()
    assert steps == ["lock", "project"]


def test_a_venv_that_does_not_run_is_made_anew(steps, monkeypatch):
    dev.set_up()
    steps.clear()
    monkeypatch.setattr(dev, "is_ready", lambda: False)
    working = dev.run
    monkeypatch.setattr(dev, "run", lambda command, **o: 1 if "--version" in command else working(command, **o))
    dev.set_up()
    assert steps == ["venv", "lock", "project"]


def test_a_set_up_that_was_killed_is_repaired(steps, monkeypatch):
    with monkeypatch.context() as moment:
        moment.setattr(dev, "pip", killed)
        with pytest.raises(KeyboardInterrupt):
            dev.set_up()
    dev.set_up()
    assert steps == ["venv", "venv", "lock", "project"]


def test_a_killed_update_does_not_pass_for_the_state_before_it(tree, steps, monkeypatch):
    dev.set_up()
    (tree / "packaging" / "requirements.txt").write_text("changed")
    with monkeypatch.context() as moment:
        moment.setattr(dev, "pip", killed)
        with pytest.raises(KeyboardInterrupt):
            dev.set_up()
    (tree / "packaging" / "requirements.txt").write_text("packaging/requirements.txt")
    assert not dev.is_ready()


def test_a_second_set_up_waits_for_the_first(steps, monkeypatch):
    @contextmanager
    def meanwhile():
        dev.install()  # by the other one, while we waited
        steps.append("waited")
        yield

    monkeypatch.setattr(dev, "alone", meanwhile)
    dev.set_up()
    assert steps == ["venv", "lock", "project", "waited"]


@pytest.mark.skipif(sys.platform == "win32", reason="locks are of another kind there")
def test_the_lock_is_free_again_afterwards():
    import fcntl

    with dev.alone(), dev.SELF.open("rb") as file, pytest.raises(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with dev.SELF.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_failing_pip_is_told_and_the_next_call_tries_again(steps, monkeypatch, capsys):
    with monkeypatch.context() as moment:
        moment.setattr(dev, "run", lambda command, **_: int("--require-hashes" in command or "--version" in command))
        dev.VENV.mkdir()
        assert dev.main(["run"]) == 2
    assert "could not be installed" in capsys.readouterr().err
    dev.set_up()
    assert steps[-2:] == ["lock", "project"]


def test_a_missing_ensurepip_is_fetched_as_root(ran, debian, monkeypatch):
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: None)
    dev.make_venv(Path("anywhere"))
    assert ran[1][-1] == f"python3.{sys.version_info.minor}-venv"
    assert ran[2][1:3] == ["-m", "venv"]


# --- libraries of the system


def test_without_a_screen_only_the_offscreen_libraries_count():
    assert dev.needed(window=True, environment={}) == dev.OFFSCREEN
    assert dev.needed(window=False, environment={"DISPLAY": ":0"}) == dev.OFFSCREEN
    assert dev.needed(window=True, environment={"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}) == dev.OFFSCREEN


def test_a_screen_needs_its_own_libraries():
    assert dev.needed(window=True, environment={"DISPLAY": ":0"}) == dev.OFFSCREEN | dev.XCB
    assert dev.needed(window=True, environment={"WAYLAND_DISPLAY": "wayland-0"}) == dev.OFFSCREEN | dev.WAYLAND


def test_only_what_does_not_load_is_missing():
    assert dev.missing(dev.OFFSCREEN, lambda library: library != "libEGL.so.1") == ["libegl1"]


def test_a_library_that_is_nowhere_does_not_load():
    assert not dev.loads("libthere-is-no-such-thing.so.0")


@pytest.fixture
def bare(debian, monkeypatch):
    """A Debian with Python and nothing else, until packages are installed."""
    lacks = {library: False for library in dev.OFFSCREEN}
    monkeypatch.setattr(dev, "lacking", lambda **_: dev.missing(dev.OFFSCREEN, lacks.get))
    monkeypatch.setattr(dev, "without_venv", lambda: ["python3.11-venv"])
    monkeypatch.setattr(dev, "PYTHON", Path("not there yet"))
    monkeypatch.setattr(dev, "set_up", lambda: None)
    return lacks


def test_root_on_debian_installs_all_that_is_missing_at_once(ran, bare, monkeypatch):
    apt = dev.apt
    monkeypatch.setattr(dev, "apt", lambda *given: apt(*given) or bare.update(dict.fromkeys(bare, True)))
    dev.prepare("postgresql")
    assert [command[:3] for command in ran] == [["apt-get", "-qq", "update"], ["apt-get", "-qq", "install"]]
    assert {*dev.OFFSCREEN.values(), "python3.11-venv", "postgresql"} <= set(ran[1])


def test_libraries_that_stay_away_are_named(ran, bare):
    with pytest.raises(dev.Trouble, match="libegl1"):
        dev.prepare()


def test_others_are_told_one_line_for_everything(ran, bare, monkeypatch, capsys):
    monkeypatch.setattr(dev, "is_root", lambda: False)
    assert dev.main(["test"]) == 2
    told = capsys.readouterr().err
    line = next(line.strip() for line in told.splitlines() if "sudo" in line)
    names = " ".join(sorted([*dev.OFFSCREEN.values(), "python3.11-venv"]))
    assert line == f"sudo apt-get install --no-install-recommends {names}"
    assert "Traceback" not in told
    assert not ran


def test_style_is_checked_without_qt_s_libraries(ran, bare, monkeypatch):
    monkeypatch.setattr(dev, "without_venv", list)
    dev.prepare(qt=False)
    assert not ran


def test_a_system_without_apt_is_told_what_is_missing(ran, bare, monkeypatch):
    monkeypatch.setattr(dev.shutil, "which", lambda *_, **__: None)
    with pytest.raises(dev.Trouble, match="Elsewhere"):
        dev.prepare()


def test_a_failing_apt_shows_what_it_said(bare, monkeypatch):
    failed = SimpleNamespace(returncode=100, stdout="", stderr="E: Unable to locate package libegl1")
    monkeypatch.setattr(dev.subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(dev.Trouble, match="Unable to locate package"):
        dev.prepare()


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_get_qt_s_libraries_with_the_wheel(monkeypatch, system):
    monkeypatch.setattr(dev.sys, "platform", system)
    assert dev.lacking(window=True, probe=lambda _library: False) == []


# --- the verbs


@pytest.fixture
def ready(monkeypatch):
    """Everything is set up; the modules that would run are collected."""
    started = []

    def module(name, *arguments, **options):
        started.append(SimpleNamespace(name=name, arguments=list(arguments), **options))
        return 0

    monkeypatch.setattr(dev, "set_up", lambda: None)
    monkeypatch.setattr(dev, "lacking", lambda **_: [])
    monkeypatch.setattr(dev, "module", module)
    return started


def test_demo_passes_its_arguments_on(ready):
    assert dev.main(["demo", "--persons", "20", "--seed", "7", "--no-window"]) == 0
    assert (ready[0].name, ready[0].arguments) == ("app", ["demo", "--persons", "20", "--seed", "7", "--no-window"])


def test_the_exit_code_of_the_job_is_ours(monkeypatch, ready):
    monkeypatch.setattr(dev, "module", lambda *_, **__: 5)
    assert dev.main(["test"]) == 5


def test_lint_looks_at_everything_even_when_the_first_check_fails(monkeypatch, ready):
    asked = []
    monkeypatch.setattr(dev, "module", lambda name, *_, **__: asked.append(name) or len(asked) == 1)
    assert dev.main(["lint"]) == 1
    assert asked == ["ruff", "ruff", "mypy"]


def test_all_tests_run_side_by_side_and_single_ones_alone(ready):
    dev.main(["test", "-x"])
    dev.main(["test", "tests/test_dev.py"])
    assert ready[0].arguments[0] == "-n"
    assert ready[1].arguments == ["tests/test_dev.py"]


def test_postgres_is_started_for_the_tests_of_data_only(monkeypatch, ready):
    stopped = []

    @contextmanager
    def server():
        yield "postgresql+psycopg://server"
        stopped.append(True)

    monkeypatch.setattr(postgres, "programs", lambda: Path("bin"))
    monkeypatch.setattr(postgres, "server", server)
    assert dev.main(["test", "--postgres", "-q"]) == 0
    assert ready[0].postgres == "postgresql+psycopg://server"
    assert ready[0].arguments[-3:] == ["--backend", "postgresql", "-q"]
    assert stopped


def test_without_postgres_it_is_said_what_to_do(monkeypatch, ready, ran, capsys):
    monkeypatch.setattr(postgres, "programs", lambda: None)
    monkeypatch.setattr(dev, "is_root", lambda: False)
    assert dev.main(["test", "--postgres"]) == 2
    assert "postgresql" in capsys.readouterr().err
    assert not ready


def test_office_is_installed_when_asked_for(monkeypatch, ready, ran, debian):
    monkeypatch.setattr(dev.shutil, "which", lambda name: None if name == "soffice" else f"/usr/bin/{name}")
    dev.main(["test", "--office", "tests/reports"])
    assert "libreoffice-calc" in ran[1]
    assert ready[0].arguments == ["tests/reports", "--office"]


@pytest.mark.skipif(not postgres.programs(), reason="PostgreSQL is missing")
def test_the_server_lets_in_by_password_only_and_is_gone_afterwards():
    psycopg = pytest.importorskip("psycopg")
    with postgres.server() as address:
        url = address.replace("+psycopg", "")
        with psycopg.connect(url) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(url.replace(":", ":wrong", 2).replace(":wrong//", "://"))
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
