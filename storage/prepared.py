"""Statements compiled once and run on the driver itself.

SQLAlchemy's way of running a statement takes some 0.1 ms a time, for results and events that nobody here has a use
for; handing a task over is seven of them, within the answer that Slack waits for. What it is best at, the SQL of
each database, the types and the pool, stays its own.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import starmap
from operator import itemgetter
from typing import Any

from sqlalchemy import Delete, Dialect, Insert, Select, Update

Statement = Insert | Update | Delete | Select[Any]
Values = Mapping[str, Any]
Row = Any
"""A named tuple of what a statement selects or returns, each under its column's name."""

_Step = Callable[[Values], Any]


@dataclass(frozen=True)
class Language:
    """The SQL of one kind of database through its driver: what is prepared for one engine does for all of its kind."""

    kind: type[Dialect]
    dialect: Dialect = field(compare=False)


class Prepared:
    """One statement's SQL for one dialect, how its values become the driver's parameters, and its rows ours."""

    def __init__(self, statement: Statement, dialect: Dialect, keys: Sequence[str]) -> None:
        """Prepare `statement` for values of these `keys`."""
        compiled: Any = statement.compile(dialect=dialect, column_keys=keys)
        self._names = tuple(compiled.positiontup if compiled.positional else compiled.binds)
        self.sql: str = compiled.string
        self._is_positional: bool = compiled.positional
        self._steps = [_bound(name, compiled.binds[name], dialect, keys) for name in self._names]
        self._dialect = dialect
        self._columns = list(statement.exported_columns)
        made: Any = namedtuple  # whose names mypy wants to read in the source
        self._row = made("Row", [str(column.name) for column in self._columns])
        self._reads: list[Callable[[Any], Any] | None] | None = None

    def parameters(self, values: Values) -> Any:
        """Return the driver's parameters for `values`, which hold all the keys it was prepared for."""
        if self._is_positional:
            return [step(values) for step in self._steps]
        return {name: step(values) for name, step in zip(self._names, self._steps, strict=True)}

    def rows(self, fetched: Iterable[Sequence[Any]], description: Sequence[Sequence[Any]]) -> list[Row]:
        """Return the driver's rows as ours; `description` is its cursor's, which names the types it sent."""
        if self._reads is None:
            self._reads = [
                column.type.dialect_impl(self._dialect).result_processor(self._dialect, sent[1])
                for column, sent in zip(self._columns, description, strict=True)
            ]
        # By columns: most of them are taken as they are.
        columns = zip(self._reads, zip(*fetched, strict=True), strict=False)  # no rows, no columns
        values = (map(read, each) if read else each for read, each in columns)
        return list(starmap(self._row, zip(*values, strict=True)))


@lru_cache(maxsize=512)
def prepare(statement: Statement, language: Language, keys: tuple[str, ...]) -> Prepared:
    """Return the statement prepared; the same one is prepared once."""
    return Prepared(statement, language.dialect, keys)


def _bound(name: str, bound: Any, dialect: Dialect, keys: Sequence[str]) -> _Step:
    process = bound.type.dialect_impl(dialect).bind_processor(dialect)
    if name not in keys:  # a value that the statement itself holds
        constant = process(bound.value) if process else bound.value
        return lambda values: constant
    if process:
        return lambda values: process(values[name])
    return itemgetter(name)
