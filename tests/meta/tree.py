"""What git would commit of this repository: tracked files, and new ones that are not ignored."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "handlers", "storage")


@cache
def files() -> tuple[Path, ...]:
    """Return every file of the tree, as paths below `ROOT`; `.gitignore` decides what is not part of it."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    names = sorted(set(listing.split("\0")) - {""})
    return tuple(Path(name) for name in names if (ROOT / name).is_file())


def sources(*suffixes: str, below: tuple[str, ...] = (*PACKAGES, "tests")) -> list[Path]:
    """Return the files with these suffixes in the named top-level folders, without what we only carry along."""
    return [
        path
        for path in files()
        if path.suffix in suffixes and path.parts[0] in below and "vendor" not in path.parts
    ]


def text(path: Path) -> str:
    """Return a file's text; bytes that are not UTF-8 are replaced, so that any file can be searched."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")
