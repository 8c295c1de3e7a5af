"""The small memory in front of our tables."""

from bot.delivery.cache import MOST, Remembered
from tests.delivery.fakes import RealTime


def test_it_forgets_after_its_time_and_when_told() -> None:
    """A value is there until its seconds are over, or until it is forgotten."""
    time = RealTime()
    memory = Remembered[str](60, time)
    assert memory.put("a", "one") == "one"
    memory.put("b", "two")
    memory.forget("b")
    memory.forget("c")
    time.seconds += 59
    assert (memory.get("a"), memory.get("b")) == ("one", None)
    time.seconds += 1
    assert memory.get("a") is None


def test_it_keeps_the_newest_only() -> None:
    """It does not grow without end."""
    memory = Remembered[int](60, RealTime())
    for number in range(MOST + 10):
        memory.put(number, number)
    assert (memory.get(9), memory.get(10)) == (None, 10)
