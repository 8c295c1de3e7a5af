"""How long a nudge waits before it is tried again."""

from datetime import timedelta
from typing import Final
from zlib import crc32

FIRST_SECONDS: Final = 2.0
LONGEST_SECONDS: Final = 1800.0
JITTER: Final = 0.3

MOST_ATTEMPTS: Final = 12
"""A nudge that fails this often by a fault of its own, over an hour or so, is given up."""

PLATEAU: Final = 8
"""Where Slack cannot be reached, attempts are counted up to here and no further, those after it all as the next one
(about eight and a half minutes between two): an outage of days neither gives anything up nor leaves it without tries
afterwards."""

SETTLES: Final = timedelta(seconds=60)
"""How long Slack may still do what it was asked for in a call without an answer. It says nowhere how long it goes on
with a call whose caller has left; a server's own patience is half a minute as a rule, and twice that leaves room."""


def backoff(attempts: int, nudge_id: str) -> timedelta:
    """Return the wait after the attempt of this number, from 1: twice as long each time, up to half an hour.

    Nudges that failed together come back apart, and the same nudge always after the same wait.
    """
    doublings = min(max(attempts, 1) - 1, 20)  # more of them would leave a float's range one day
    seconds = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0**doublings)
    spread = crc32(f"{nudge_id}.{attempts}".encode()) / 2**32
    return timedelta(seconds=seconds * (1 - JITTER / 2 + JITTER * spread))
