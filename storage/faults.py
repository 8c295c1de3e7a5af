"""One name for every way in which a database can be out of reach, so that callers need know no driver."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.usecases.ports import AlreadyThere, Unavailable

# PEP 249 fixes these names for every driver, and SQLAlchemy's wrappers bear them too. Going by the name
# spares a SQLite installation the import of the PostgreSQL driver.
_OUT_OF_REACH: Final = frozenset({"OperationalError", "InterfaceError"})
_TAKEN: Final = frozenset({"UniqueViolation", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE"})


@contextmanager
def told_as_unavailable() -> Iterator[None]:
    """Raise `Unavailable` for a database that is locked, slow, full, gone or cannot be reached.

    And `AlreadyThere` for a key that is taken. Everything else (another broken constraint, a statement that
    is wrong) passes through: it is a fault of ours.
    """
    try:
        yield
    except Exception as error:
        if {type(error).__name__, getattr(error, "sqlite_errorname", "")} & _TAKEN:
            raise AlreadyThere from error
        if not _is_out_of_reach(error):
            raise
        raise Unavailable(str(getattr(error, "orig", None) or error) or type(error).__name__) from error


def _is_out_of_reach(error: Exception) -> bool:
    names = {base.__name__ for base in type(error).__mro__}
    return isinstance(error, PoolTimeout | TimeoutError | OSError) or bool(names & _OUT_OF_REACH)
