"""What is installed is decided by hashes alone: nothing in the tree names a place to download from, or a machine."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "packaging" / "requirements.txt"
PROJECT = ROOT / "pyproject.toml"

PLACES = {
    "an address": r"https?:|git\+|ftp:|://",
    "an index": r"--(extra-)?index-url|--find-links|--trusted-host|^-[if]\b",
    "a file": r"\bfile:|^-e\b|^\.{0,2}/|\s@\s",
}
SIGNS = {
    # Written apart so that this file does not find itself; anna is the invented person of examples.
    "a folder of one machine": r"(?<![\w.~-])/(?:root|work|opt/pypi|opt/wheels)"
    r"/[\w.]|(?<![\w.~-])/(?:home|Users)/(?!anna\b)\w\w+/\w|[A-Z]:\\+Users\\+(?!anna\b)\w\w+\\",
    "a host of packages": r"pypi\." + r"org|python" + r"hosted|npm" + r"js\.(?:org|com)|crates\." + r"io|proxy\.golang"
    r"|deb\.debian|archive\.ubuntu|ana" + r"conda\.org",
}


def complaints(lock: str) -> Iterator[str]:
    """What is wrong with the text of a lock, line by line."""
    for line in re.sub(r"\\\n\s*", " ", lock).splitlines():
        requirement, *hashes = line.split(" --hash=")
        for what, sign in PLACES.items():
            if re.search(sign, line):
                yield f"{what}: {line}"
        if not re.fullmatch(r"[a-z0-9-]+==[\w.!+]+(?: ; [\w\s.<>=!'()]+)?", requirement.strip()):
            yield f"not exactly one version: {requirement}"
        if not hashes or not all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest.strip()) for digest in hashes):
            yield f"no good hash: {requirement}"


def pinned() -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK.read_text(), re.MULTILINE))


def requirements() -> list[str]:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    declared = project["project"]
    return [
        *declared["dependencies"],
        *declared["optional-dependencies"]["dev"],
        *project["build-system"]["requires"],
    ]


def test_the_lock_is_only_names_versions_and_hashes():
    assert not list(complaints(LOCK.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.test/simple",
        "--extra-index-url http://127.0.0.1:3141/simple",
        "--find-links ./wheels",
        "-i https://example.test/simple",
        "-f wheels",
        "lxml @ https://example.test/lxml.whl --hash=sha256:" + "0" * 64,
        "lxml @ file:///wheels/lxml.whl --hash=sha256:" + "0" * 64,
        "-e .",
        "./lxml.whl",
        "lxml==6.1.3",
        "lxml>=6.1 --hash=sha256:" + "0" * 64,
        "lxml==6.1.* --hash=sha256:" + "0" * 64,
        "lxml==6.1.3 \\\n    --hash=md5:" + "0" * 32,
        "lxml==6.1.3 \\\n    --hash=sha256:" + "0" * 63,
    ],
)
def test_a_lock_that_could_bring_something_else_is_refused(line):
    assert list(complaints(f"anyascii==0.3.3 \\\n    --hash=sha256:{'1' * 64}\n{line}\n"))


@pytest.mark.parametrize("text", requirements())
def test_the_lock_fits_what_the_project_asks_for(text):
    requirement = Requirement(text)
    version = pinned()[re.sub(r"[-_.]+", "-", requirement.name).lower()]
    assert requirement.specifier.contains(version)


def test_the_project_names_no_place_to_download_from():
    text = PROJECT.read_text(encoding="utf-8")
    assert "://" not in text
    assert all(Requirement(requirement).url is None for requirement in requirements())
    assert "uv" not in tomllib.loads(text)["tool"]


def test_no_file_names_a_machine_or_a_host_of_packages():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("only a clone knows which files belong to the project")
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{name}: {hit[0]!r} is {what}" for what, sign in SIGNS.items() for hit in re.finditer(sign, text)]
    assert not found
