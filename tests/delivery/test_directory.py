"""People and channels: asked for once, kept for a while, and an old copy where Slack does not answer."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SettableClock
from bot.delivery import directory as directory_module
from bot.delivery.clients import SingleWorkspaceClients
from bot.delivery.directory import SlackDirectory
from bot.delivery.pacing import METHODS, Pacing
from bot.domain.people import Channel, Person
from bot.metrics import Metrics
from bot.playground.cast import (
    ACME_SHARED,
    ACME_TEAM_ID,
    ALEX_OF_ACME,
    CLOUD_COSTS,
    DEPLOY_BOT,
    GENERAL,
    GITA,
    JONAS,
    LEADERSHIP,
    OLD_FINANCE,
    SAM,
    TOM_WHO_LEFT,
)
from bot.playground.workspace.workspace import Workspace
from bot.usecases.ports import SlackUnavailable, Unavailable
from tests.delivery.fakes import OURS, FakeUnits, RealTime

HOUR = timedelta(hours=1)


class WatchedClients(SingleWorkspaceClients):
    """Clients that are asked for while no transaction is open."""

    def __init__(self, client: AsyncWebClient, units: FakeUnits) -> None:
        super().__init__(client)
        self._units = units

    async def client_for(self, tenant: object) -> AsyncWebClient:
        """Return the client."""
        assert self._units.open == 0
        client: AsyncWebClient = await super().client_for(OURS)
        return client


@pytest.fixture
def units() -> Iterator[FakeUnits]:
    """Our tables; every transaction has to be closed in the end."""
    units = FakeUnits()
    yield units
    assert units.open == 0


@pytest.fixture
def time() -> RealTime:
    """Real time, moved by hand."""
    return RealTime()


@pytest.fixture
def directory(
    units: FakeUnits, client: AsyncWebClient, clock: SettableClock, time: RealTime, metrics: Metrics
) -> SlackDirectory:
    """The directory of the stand-in workspace."""
    pacing = Pacing(time, time.sleep)
    return SlackDirectory(
        units, WatchedClients(client, units), clock, pacing, metrics, call_seconds=5, monotonic=time
    )


def asked(workspace: Workspace, method: str = "users.info") -> int:
    """Return how often Slack was asked."""
    return len(workspace.calls.named(method))


async def test_a_member_is_described_as_the_workspace_sees_them(directory: SlackDirectory) -> None:
    """The name that people go by, and their zone."""
    assert await directory.person(OURS, SAM) == Person(SAM, OURS.team_id, "Sam", "Europe/Paris")


async def test_who_cannot_own_a_task_can_be_told_by_their_entry(directory: SlackDirectory) -> None:
    """Apps, guests, strangers and those who left are marked as such."""
    bot = await directory.person(OURS, DEPLOY_BOT)
    guest = await directory.person(OURS, GITA)
    stranger = await directory.person(OURS, ALEX_OF_ACME)
    gone = await directory.person(OURS, TOM_WHO_LEFT)
    assert bot is not None
    assert bot.is_bot
    assert guest is not None
    assert guest.is_guest
    assert stranger is not None
    assert (stranger.is_stranger, stranger.team_id) == (True, ACME_TEAM_ID)
    assert gone is not None
    assert (gone.is_deleted, gone.zone) == (True, "UTC")


async def test_channels_are_described_as_the_bot_sees_them(directory: SlackDirectory) -> None:
    """Archived, shared, private, joined or not; one that the bot may not see is not there."""
    assert await directory.channel(OURS, CLOUD_COSTS) == Channel(CLOUD_COSTS, "cloud-costs", has_bot=True)
    assert await directory.channel(OURS, GENERAL) == Channel(GENERAL, "general")
    old = await directory.channel(OURS, OLD_FINANCE)
    shared = await directory.channel(OURS, ACME_SHARED)
    assert old is not None
    assert old.is_archived
    assert shared is not None
    assert shared.is_shared_outside
    assert await directory.channel(OURS, LEADERSHIP) is None


async def test_nobody_is_nobody(directory: SlackDirectory) -> None:
    """An id that the workspace does not know is None, not an error."""
    assert await directory.person(OURS, "U0NOBODY01") is None


async def test_slack_is_asked_once_in_a_while(
    directory: SlackDirectory,
    workspace: Workspace,
    clock: SettableClock,
    time: RealTime,
    units: FakeUnits,
) -> None:
    """First memory answers, then our own tables for an hour, then Slack again."""
    await directory.person(OURS, SAM)
    units.is_down = True
    await directory.person(OURS, SAM)  # from memory: the tables are out of reach
    units.is_down = False
    time.seconds += 3600
    clock.advance(HOUR - timedelta(seconds=1))
    await directory.person(OURS, SAM)
    assert asked(workspace) == 1
    time.seconds += 3600
    clock.advance(timedelta(seconds=1))
    await directory.person(OURS, SAM)
    assert asked(workspace) == 2


async def test_a_channel_is_fresh_for_minutes_only(
    directory: SlackDirectory, workspace: Workspace, clock: SettableClock, time: RealTime
) -> None:
    """Whether the bot was invited or the channel archived is known soon."""
    for wait in (0, 299, 1):
        clock.advance(timedelta(seconds=wait))
        time.seconds += 100 if wait else 0
        await directory.channel(OURS, CLOUD_COSTS)
    assert asked(workspace, "conversations.info") == 2


async def test_a_changed_person_is_asked_for_anew(directory: SlackDirectory, workspace: Workspace) -> None:
    """After `user_change` the next look gets the new zone, and other processes' looks do too."""
    await directory.person(OURS, SAM)
    workspace.people[SAM].tz = "Asia/Tokyo"
    await directory.forget_person(OURS, SAM)
    await directory.forget_person(OURS, JONAS)  # of whom we have no copy
    moved = await directory.person(OURS, SAM)
    assert moved is not None
    assert moved.zone == "Asia/Tokyo"


