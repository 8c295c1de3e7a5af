"""When the database or Slack fails under somebody's hands: a sentence, nothing lost, and it works a moment later."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import psycopg
import pytest
from sqlalchemy import make_url

from bot.playground.acting.actor import text_of
from bot.playground.cast import CLOUD_COSTS
from bot.playground.workspace.conversations import Kind
from tests.databases import Database, hanging
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import BACK_BRIEF, BAR, MINIMUM, begin, done, form, guards, offer, ship


@pytest.fixture
def ack_seconds() -> float:
    """Slack's own patience, and ours within it: they are what is looked at here."""
    return 3.0


@asynccontextmanager
async def locked(world: World) -> AsyncIterator[None]:
    """Hold the one writer's place of a SQLite database."""
    await world.quiet()  # a write of the bot's would wait for this thread, and this thread for it
    path = world.database.url.removeprefix("sqlite:///")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()


@contextmanager
def gone(database: Database) -> Iterator[None]:
    """Throw everybody out of a PostgreSQL database and let nobody in."""
    url = make_url(database.url)
    server = url.set(database="postgres", drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        name = psycopg.sql.Identifier(url.database or "")
        connection.execute(psycopg.sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (url.database,)
        )
        try:
            yield
        finally:
            connection.execute(psycopg.sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))


@ONE_PLACE
async def test_a_locked_database_keeps_the_form_open(world: World) -> None:
    """Every step of the brief and an answer to it: a sentence in the form, its words in place, then it goes through."""
    opened = form(await world.maya.command("/delegate"))
    async with locked(world):
        refused = await opened.submit(BAR)
    assert "I could not reach the database." in refused.errors["task"]
    assert "what you typed is still here. Press Next again in a moment." in refused.errors["task"]
    assert opened.value("Outcome") == BAR["Outcome"]
    third = form(await form(await opened.submit({})).submit({}))
    async with locked(world):
        refused = await third.submit(MINIMUM)
    assert "I could not reach the database." in refused.errors["minimum_shippable"]
    assert third.value("Minimum shippable") == MINIMUM["Minimum shippable"]
    done(await third.submit({}))
    card = await world.card(world.sam, "hands you this")
    accepting = form(await world.sam.click(card, "Accept"))
    async with locked(world):
        refused = await accepting.submit({"back_brief": BACK_BRIEF})
    assert accepting.value("back_brief") == BACK_BRIEF
    assert refused.errors["back_brief"]
    done(await accepting.submit({}))


@ONE_PLACE
async def test_a_locked_database_answers_a_click_in_words(world: World) -> None:
    """A button that writes at once says so to whoever pressed it, and can be pressed again; a command typed again."""
    card = await offer(world)
    done(await form(await world.sam.click(card, "Accept")).submit({"back_brief": BACK_BRIEF}))
    word = await world.message(world.maya, "accepted and said")
    await world.quiet()
    async with locked(world):
        outcome = await world.maya.click(word, "That is it")
        listed = await world.maya.command("/delegate", "list")
    told = "I could not reach the database. Nothing is lost. Press That is it again in a moment."
    assert outcome.ephemeral[-1].text == told
    assert listed.ephemeral[-1].text == "I could not reach the database. Type it again in a moment."
    await world.maya.click(word, "That is it")
    await world.message(world.sam, "says: that is it")


@pytest.mark.postgres
@pytest.mark.parametrize(("database", "transport"), [("postgres", "socket")], indirect=True)
async def test_a_database_that_is_gone_keeps_the_form_open(world: World) -> None:
    """Out of reach altogether: the same sentence; when it is back, the same form goes through."""
    third = await guards(world)
    with gone(world.database):
        refused = await third.submit(MINIMUM)
        assert "I could not reach the database." in refused.errors["minimum_shippable"]
        assert (
            (await world.sam.command("/delegate", "list")).ephemeral[-1].text.startswith("I could not reach")
        )
        brief = form(await world.maya.command("/delegate"))
        assert not brief.value("Task")
    assert third.value("Minimum shippable") == MINIMUM["Minimum shippable"]
    assert (await world.maya.raw_submit(third)).ok
    await world.message(world.sam, "hands you this")


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgres"], indirect=True)
async def test_a_database_that_hangs_is_told_in_words_and_in_time(world: World) -> None:
    """Frozen without a word: forms and buttons are answered within Slack's three seconds all the same."""
    card = await offer(world)
    third = await guards(world)
    await world.quiet()
    with hanging(world.database):
        refused = await third.submit(MINIMUM)
        assert "I could not reach the database." in refused.errors["minimum_shippable"]
        pressed = await world.sam.click(card, "Accept")
        # Over a connection that hangs it is told, over a new one it works.
        assert pressed.modal or "I could not reach the database." in pressed.ephemeral[-1].text
    done(await third.submit({}))


@ONE_PLACE
@pytest.mark.parametrize("how", ["slow:9", "http_500", "refuse_connection"])
async def test_a_person_who_cannot_be_told_does_not_hold_up_the_answer(world: World, how: str) -> None:
    """Where even the sentence does not get through, Slack has its answer in time, and the next press works."""
    card = await offer(world)
    world.workspace.misbehave("views.open", "error:fatal_error")
    world.workspace.misbehave("response_url", how, times=9)
    assert not (await world.sam.click(card, "Accept")).error
    world.workspace.misbehaviour.clear()
    form(await world.sam.click(card, "Accept"))


