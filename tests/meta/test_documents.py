"""The documents: what they point to is there."""

import re
from pathlib import Path

import pytest

from tests.meta.tree import ROOT, files, text

DOCUMENTS = [path for path in files() if path.suffix == ".md" and "vendor" not in path.parts]
PLACES = ("bot/", "handlers/", "storage/", "tests/", "docs/", ".ci/", ".github/", ".slack/")


def without_comments(path: Path) -> str:
    """Return a document's text as a reader sees it."""
    return re.sub(r"<!--.*?-->", "", text(path), flags=re.DOTALL)


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_links_within_the_tree_lead_somewhere(path: Path) -> None:
    """Every relative link and picture of a document is a file or folder of the tree."""
    targets = re.findall(r"\]\(([^)\s]+)\)", without_comments(path))
    local = [target.split("#")[0] for target in targets if not re.match(r"[a-z]+:|#", target)]
    assert [target for target in local if not (ROOT / path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_files_named_in_a_document_exist(path: Path) -> None:
    """A path in backticks is one that a reader can open."""
    named = re.findall(r"`([\w./-]+)`", without_comments(path))
    local = [name for name in named if name.startswith(PLACES)]
    assert [name for name in local if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("name", ["mechanisms.md", "guarantees.md"])
def test_every_test_that_a_document_names_is_there(name: str) -> None:
    """What holds a sentence is a file of tests, or a test of that name in one."""
    tests = "\n".join(f"{path}\n{text(path)}" for path in files() if path.parts[0] == "tests")
    named = set(re.findall(r"\b(test_[a-z0-9_]+)\b", text(Path("docs") / name)))
    assert {each for each in named if not re.search(rf"(def {each}\(|/{each}\.py)", tests)} == set()


def test_every_mechanism_has_its_four_parts() -> None:
    """What it is, where it is in Slack, the test that shows it, and the work that it comes from."""
    rows = [line for line in text(Path("docs/mechanisms.md")).splitlines() if line.startswith("| ")][1:]
    parts = [[part.strip() for part in row.strip("|").split(" | ")] for row in rows]
    assert len(parts) > 40
    assert [row for row in parts if len(row) != 4 or not all(row) or "test" not in row[2]] == []


@pytest.mark.parametrize("path", [p for p in DOCUMENTS if p.parent == Path("docs/decisions")], ids=str)
def test_a_decision_has_its_four_parts(path: Path) -> None:
    """A record says what was found, what was decided, what follows, and how it is held."""
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
    headings = re.findall(r"^## (.+)$", text(path), re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences", "How it is checked"]
