"""The waits between attempts."""

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.backoff import JITTER, LONGEST_SECONDS, backoff


@given(attempts=st.integers(1, 10_000), nudge_id=st.text(min_size=1))
def test_the_wait_grows_to_a_cap_and_is_always_the_same_for_a_nudge(attempts: int, nudge_id: str) -> None:
    """It doubles from two seconds to half an hour, give or take the jitter, and needs no dice."""
    plain = min(LONGEST_SECONDS, 2.0 * 2 ** min(attempts - 1, 20))
    wait = backoff(attempts, nudge_id)
    assert plain * (1 - JITTER / 2) - 0.001 <= wait.total_seconds() <= plain * (1 + JITTER / 2) + 0.001
    assert wait == backoff(attempts, nudge_id)


def test_nudges_that_failed_together_come_back_apart() -> None:
    """The jitter spreads them, so that they do not meet again at one instant."""
    assert len({backoff(3, f"n{number}") for number in range(50)}) > 45
