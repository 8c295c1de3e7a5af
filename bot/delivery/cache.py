"""A small memory of answers that are soon forgotten."""

from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

MOST: Final = 5000
"""Answers kept; the oldest go first."""

T = TypeVar("T")


class Remembered(Generic[T]):
    """Keeps each value for `seconds` of `monotonic` time."""

    def __init__(self, seconds: float, monotonic: Callable[[], float]) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self._values: dict[Hashable, tuple[T, float]] = {}

    def get(self, key: Hashable) -> T | None:
        """Return the value while it is remembered, else None."""
        value, until = self._values.get(key, (None, 0.0))
        return value if value is not None and self._monotonic() < until else None

    def put(self, key: Hashable, value: T) -> T:
        """Remember the value from now on, and return it."""
        self._values.pop(key, None)
        self._values[key] = (value, self._monotonic() + self._seconds)
        if len(self._values) > MOST:
            del self._values[next(iter(self._values))]
        return value

    def forget(self, key: Hashable) -> None:
        """Forget the value, if there is one."""
        self._values.pop(key, None)
