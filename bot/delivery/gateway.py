"""The way out: one attempt to post, edit or publish, through Slack's Web API."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

import structlog

from bot.blocks.message import Message
from bot.delivery.calls import CallFailed, Line
from bot.delivery.clients import Clients
from bot.delivery.outcomes import Outcome, Verdict, sent
from bot.delivery.outgoing import Edit, Post, Publish, PutAway, Sendable, first_call
from bot.delivery.pacing import Pacing
from bot.delivery.reconcile import Found, Look, find_posted, metadata_of, open_conversation
from bot.domain.nudge import Claim, Nudge
from bot.metrics import Metrics
from bot.usecases.ports import Unavailable

TEXT_LENGTH: Final = 4000
"""Characters of `text`; above, chat.update answers `msg_too_long`."""

OVERTAKEN: Final = "overtaken"
"""Why it is drawn anew: it would not be sent any more as it was."""

StillOwed = Callable[[], Awaitable[bool]]
log = structlog.get_logger(__name__)


async def always() -> bool:
    """Say that it is still owed, whatever happened meanwhile."""
    return True


class Gateway:
    """Sends what was rendered. Whoever calls it has waited for the turn of `first_call`."""

    def __init__(self, clients: Clients, pacing: Pacing, metrics: Metrics | None = None) -> None:
        self._clients = clients
        self._metrics = metrics or Metrics()
        self._pacing = pacing

    async def send(self, claim: Claim, outgoing: Sendable, is_still_owed: StillOwed = always) -> Outcome:
        """Make one attempt and return what became of it. Where an earlier one may have posted, it looks first.

        Where another call had to be made before a post, `is_still_owed` is asked right before that; where it says no,
        nothing is posted and the claim is to be drawn anew, at once.
        """
        method, _ = first_call(outgoing)
        try:
            line = await self._line(claim, method)
            return await _Attempt(line, claim, is_still_owed, self._metrics).make(outgoing)
        except CallFailed as failed:
            return failed.outcome

    async def look(self, claim: Claim) -> Outcome:
        """Say whether an earlier attempt has posted the direct message: SENT, NOTHING where it has not, or UNSEEN."""
        try:
            line = await self._line(claim, "")
            look = await find_posted(line, claim, claim.nudge.recipient)
        except CallFailed as failed:
            return failed.outcome
        if look.found:
            self._metrics.found()
            return sent(look.found.channel, look.found.ts)
        return nothing_found(look)

    async def _line(self, claim: Claim, turn_of: str) -> Line:
        tenant = claim.nudge.tenant
        try:
            client = await self._clients.client_for(tenant)
        except Unavailable:
            raise CallFailed(Outcome(Verdict.LATER, "unavailable")) from None
        if client is None:
            raise CallFailed(Outcome(Verdict.DEAD_INSTALL, "not_installed"))
        return Line(client, tenant, claim.nudge.id, self._pacing, self._metrics, turn_of)


class _Attempt:
    """One attempt for one claim; every step raises `CallFailed` where it ends badly."""

    def __init__(self, line: Line, claim: Claim, is_still_owed: StillOwed, metrics: Metrics) -> None:
        self._line = line
        self._claim = claim
        self._is_still_owed = is_still_owed
        self._metrics = metrics
        # The last message that is not the one to be found: it is gone, or it was a digest that told other things. Those
        # before it are not either.
        self._after = claim.ts
        self._tells: tuple[Nudge, ...] = ()

    async def make(self, outgoing: Sendable) -> Outcome:
        match outgoing:
            case Post():
                self._tells = outgoing.told
                return await self._post(outgoing)
            case Edit():
                return await self._edit(outgoing)
            case PutAway():
                return await self._put_away(outgoing)
            case Publish():
                await self._line.call("views.publish", user_id=outgoing.user_id, view=outgoing.view)
                return sent()

    async def _post(self, post: Post) -> Outcome:
        try:
            return await self._post_there(post)
        except CallFailed as failed:
            if failed.outcome.verdict is not Verdict.DEAD_PLACE or not post.otherwise:
                raise
            log.info("nudge.place_refused", nudge=self._claim.nudge.id, error=failed.outcome.error)
        return await self._post_there(Post(post.otherwise, post.message))

    async def _post_there(self, post: Post) -> Outcome:
        place = post.to if isinstance(post.to, str) else await open_conversation(self._line, post.to)
        look = Look()
        if self._claim.is_suspect:
            look = await find_posted(self._line, self._claim, place, post.thread_ts, self._after)
        if look.found:
            return await self._count(look.found, post)
        if look.is_blind:
            log.warning("nudge.sent_unseen", nudge=self._claim.nudge.id, before=self._claim.blind)
        where = {"channel": place} | ({"thread_ts": post.thread_ts} if post.thread_ts else {})
        try:
            return await self._say(
                "chat.postMessage", post.message, **where, unfurl_links=False, unfurl_media=False
            )
        except CallFailed as failed:
            raise CallFailed(replace(failed.outcome, is_blind=look.is_blind)) from failed

    async def _count(self, found: Found, post: Post) -> Outcome:
        """Let the message of an earlier attempt count; what was refreshed since is edited in.

        What a digest would tell beyond that is left to another one: an edit brings nobody a notification.
        """
        self._metrics.found()
        log.info("nudge.found", nudge=self._claim.nudge.id, channel=found.channel, ts=found.ts)
        there = sent(found.channel, found.ts)
        if post.only and found.tells and any(told.id not in found.tells for told in post.told):
            as_it_was = post.only(found.tells)
            self._tells = as_it_was.told if as_it_was else ()
            outcome = await self._refresh(found, as_it_was) if as_it_was else there
            return replace(outcome, told=self._tells)
        return await self._refresh(found, post) if self._claim.revision > 1 else there

    async def _refresh(self, found: Found, post: Post) -> Outcome:
        return await self._edit(Edit(found.channel, found.ts, post.message, post.thread_ts))

    async def _edit(self, edit: Edit) -> Outcome:
        where = {"channel": edit.channel, "ts": edit.ts}
        try:
            return await self._say("chat.update", edit.message, **where, parse="none")
        except CallFailed as failed:
            if failed.outcome.verdict is not Verdict.GONE:
                raise
            log.info("nudge.posts_anew", nudge=self._claim.nudge.id, error=failed.outcome.error)
        self._after = max(self._after, edit.ts, key=lambda ts: float(ts or 0))
        place = edit.channel if edit.thread_ts else self._claim.nudge.recipient or edit.channel
        return await self._post(Post(place, edit.message, edit.thread_ts))

    async def _put_away(self, last: PutAway) -> Outcome:
        look = Look(Found(last.channel, last.ts))
        if not last.ts:
            look = await find_posted(self._line, self._claim, last.channel)
        place = look.found
        if place is None:
            return nothing_found(look)
        try:
            return await self._say(
                "chat.update", last.message, channel=place.channel, ts=place.ts, parse="none"
            )
        except CallFailed as failed:
            if failed.outcome.verdict is not Verdict.GONE:
                raise
        return sent(place.channel, place.ts)

    async def _say(self, method: str, message: Message, **where: Any) -> Outcome:
        """Call `method` with the message; where Slack does not take its blocks, with its text alone."""
        metadata = metadata_of(self._claim.nudge.id, (told.id for told in self._tells))
        where |= {"text": cut(message.text), "metadata": metadata}
        refused = ""
        try:
            answer = await self._show(method, **where, blocks=message.blocks)
        except CallFailed as failed:
            refused, at = failed.outcome.error, " ".join(failed.outcome.pointers)
            if failed.outcome.verdict is not Verdict.DEAD_CONTENT or not message.blocks:
                raise
            log.error("nudge.blocks_refused", nudge=self._claim.nudge.id, error=refused, at=at)
            answer = await self._show(method, **where, blocks=[])
        return sent(str(answer["channel"]), str(answer["ts"]), refused)

    async def _show(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Call `method`; a new message is posted only if it is still owed after all that came before."""
        if method == "chat.postMessage":
            await self._line.wait_for_turn(method, arguments["channel"])
            if self._line.has_called and not await self._is_still_owed():
                raise CallFailed(Outcome(Verdict.LATER, OVERTAKEN, retry_after=0.0))
        return await self._line.call(method, **arguments)


def nothing_found(look: Look) -> Outcome:
    """Return the end where there is nothing but a message to be found, and none was."""
    return Outcome(Verdict.UNSEEN, is_suspect=True) if look.is_blind else Outcome(Verdict.NOTHING)


def cut(text: str) -> str:
    """Return the text within what every method takes."""
    return text if len(text) <= TEXT_LENGTH else text[: TEXT_LENGTH - 1] + "…"
