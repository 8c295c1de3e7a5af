"""Bad input: a sentence at its field or to its author alone; nothing typed is lost, and nothing pings."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.lifecycle import State
from bot.playground.cast import (
    ALEX_OF_ACME,
    DEPLOY_BOT,
    GENERAL,
    LEADERSHIP,
    MAYA,
    OLD_FINANCE,
    SAM,
    TOM_WHO_LEFT,
)
from bot.playground.to_the_app.happenings import app_joins, person_changes
from bot.playground.workspace.people import SLACKBOT_ID
from tests.flows.conftest import MONDAY, ONE_PLACE, World
from tests.flows.steps import BAR, TASK, done, form, guards, offer

pytestmark = ONE_PLACE
NASTY = (
    "<!channel> <!here> <!everyone> @here @channel <@U0NOOR0001> <#C0GENERAL1|general> <https://evil.example|ok>",
    "</script><script>alert(1)</script> &amp; &lt;!channel&gt;",
    "\u202egnp.tset\u202c שלום עולם مرحبا",
    "a\u200bb\u200dc\ufeffd",
    "*bold _under ~struck `code` > quoted",
    "👩‍👩‍👧‍👦" * 12,
)


async def refused(world: World, **bar: Any) -> dict[str, str]:
    """Submit step one with something wrong in it. Return the errors; everything typed must still be there."""
    opened = form(await world.maya.command("/delegate"))
    entries = BAR | {name.replace("_", " "): value for name, value in bar.items()}
    outcome = await opened.submit(entries)
    assert opened.is_open
    assert opened.value("Outcome") == entries["Outcome"]
    return dict(outcome.errors)


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        (MONDAY - timedelta(minutes=1), "This moment has passed"),
        (MONDAY + timedelta(days=735), "more than two years off"),
    ],
)
async def test_a_deadline_that_cannot_be(world: World, deadline: datetime, words: str) -> None:
    """In the past, or over two years off: said at the field."""
    assert words in (await refused(world, Deadline=deadline))["deadline"]


@pytest.mark.parametrize(
    ("owner", "words"),
    [
        (MAYA, "Delegating to yourself"),
        (DEPLOY_BOT, "is an app"),
        (SLACKBOT_ID, "is an app"),
        (TOM_WHO_LEFT, "deactivated"),
        (ALEX_OF_ACME, "another organisation"),
        ("U0NOBODY01", "I cannot find this person"),
    ],
)
async def test_an_owner_who_cannot_be(world: World, owner: str, words: str) -> None:
    """Oneself, an app, Slackbot, somebody who left, somebody elsewhere, nobody: each said at the field."""
    assert words in (await refused(world, Owner=owner))["owner_id"]


async def test_somebody_deactivated_a_moment_ago_is_known_to_be(world: World) -> None:
    """A profile that changes is asked for anew, also where it was looked at just before."""
    await form(await form(await world.maya.command("/delegate")).submit(BAR)).close(everything=True)
    await person_changes(world.workspace, SAM, deleted=True)
    assert "deactivated" in (await refused(world))["owner_id"]


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        (OLD_FINANCE, "#old-finance is archived"),
        (GENERAL, "/invite @Leeway"),
        (LEADERSHIP, "/invite"),
    ],
)
async def test_a_channel_in_which_nothing_can_open(world: World, channel: str, words: str) -> None:
    """Archived, without the bot, out of its sight: the sentence says what to do."""
    assert words in (await refused(world, Team_channel=channel))["team_channel"]


async def test_an_invited_bot_is_seen_at_once(world: World) -> None:
    """After the /invite that was asked for, the same form goes through."""
    opened = form(await world.maya.command("/delegate"))
    assert "/invite" in (await opened.submit({**BAR, "Team channel": GENERAL})).errors["team_channel"]
    await app_joins(world.workspace, GENERAL, MAYA)
    again = await opened.submit({})
    assert again.ok, dict(again.errors)


@pytest.mark.parametrize("blank", ["", "   ", "\u200b\u200d\ufeff", "\n\t\u00a0"])
async def test_texts_that_nobody_can_see_are_none(world: World, blank: str) -> None:
    """Empty, spaces and zero width: each required text says what is missing."""
    opened = form(await world.maya.command("/delegate")).fill(BAR)
    state = dict(opened.values)
    for field in ("task", "outcome", "acceptable_error"):
        state[field] = {field: {"type": "plain_text_input", "value": blank}}
    outcome = await world.maya.raw_submit(opened, state)
    assert set(outcome.errors) == {"task", "outcome", "acceptable_error"}


@pytest.mark.parametrize(("field", "most"), [("task", 150), ("outcome", 2_000), ("acceptable_error", 2_000)])
async def test_texts_at_and_over_their_limit(world: World, field: str, most: int) -> None:
    """At the limit it is taken, one over is said with both numbers; never cut in silence."""
    opened = form(await world.maya.command("/delegate")).fill(BAR)
    over = {**opened.values, field: {field: {"type": "plain_text_input", "value": "🚀" * (most + 1)}}}
    outcome = await world.maya.raw_submit(opened, over)
    assert f"holds {most:,} characters" in outcome.errors[field]
    assert f"{most + 1:,}" in outcome.errors[field]
    at = {**opened.values, field: {field: {"type": "plain_text_input", "value": "🚀" * most}}}
    assert (await world.maya.raw_submit(opened, at)).ok


async def test_a_reason_to_withdraw_has_a_limit_too(world: World) -> None:
    """One character over is said with both numbers, and the task goes on."""
    await offer(world)
    await world.quiet()
    opened = form(await world.maya.click(world.maya.dm_messages()[0], "Withdraw"))
    long = {"reason": {"reason": {"type": "plain_text_input", "value": "x" * 2_001}}}
    assert "yours has 2,001" in (await world.maya.raw_submit(opened, long)).errors["reason"]
    assert (await world.stored(world.sam))[0].state is State.OFFERED


async def test_three_thousand_emoji_are_refused_and_kept(world: World) -> None:
    """More than a field holds: the form stays open."""
    opened = form(await world.maya.command("/delegate")).fill(BAR)
    many = {**opened.values, "outcome": {"outcome": {"type": "plain_text_input", "value": "😀" * 3_000}}}
    assert "yours has 3,000" in (await world.maya.raw_submit(opened, many)).errors["outcome"]
    assert opened.is_open


async def test_nasty_words_go_through_and_ping_nobody(world: World) -> None:
    """Markup, pings, scripts, directions: taken as they are, shown literally everywhere, and no call is refused."""
    everything = " ".join(NASTY)
    third = await guards(world, Task=NASTY[0][:150], Outcome=everything, Acceptable_error=NASTY[1])
    adding = form(await third.click("Add a trigger"))
    third = form(await adding.submit({"condition": everything}))
    adding = form(await third.click("Add a checklist line"))
    third = form(await adding.submit({"checklist": "\n".join(line[:75] for line in NASTY)}))
    done(await third.submit({"Minimum shippable": everything}))
    card = await world.card(world.sam, "hands you this")
    assert "script" in form(await world.sam.click(card, "Brief")).text
    done(await form(await world.sam.click(card, "Accept")).submit({"back_brief": everything}))
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await world.message(world.sam, "says: that is it")
    shipping = form(await world.sam.click(await world.card(world.sam, "In progress"), "Ship it"))
    asked = form(await shipping.submit({"prediction": "Met", "note": everything, "ticked": []}))
    done(await asked.submit({}))  # about what is not ticked, once
    opening = await world.in_thread("Everybody writes")
    notes = form(await world.sam.click(opening, "Write my notes"))
    done(await notes.submit({"keep": everything, "happened": everything}))
    await world.later(minutes=5)
    await world.in_thread("The notes, shown together.")
    await world.quiet()
    assert_nothing_pings(world)


async def test_the_longest_brief_there_can_be_is_shown(world: World) -> None:
    """Every text at its limit, in characters that each cost five when escaped: no message and no view is refused."""
    long = "&" * 2_000
    third = await guards(world, Task="&" * 150, Outcome=long, Acceptable_error=long)
    for number in range(3):
        adding = form(await third.click("Add a trigger"))
        third = form(await adding.submit({"condition": f"{number}" + "<" * 1_999}))
        adding = form(await third.click("Add an assumption"))
        third = form(await adding.submit({"assumption": f"{number}" + "&" * 1_999}))
    adding = form(await third.click("Add a checklist line"))
    third = form(
        await adding.submit({"checklist": "\n".join(f"{number}" + "&" * 74 for number in range(10))})
    )
    done(await third.submit({"Minimum shippable": long}))
    card = await world.card(world.sam, "hands you this")
    form(await world.sam.click(card, "Brief"))
    done(await form(await world.sam.click(card, "Accept")).submit({"back_brief": long}))
    word = await world.message(world.maya, "accepted and said")
    form(await world.maya.click(word, "Ask"))
    await world.sam.open_home()
    assert (await world.sam.command("/delegate", "list")).ephemeral
    await world.quiet()
    assert not [call for call in world.workspace.calls.after(0) if call.error]


def assert_nothing_pings(world: World) -> None:
    """Make sure that nothing the bot ever sent holds a live mention but those it makes itself."""
    sent = [
        call for call in world.workspace.calls.after(0) if call.method in ("chat.postMessage", "chat.update")
    ]
    assert sent
    assert not [call.error for call in world.workspace.calls.after(0) if call.error]
    for call in sent:
        for words in _parsed(call.arguments):
            for live in (
                "<!channel",
                "<!here",
                "<!everyone",
                "<@U0NOOR0001",
                "<#C0GENERAL1",
                "<https://evil",
            ):
                assert live not in words, call.arguments
            assert "\u202e" not in words


def _parsed(sent: Any) -> Iterator[str]:
    """Yield every text of a message in which Slack looks for mentions: its own, and that of mrkdwn objects."""
    if isinstance(sent, list):
        for each in sent:
            yield from _parsed(each)
    elif isinstance(sent, dict):
        if isinstance(sent.get("text"), str) and sent.get("type") != "plain_text":
            yield sent["text"]
        for each in sent.values():
            yield from _parsed(each)


async def test_nothing_typed_shows_up_in_the_log(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither user text nor a token is logged, in good and in bad cases."""
    secret = "Zebra-Crossing-7781"
    card = await offer(world, Task=f"{secret} {TASK}", Outcome=secret)
    accepting = form(await world.sam.click(card, "Accept"))
    world.workspace.misbehave("chat.postMessage", "http_500")
    done(await accepting.submit({"back_brief": secret}))
    await world.sam.raw_action({"action_id": secret, "value": secret}, channel=card.channel, ts=card.ts)
    await world.sam.raw_submit(accepting, {"back_brief": {"back_brief": {"value": secret * 2_000}}})
    await world.quiet()
    logged = "".join(capfd.readouterr())
    assert secret not in logged
    assert world.workspace.app.bot_token not in logged
    assert world.workspace.app.app_token not in logged
    assert world.workspace.app.signing_secret not in logged


async def test_the_bar_is_checked_again_at_the_last_step(world: World) -> None:
    """The owner left while the form stood open: said on the last step, with nothing lost."""
    third = await guards(world)
    await person_changes(world.workspace, SAM, deleted=True)
    outcome = await third.submit({"Minimum shippable": "Totals."})
    assert "deactivated" in next(iter(outcome.errors.values()))
    assert third.is_open
    assert third.value("Minimum shippable") == "Totals."
