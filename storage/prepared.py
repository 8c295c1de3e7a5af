"""Statements without rows, compiled once and run on the driver itself.

SQLAlchemy's way of running a statement takes some 0.1 ms a time, for results and events that a plain write has
no use for; handing a task over is six of them, within the answer that Slack waits for. What it is best at, the
SQL of each database and the types, stays its own.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Delete, Dialect, Insert, Update

Write = Insert | Update | Delete
Values = Mapping[str, Any]


class Prepared:
    """One statement's SQL for one dialect, and how its values become the driver's parameters."""

    def __init__(self, statement: Write, dialect: Dialect, keys: Sequence[str]) -> None:
        """Prepare `statement` for values of these `keys`."""
        compiled: Any = statement.compile(dialect=dialect, column_keys=keys)
        names = compiled.positiontup if compiled.positional else compiled.binds
        self.sql: str = compiled.string
        self._is_positional: bool = compiled.positional
        self._steps = [(name, _step(name, compiled.binds[name], dialect, keys)) for name in names]

    def parameters(self, values: Values) -> Any:
        """Return the driver's parameters for `values`, which hold all the keys it was prepared for."""
        if self._is_positional:
            return tuple(step(values) for _, step in self._steps)
        return {name: step(values) for name, step in self._steps}


@lru_cache(maxsize=512)
def prepare(statement: Write, dialect: Dialect, keys: tuple[str, ...]) -> Prepared:
    """Return the statement prepared; the same one is prepared once."""
    return Prepared(statement, dialect, keys)


def _step(name: str, bound: Any, dialect: Dialect, keys: Sequence[str]) -> Callable[[Values], Any]:
    process = bound.type.dialect_impl(dialect).bind_processor(dialect)
    if name not in keys:  # a value that the statement itself holds
        constant = process(bound.value) if process else bound.value
        return lambda values: constant
    if process:
        return lambda values: process(values[name])
    return lambda values: values[name]
