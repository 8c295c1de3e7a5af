"""What the worker sends: a nudge rendered from the state of the moment."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from bot.blocks.message import Message, View
from bot.domain.nudge import Claim, Nudge
from bot.domain.nudge_kind import NudgeKind


@dataclass(frozen=True, slots=True)
class Post:
    """A new message. `to` is a channel id, a user id (their DM), or several user ids (a group DM).

    `otherwise` are the users whose group DM it goes to where that place takes no posts. `told` are the folded
    nudges that a digest holds, due when they were planned for, and `has_more` says that it could not hold them all.
    `only` draws it with those of the nudges of these ids that are still to be told; None where there is none.
    """

    to: str | tuple[str, ...]
    message: Message
    thread_ts: str = ""
    otherwise: tuple[str, ...] = ()
    told: tuple[Nudge, ...] = ()
    has_more: bool = False
    only: Callable[[Collection[str]], Post | None] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Edit:
    """A living message that stands already: `channel` is its conversation's id, never a user's.

    `thread_ts` names its thread, if it is a reply: where it was deleted, a new one takes its place there.
    """

    channel: str
    ts: str
    message: Message
    thread_ts: str = ""


@dataclass(frozen=True, slots=True)
class PutAway:
    """The last edit of a message whose moment has passed; where it is gone, nothing takes its place.

    `ts` is empty where only an attempt that was cut off may have posted it: then it is looked for, and
    `channel` may be the person it went to.
    """

    channel: str
    ts: str
    message: Message


@dataclass(frozen=True, slots=True)
class Publish:
    """A person's App Home."""

    user_id: str
    view: View


@dataclass(frozen=True, slots=True)
class Wait:
    """Not yet: something it hangs on (a thread that is still to be posted) is not there. Tried again at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Fold:
    """Not by itself: it is told in the recipient's digest, due at `until`; `is_late` where it has been held up."""

    until: datetime
    is_late: bool = False


Sendable = Post | Edit | PutAway | Publish
Outgoing = Sendable | Wait | Fold | None
"""None: the moment has passed, nothing is owed any more."""


def first_call(outgoing: Sendable) -> tuple[str, str]:
    """Return the method that will be called and the place it is called for, by which its turn is reserved."""
    match outgoing:
        case Post(to=to):
            return "chat.postMessage", to if isinstance(to, str) else ",".join(to)
        case Edit() | PutAway():
            return "chat.update", ""
        case Publish():
            return "views.publish", ""


def expected_call(claim: Claim) -> tuple[str, str]:
    """Return what `first_call` will most likely be, before anything is rendered."""
    if claim.nudge.kind is NudgeKind.HOME:
        return "views.publish", ""
    is_edit = claim.ts and claim.nudge.kind is not NudgeKind.DIGEST  # which is posted anew each time
    return ("chat.update", "") if is_edit else ("chat.postMessage", claim.nudge.recipient)


def is_alike(one: Outgoing, other: Outgoing) -> bool:
    """Say whether two drawings of a claim do the same, whatever their words: a digest tells of the same nudges."""
    if isinstance(one, Post) and isinstance(other, Post):
        return (one.to, one.thread_ts, one.told) == (other.to, other.thread_ts, other.told)
    return type(one) is type(other)
