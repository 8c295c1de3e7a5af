"""Slack's speed limits: never exceeded, and not kept waiting below them."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pacing import CHANNEL, METHODS, POSTS, STEADY, Bucket, Limit, Pacing
from bot.playground.workspace.rates import Rates
from tests.delivery.fakes import OURS, THEIRS, RealTime

LIMITS = st.builds(Limit, st.floats(1, 600), st.integers(1, 20).map(float))
GAPS = st.lists(st.floats(0, 5), min_size=1, max_size=60)


def most_within(window: float, instants: list[float]) -> int:
    """Return the most of the instants that fall into any window of so many seconds."""
    return max(sum(start <= at <= start + window for at in instants) for start in instants)


@given(limit=LIMITS, gaps=GAPS, window=st.floats(0, 120))
def test_a_bucket_never_gives_more_than_its_limit_in_any_window(
    limit: Limit, gaps: list[float], window: float
) -> None:
    """However calls arrive, no window sees more than the burst and what the rate allows for its length."""
    now, bucket, taken = 0.0, Bucket(limit, 0.0), []
    for gap in gaps:
        now += gap
        at = bucket.ready_at(now)
        assert at >= now
        bucket.take(at)
        taken.append(at)
    assert most_within(window, taken) <= limit.burst + limit.per_second * window + 1e-6


calls = st.lists(
    st.tuples(st.floats(0, 2), st.sampled_from(["C1", "C2"]), st.sampled_from([0.0, 0.0, 0.0, 2.5])),
    min_size=1,
    max_size=80,
)


@given(calls=calls)
def test_posts_keep_the_limits_of_channel_and_workspace_and_stay_away_after_a_429(
    calls: list[tuple[float, str, float]],
) -> None:
    """Turns of one channel come at one a second with bursts of three, and none while Slack wants to be left alone."""
    time = RealTime()
    pacing = Pacing(time, time.sleep)
    granted: list[tuple[float, str]] = []
    for gap, channel, penalty in calls:
        time.seconds += gap
        turn = pacing.reserve(OURS, "chat.postMessage", channel)
        if turn.granted:
            granted.append((time.seconds + turn.seconds, channel))
            assert turn.seconds <= 3
        if penalty:
            pacing.penalise(OURS, "chat.postMessage", penalty)
            later = pacing.reserve(OURS, "chat.postMessage", "C3")
            assert later.seconds >= penalty - 1e-6
    for channel in ("C1", "C2"):
        instants = [at for at, where in granted if where == channel]
        for window in (0.5, 1.0, 10.0):
            if instants:
                assert most_within(window, instants) <= CHANNEL.burst + CHANNEL.per_second * window + 1e-6


@pytest.mark.parametrize("method", METHODS)
async def test_a_workspace_that_always_waits_gets_nearly_all_that_slack_allows(method: str) -> None:
    """In ten minutes of calls one after the other, at least 95 % of what the method's limit gives are made."""
    time = RealTime()
    pacing, count = Pacing(time, time.sleep), 0
    while time.seconds < 1600:
        await pacing.acquire(OURS, method, f"C{count}")
        count += 1
    limit = METHODS[method]
    assert 0.95 * (limit.burst + limit.per_minute * 10) <= count <= limit.burst + limit.per_minute * 10 + 1


def test_one_workspace_does_not_wait_for_another() -> None:
    """The limits are counted by workspace."""
    time = RealTime()
    pacing = Pacing(time, time.sleep)
    for number in range(300):
        pacing.reserve(OURS, "chat.postMessage", f"C{number}")
    assert pacing.reserve(THEIRS, "chat.postMessage", "C1").seconds == 0


def test_who_is_sent_away_is_told_when_there_will_be_room_for_them() -> None:
    """A thousand that come at once are spread over the minutes that they need, not told to come back together."""
    time = RealTime()
    pacing = Pacing(time, time.sleep)
    turns = [pacing.reserve(OURS, "chat.postMessage", f"C{number}") for number in range(1000)]
    away = [turn.seconds for turn in turns if not turn.granted]
    assert len(away) > 700
    assert away == sorted(set(away))
    assert away[-1] == pytest.approx((1000 - POSTS.burst) / (POSTS.per_minute / 60 * STEADY), rel=0.05)