@ONE_PLACE
@pytest.mark.parametrize(
    "how", ["http_500", "refuse_connection", "slow:3", "rate_limited:30", "error:fatal_error"]
)
async def test_slack_failing_to_say_who_somebody_is(world: World, how: str) -> None:
    """Nobody is known yet and Slack does not answer: the form stays with a sentence that names the cause."""
    opened = form(await world.maya.command("/delegate"))
    world.workspace.misbehave("users.info", how, times=9)
    refused = await opened.submit(BAR)
    sentence = next(iter(refused.errors.values()))
    assert "Slack did not answer me." in sentence or "took too long" in sentence
    assert "database" not in sentence
    assert opened.value("Outcome") == BAR["Outcome"]
    world.workspace.misbehaviour.clear()
    assert (await opened.submit({})).ok


@ONE_PLACE
async def test_who_is_known_is_not_asked_for_again(world: World) -> None:
    """Once they are known, a Slack that does not answer stops nobody."""
    await offer(world)
    world.workspace.misbehave("users.info", "http_500", times=50)
    world.workspace.misbehave("conversations.info", "http_500", times=50)
    await world.later(hours=3)
    done(await (await guards(world)).submit(MINIMUM))


@ONE_PLACE
@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("error:expired_trigger_id", "Slack closed the door"),
        ("error:fatal_error", "Slack did not let me do that"),
        ("http_500", ""),
        ("refuse_connection", ""),
        ("slow:3", "took too long"),
    ],
)
async def test_a_form_that_does_not_open_is_explained(world: World, how: str, words: str) -> None:
    """From a card and from the command: a sentence to that person alone, and the next try works."""
    card = await offer(world)
    for press in (lambda: world.sam.click(card, "Accept"), lambda: world.sam.command("/delegate")):
        world.workspace.misbehave("views.open", how)
        outcome = await press()
        assert outcome.ephemeral, outcome
        assert words in outcome.ephemeral[-1].text
        assert "again" in outcome.ephemeral[-1].text or "once more" in outcome.ephemeral[-1].text
        assert "database" not in outcome.ephemeral[-1].text
    if not how.startswith("slow"):
        form(await world.sam.click(card, "Accept"))


@ONE_PLACE
async def test_an_answer_that_got_lost_is_not_done_twice(world: World) -> None:
    """Slack did not hear that it was taken, so the person presses again: it is one delegation all the same."""
    third = await guards(world)
    world.workspace.misbehave("delivery:interactive", "ack_lost")
    lost = await third.submit(MINIMUM)
    assert lost.error
    assert third.is_open
    done(await third.submit({}))
    await world.quiet()
    assert len(await world.stored(world.maya)) == 1
    assert len(world.sam.dm_messages()) == 1


@ONE_PLACE
@pytest.mark.parametrize(
    ("press", "entered", "most"),
    [
        ("Add a trigger", {"condition": "Variance over 5 %"}, 3),
        ("Add a checklist line", {"checklist": "Variance over 5 %"}, 10),
        ("Add an assumption", {"assumption": "Variance over 5 %"}, 3),
    ],
)
async def test_a_guard_whose_answer_got_lost_is_added_once(
    world: World, press: str, entered: dict[str, str], most: int
) -> None:
    """Sent again, it is there once; also as the last that fits, where it finds no room for a second."""
    third = await guards(world)
    for number in range(most - 1):
        others = {name: f"Another, {number}" for name in entered}
        third = form(await form(await third.click(press)).submit(others))
    adding = form(await third.click(press))
    world.workspace.misbehave("delivery:interactive", "ack_lost")
    lost = await adding.submit(entered)
    assert lost.error
    assert adding.is_open
    again = await adding.submit({})
    assert again.ok, dict(again.errors)
    assert not adding.is_open
    assert text_of(third.blocks).count("Variance over 5 %") == 1


@ONE_PLACE
@pytest.mark.parametrize(
    "how", ["drop_after_accepting", "http_500_after_accepting", "http_500", "rate_limited:1"]
)
async def test_a_card_that_may_have_been_posted_is_there_once(world: World, how: str) -> None:
    """Whatever becomes of the answer to the post, one card stands there."""
    world.workspace.misbehave("chat.postMessage", how, times=2)
    done(await (await guards(world)).submit(MINIMUM))
    for _ in range(4):
        await world.later(seconds=30)
        await world.quiet()
    assert len(world.sam.dm_messages()) == 1
    assert len(world.maya.dm_messages()) == 1


@ONE_PLACE
@pytest.mark.parametrize("lost", ["is_archived", "is_read_only"])
async def test_a_channel_lost_before_the_after_action_falls_back_to_the_two(world: World, lost: str) -> None:
    """It takes no posts any more: the after-action opens in a group of the two, and runs there."""
    card = await begin(world)
    setattr(world.workspace.channels[CLOUD_COSTS], lost, True)
    await ship(world, card)
    await world.workspace.until(
        lambda: any(room.kind is Kind.GROUP_DM for room in world.workspace.channels.values())
    )
    group = next(room.id for room in world.workspace.channels.values() if room.kind is Kind.GROUP_DM)
    await world.workspace.until(lambda: "Everybody writes" in text_of(world.maya.messages(group)[0]))
    await world.later(minutes=4, seconds=10)
    root = world.maya.messages(group)[0]
    await world.workspace.until(lambda: len(world.maya.thread(group, root.ts)) > 1)


@pytest.fixture
async def world(world: World) -> AsyncIterator[World]:
    """A world whose misbehaviour ends with the test."""
    yield world
    world.workspace.misbehaviour.clear()
