"""Opaque ids: what buttons and rows carry, and nobody can guess."""

import secrets

ID_BYTES = 9


def new_id() -> str:
    """Return a fresh id of twelve URL-safe characters."""
    return secrets.token_urlsafe(ID_BYTES)
