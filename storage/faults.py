"""One name for every way in which a database can be out of reach, so that callers need know no driver."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.usecases.ports import AlreadyThere, Unavailable

# PEP 249 fixes these names for every driver, and SQLAlchemy's wrappers bear them too. Going by the name
# spares a SQLite installation the import of the PostgreSQL driver.
_OUT_OF_REACH: Final = frozenset({"OperationalError", "InterfaceError"})
_READ_ONLY: Final = "25006"
_OUT_OF_SERVICE: Final = frozenset({_READ_ONLY, "25P03", "25P04"})
"""PostgreSQL's codes for a server that takes no writes (a standby after a failover) and for a session that it ended
because a transaction stood idle, or took, too long: its driver counts them among a program's own faults."""
_TAKEN: Final = frozenset({"UniqueViolation", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE"})


@contextmanager
def told_as_unavailable() -> Iterator[None]:
    """Raise `Unavailable` for a database that is locked, slow, full, gone, takes no writes or cannot be reached.

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


def is_read_only(error: BaseException) -> bool:
    """Say whether the server behind this connection takes no writes, while a new one may lead to one that does."""
    return getattr(error, "sqlstate", None) == _READ_ONLY


def _is_out_of_reach(error: Exception) -> bool:
    names = {base.__name__ for base in type(error).__mro__}
    if isinstance(error, PoolTimeout | TimeoutError | OSError) or names & _OUT_OF_REACH:
        return True
    return getattr(error, "sqlstate", None) in _OUT_OF_SERVICE
