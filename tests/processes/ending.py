"""How a story ended: everything that stands in Slack and in the database, so that two tellings can be compared."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from bot.playground.acting.actor import Actor, text_of
from tests.processes.scene import Scene

MOVES = re.compile(r"\b(Your|\w+'s) move\b|Nothing for you to do|The after-action starts")


@dataclass(frozen=True)
class Ending:
    """What is there when nothing is owed any more. Digits are hidden: a catastrophe takes its minutes."""

    states: list[tuple[str, str]]
    nudges: Counter[tuple[str, str, str]]
    direct: dict[str, Counter[str]]
    channel: Counter[str]
    homes: dict[str, str]


async def ending_of(scene: Scene) -> Ending:
    """Wait until nothing is owed any more, then look at everything."""
    await scene.quiet()
    people = (scene.maya, scene.sam, scene.noor)
    return Ending(
        states=await scene.owed.states(),
        nudges=await scene.owed.statuses(),
        direct={one.id: Counter(_words(each) for each in one.dm_messages()) for one in people},
        channel=Counter(_words(each) for each in scene.thread()),
        homes={one.id: _home(one) for one in people},
    )


def compare(ending: Ending, undisturbed: Ending, kills: int) -> None:
    """Fail unless all is as in the undisturbed telling, but for what a crash may double in a channel."""
    problems = _differences("nudge", ending.nudges, undisturbed.nudges)
    for person, messages in undisturbed.direct.items():
        problems += _differences(f"message in the DM of {person}", ending.direct[person], messages)
    doubled = ending.channel - undisturbed.channel
    problems += _differences("message in the channel", ending.channel - doubled, undisturbed.channel)
    if doubled.total() > kills:
        problems.append(f"doubled in the channel more often than killed ({kills}): {doubled}")
    for what, is_now, was in (
        ("states", ending.states, undisturbed.states),
        ("Homes", ending.homes, undisturbed.homes),
    ):
        if is_now != was:
            problems.append(f"other {what}: {is_now}, undisturbed {was}")
    assert not problems, "\n".join(problems)


def _differences(what: str, is_now: Counter[Any], was: Counter[Any]) -> list[str]:
    lost = [f"lost {what}: {each}" for each in (was - is_now).elements()]
    return lost + [f"doubled or new {what}: {each}" for each in (is_now - was).elements()]


def _words(shown: object) -> str:
    """Return what is said, without what may differ from telling to telling.

    Times differ, the two questions of a checkpoint are drawn anew for each delegation, and whose move it is is
    said as it stands at the moment of sending, which one of two things that happen at once may find before and
    the other after them.
    """
    lines = text_of(shown).splitlines()
    told = (line for line in lines if not MOVES.search(line) and (line.startswith(">") or line[-1:] != "?"))
    return re.sub(r"\d+", "#", "\n".join(told))


def _home(one: Actor) -> str:
    return _words(one.home) if one.home else ""