@pytest.mark.parametrize("how", ["http_500", "refuse_connection", "rate_limited:5", "error:fatal_error"])
async def test_an_old_copy_will_do_where_slack_does_not_answer(
    directory: SlackDirectory, workspace: Workspace, clock: SettableClock, time: RealTime, how: str
) -> None:
    """A day-old name is better than no answer; without a copy it is said that Slack is out of reach."""
    known = await directory.person(OURS, SAM)
    clock.advance(timedelta(days=1))
    time.seconds += 100
    workspace.misbehave("*", how, times=9)  # a broken GET is repeated by the HTTP client
    assert await directory.person(OURS, SAM) == known
    with pytest.raises(Unavailable):
        await directory.person(OURS, JONAS)
    with pytest.raises(Unavailable):
        await directory.channel(OURS, CLOUD_COSTS)


async def test_a_429_is_waited_out_and_says_for_how_long(
    directory: SlackDirectory, workspace: Workspace, time: RealTime, metrics: Metrics
) -> None:
    """Until then nobody asks Slack that again, whoever it is about; other questions go on. It is counted."""
    workspace.misbehave("users.info", "rate_limited:30")
    with pytest.raises(SlackUnavailable) as first:
        await directory.person(OURS, SAM)
    assert first.value.retry_after == 30
    for who in (SAM, JONAS):
        with pytest.raises(SlackUnavailable) as later:
            await directory.person(OURS, who)
        assert later.value.retry_after is not None
        assert later.value.retry_after >= 30
    assert asked(workspace) == 1
    assert await directory.channel(OURS, CLOUD_COSTS) is not None
    measured = metrics.text(0, 0.0, 0).decode()
    assert 'leeway_slack_rate_limited_total{method="users.info"} 1.0' in measured
    assert 'leeway_slack_call_seconds_count{method="users.info"} 1.0' in measured
    time.seconds += 40
    assert await directory.person(OURS, SAM) is not None


async def test_an_old_copy_will_do_until_a_429_is_over(
    directory: SlackDirectory, workspace: Workspace, clock: SettableClock, time: RealTime
) -> None:
    """Whoever opens their Home meanwhile waits for nothing, and asks Slack for nothing."""
    known = await directory.person(OURS, SAM)
    clock.advance(timedelta(days=1))
    time.seconds += 100
    workspace.misbehave("users.info", "rate_limited:30")
    for _ in range(5):
        assert await directory.person(OURS, SAM) == known
    assert asked(workspace) == 2


async def test_more_than_slack_allows_is_not_asked_at_once(
    directory: SlackDirectory, workspace: Workspace, time: RealTime
) -> None:
    """Calls wait for their turn, but not longer than somebody who waits for an answer may."""
    begun, burst = time.seconds, int(METHODS["conversations.members"].burst)
    for _ in range(burst + 2):
        await directory.is_member(OURS, CLOUD_COSTS, SAM)
    assert 1 < time.seconds - begun <= 2 * directory_module.TURN_SECONDS
    assert asked(workspace, "conversations.members") == burst + 2


async def test_a_slow_slack_is_not_waited_for(
    units: FakeUnits, clients: SingleWorkspaceClients, clock: SettableClock, workspace: Workspace
) -> None:
    """A listener has three seconds in all: in time, the old copy is taken."""
    old = Person(SAM, OURS.team_id, "Sam as he was")
    await units.people.put_person(old, clock.now() - timedelta(days=1))
    workspace.misbehave("users.info", "slow:0.5")
    assert await SlackDirectory(units, clients, clock, Pacing(), call_seconds=0.05).person(OURS, SAM) == old


async def test_what_cannot_be_stored_is_answered_all_the_same(
    directory: SlackDirectory, units: FakeUnits, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is there; that it could not be kept costs one more call some day."""

    async def full(*_: object) -> None:
        raise Unavailable("full")

    monkeypatch.setattr(units.people, "put_person", full)
    assert await directory.person(OURS, SAM) is not None


async def test_membership_is_looked_up_page_by_page(
    directory: SlackDirectory, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All pages are read, for those who are in it and those who are not."""
    monkeypatch.setattr(directory_module, "PAGE_SIZE", 2)
    assert await directory.is_member(OURS, CLOUD_COSTS, SAM)
    assert not await directory.is_member(OURS, CLOUD_COSTS, "U0NOBODY01")
    assert asked(workspace, "conversations.members") > 3


async def test_nobody_is_a_member_where_the_bot_may_not_look(
    directory: SlackDirectory, workspace: Workspace
) -> None:
    """A channel that it cannot see, or a scope that it was not given."""
    assert not await directory.is_member(OURS, LEADERSHIP, SAM)
    workspace.app.scopes = workspace.app.scopes - {"channels:read"}
    assert not await directory.is_member(OURS, CLOUD_COSTS, SAM)


async def test_a_very_large_channel_is_not_read_to_its_end(
    directory: SlackDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past its pages the answer is no: what is not certain is not shown."""
    monkeypatch.setattr(directory_module, "PAGE_SIZE", 1)
    monkeypatch.setattr(directory_module, "PAGES", 2)
    assert not await directory.is_member(OURS, CLOUD_COSTS, "U0NOBODY01")


class NoClients:
    """A workspace without an installation."""

    async def client_for(self, tenant: object) -> None:
        """Return none."""


async def test_without_an_installation_slack_is_out_of_reach(units: FakeUnits, clock: SettableClock) -> None:
    """There is no token to ask with."""
    with pytest.raises(Unavailable):
        await SlackDirectory(units, NoClients(), clock, Pacing()).person(OURS, SAM)
