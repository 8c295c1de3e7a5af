"""What a message is drawn from: a claim, the situation, and the transaction both were read in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.blocks.message import Message
from bot.blocks.quieter import with_quieter
from bot.delivery.outgoing import Edit, Outgoing, Post, PutAway
from bot.domain.lifecycle import Role
from bot.domain.nudge import Claim, Nudge
from bot.domain.nudge_kind import CARDS
from bot.domain.situation import Situation
from bot.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a message is drawn from: the claim, the situation, and the transaction it was read in."""

    claim: Claim
    situation: Situation
    work: UnitOfWork

    @property
    def nudge(self) -> Nudge:
        """The intent itself."""
        return self.claim.nudge

    @property
    def is_muted(self) -> bool:
        """Whether its recipient wants no reminders about this delegation."""
        return self.nudge.delegation_id in self.situation.person(self.nudge.recipient).preferences.muted

    @property
    def role(self) -> Role:
        """The part of the one it goes to."""
        owner = self.situation.delegation.owner_id
        return Role.OWNER if self.nudge.recipient == owner else Role.MANAGER

    def direct(self, message: Message) -> Post:
        """Return a DM to the recipient, with a way to be quieter."""
        return Post(self.nudge.recipient, with_quieter(message, self.situation, self.nudge.recipient))

    def put_away(self, message: Message) -> PutAway | None:
        """Return the last edit of the message, whose moment has passed; None where it was never posted."""
        claim = self.claim
        if claim.ts:
            return PutAway(claim.channel, claim.ts, message)
        return PutAway(claim.nudge.recipient, "", message) if claim.is_suspect else None

    def living(self, message: Message) -> Edit | Post:
        """Return an edit of the message that stands already, else a DM to the recipient, with a way to be quieter."""
        if self.nudge.kind not in CARDS:  # which have their own
            message = with_quieter(message, self.situation, self.nudge.recipient)
        if self.claim.ts:
            return Edit(self.claim.channel, self.claim.ts, message)
        return Post(self.nudge.recipient, message)


Draw = Callable[[Drawing], Awaitable[Outgoing]]
"""Draws one kind of message; None where nothing is owed any more."""