def drained(time: RealTime, due: dict[str, float], refreshed: list[float]) -> tuple[dict[str, float], int]:
    """Let edits ask when they are due until all are made; at `refreshed` all that wait are due at once.

    Return when each was made, and how often was asked.
    """
    pacing, made, asked = Pacing(time), dict[str, float](), 0
    while due:
        who = min(due, key=lambda each: (due[each], zlib.crc32(each.encode())))
        if refreshed and due[who] >= refreshed[0]:
            due = dict.fromkeys(due, refreshed.pop(0))
            continue
        time.seconds, asked = max(time.seconds, due.pop(who)), asked + 1
        turn = pacing.reserve(OURS, "chat.update", who=who)
        (made if turn.granted else due)[who] = time.seconds + turn.seconds
    return made, asked


@pytest.mark.parametrize("refreshed", [[], [10.0], [10.0, 20.0, 30.0, 40.0, 50.0]])
def test_whoever_asks_before_their_time_keeps_their_place(refreshed: list[float]) -> None:
    """Two hundred cards, refreshed while they wait: no edit that Slack allows goes unused, and few asks."""
    time, limit = RealTime(), METHODS["chat.update"]
    due = {f"card {number}": time.seconds for number in range(200)}
    made, asked = drained(time, due, [1000 + at for at in refreshed])
    assert max(made.values()) - 1000 == pytest.approx((200 - limit.burst) / limit.per_second, abs=3)
    assert asked <= 2 * 200 + 200 * len(refreshed)


def test_who_comes_later_waits_behind_those_who_wait() -> None:
    """Whoever is new takes nobody's turn: first come, first served."""
    time = RealTime()
    due = {f"early {number}": 1000.0 for number in range(100)}
    due |= {f"late {number}": 1001.0 + 2 * number for number in range(30)}
    made, _ = drained(time, due, [])
    late = sorted(at for who, at in made.items() if who.startswith("late"))
    early = sorted(at for who, at in made.items() if who.startswith("early"))
    assert early[-1] < late[0]


def test_a_place_that_nobody_comes_for_is_forgotten() -> None:
    """Five hundred that were called off keep nobody waiting who asks once their limit has a turn."""
    time = RealTime()
    pacing = Pacing(time, time.sleep)
    for number in range(500):
        pacing.reserve(OURS, "chat.update", who=f"card {number}")
    time.seconds += 5
    assert pacing.reserve(OURS, "chat.update", who="another").granted
    time.seconds += 3600
    for number in range(26):
        pacing.reserve(OURS, "chat.update", who=f"new {number}")
    assert pacing.reserve(OURS, "chat.update", who="last").seconds < 10


def test_asking_whether_to_go_on_reserves_no_turn() -> None:
    """Who is sent away before anything is drawn for them has the place that `reserve` gives them after it."""
    time = RealTime()
    pacing = Pacing(time, time.sleep)
    assert [pacing.send_away(OURS, "chat.update", who=str(number)) for number in range(100)] == [None] * 100
    for number in range(100):
        pacing.reserve(OURS, "chat.update", who=str(number))
    away = pacing.send_away(OURS, "chat.update", who="another")
    assert away
    assert pacing.reserve(OURS, "chat.update", who="another") == away


async def test_a_long_wait_is_not_waited_for() -> None:
    """Above its patience `acquire` returns at once, without a turn."""
    time = RealTime()
    pacing = Pacing(time, time.sleep)
    pacing.penalise(OURS, "views.publish", 30)
    turn = await pacing.acquire(OURS, "views.publish")
    assert (turn.granted, turn.seconds, time.seconds) == (False, 30, 1000)


def test_what_is_remembered_of_idle_channels_is_bounded() -> None:
    """Buckets that stand full again are dropped once there are many."""
    time = RealTime()
    pacing = Pacing(time, time.sleep)
    for number in range(25_000):
        time.seconds += 1
        pacing.reserve(OURS, "chat.postMessage", f"C{number}")
    assert len(pacing._buckets) <= 20_001


@given(calls=st.lists(st.tuples(st.floats(0, 0.5), st.sampled_from(["C1", "C2", "C3"])), max_size=400))
def test_a_slack_that_counts_like_the_stand_in_never_has_to_say_429(calls: list[tuple[float, str]]) -> None:
    """Every turn that is granted is one that the other side grants as well."""
    time = RealTime()
    pacing, slack = Pacing(time, time.sleep), Rates(time, enforced=True)
    for gap, channel in calls:
        time.seconds += gap
        turn = pacing.reserve(OURS, "chat.postMessage", channel)
        if turn.granted:
            time.seconds += turn.seconds
            assert slack.retry_after("chat.postMessage", channel) == 0
