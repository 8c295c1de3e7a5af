"""The app's manifest: `manifest.yml` is the source, and the command's name the one thing that is filled in."""

import json
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

COMMAND = "/delegate"


def read_manifest(command: str = COMMAND) -> dict[str, Any]:
    """Return the manifest as a document, its command named `command`."""
    beside_the_packages = Path(str(resources.files("bot"))).parent / "manifest.yml"
    document: dict[str, Any] = yaml.safe_load(beside_the_packages.read_text(encoding="utf-8"))
    for each in document["features"]["slash_commands"]:
        if each["command"] == COMMAND:
            each["command"] = command
    return document


def manifest_text(command: str, *, as_json: bool = False) -> str:
    """Return the manifest as YAML or JSON, its command named `command`."""
    document = read_manifest(command)
    if as_json:
        return json.dumps(document, indent=2, ensure_ascii=False)
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)
