"""House rules that hold for every file of the tree."""

import ast
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from tests.meta.tree import PACKAGES, ROOT, files, sources, text

LONGEST_FILE = 400
# The beginnings of their SHA-256, so that this file does not name them either.
REGISTRY_HOSTS = {
    "a4aa2ac280bb8d1a",
    "8b5bb5eb9d758455",
    "8743857e3ea00fd1",
    "3ca29e55be4befa4",
    "87d14f070cb96869",
    "e2dd3580aeebec64",
    "9c6b05022d03bb05",
    "394bc662b64ea8fc",
    "3530c4415dd857fb",
    "0fd460f0568e29c1",
    "271dacc9f4d0caf8",
    "789e46d79514e280",
    "e680c440a2e92079",
}
HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function of a parsed file, nested ones too."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def environment_reads(tree: ast.AST) -> list[int]:
    """Return the lines that name the process environment: `os.environ`, `os.getenv` and what `from os` brings."""
    names = {"environ", "environb", "getenv", "getenvb", "putenv"}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            found += [node.lineno] * (node.attr in names)
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            found += [node.lineno] * any(alias.name in names for alias in node.names)
    return found


@pytest.mark.parametrize("path", sources(".py", ".js", ".css", ".html"), ids=str)
def test_no_source_file_is_long(path: Path) -> None:
    """A source file that we write has at most 400 lines; what has more is two things."""
    lines = text(path).count("\n")
    assert lines <= LONGEST_FILE, f"{path} has {lines} lines"


@pytest.mark.parametrize(
    "path", [p for p in sources(".py", below=("tests",)) if p.name.startswith("test_")], ids=str
)
def test_every_test_says_what_behaviour_it_holds(path: Path) -> None:
    """Each test function has a docstring, so that a failing test reads as a sentence about Leeway."""
    tests = [one for one in functions(ast.parse(text(path))) if one.name.startswith("test_")]
    assert [one.name for one in tests if not ast.get_docstring(one)] == []


def test_the_environment_is_read_in_the_settings_only() -> None:
    """No module but bot/settings.py names the environment, so that the settings table is the whole of it."""
    readers = {
        str(path): lines
        for path in sources(".py", below=PACKAGES)
        if path != Path("bot/settings.py") and (lines := environment_reads(ast.parse(text(path))))
    }
    assert readers == {}


@pytest.mark.parametrize(
    "code",
    [
        "import os\nos.environ['A']",
        "import os\nos.getenv('A')",
        "from os import environ",
        "from os import getenv as g",
    ],
)
def test_reading_the_environment_is_noticed(code: str) -> None:
    """The rule above sees each of the usual ways to read the environment."""
    assert environment_reads(ast.parse(code))


def registries(words: str) -> list[str]:
    """Return the names in a text that are a package registry's host, or lie below one."""
    return [
        host for host in HOST.findall(words.lower()) if REGISTRY_HOSTS & set(map(beginning, parents(host)))
    ]


def parents(host: str) -> list[str]:
    """Return a host and all that it lies below: "a.b.c", "b.c"."""
    parts = host.split(".")
    return [".".join(parts[place:]) for place in range(len(parts) - 1)]


@cache
def beginning(host: str) -> str:
    """Return the beginning of a host's SHA-256."""
    return sha256(host.encode()).hexdigest()[:16]


def test_no_file_names_a_package_registry() -> None:
    """Where packages come from is the installer's choice: no file of the tree names a registry's host."""
    assert [str(path) for path in files() if registries(text(path))] == []


def test_a_registry_is_known_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule above sees a host and what lies below it, and leaves others alone."""
    monkeypatch.setitem(globals(), "REGISTRY_HOSTS", {beginning("registry.example")})
    assert registries("from https://files.registry.example/simple") == ["files.registry.example"]
    assert registries("from https://example.com/simple, as in bot.clock") == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_hold_pins_and_hashes_only(name: str) -> None:
    """Each line of a lock file is an exact pin or one of its hashes, and every pin has a hash."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    pin = re.compile(r"[a-z0-9._-]+(\[[a-z0-9,_-]+\])?==\S+( ; .+)? \\")
    hash_of = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert [line for line in lines if not (pin.fullmatch(line) or hash_of.fullmatch(line))] == []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        assert not pin.fullmatch(line) or hash_of.fullmatch(following), line


def test_what_runs_is_what_is_tested() -> None:
    """Every pin of requirements.lock stands in requirements-dev.lock with the same version and hashes."""

    def pins(name: str) -> set[str]:
        return set(re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8").rstrip("\n")))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
