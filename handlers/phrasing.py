"""Words that a phrasing rule asks about: offered as a question, and counted, to see which rules ask in vain."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.blocks.forms.as_question import sent_in_spite_of
from bot.blocks.message import View
from bot.coaching.phrasing import Finding
from bot.usecases.phrased import AskedBack
from handlers.visit import Answer, Visit, replaced_by

_Sent = TypeVar("_Sent")


async def sent_or_asked_back(
    visit: Visit,
    act: Awaitable[_Sent],
    offer: Callable[[Finding], Awaitable[View]],
    then: Callable[[_Sent], Awaitable[Answer]] | None = None,
) -> Answer:
    """Return what `then` answers to what `act` has sent, or the form that `offer` builds where a rule asks back.

    Counted by rule: that it asked, or that what it had asked about was sent as it is.
    """
    try:
        sent = await act
    except AskedBack as back:
        visit.desk.tally.asked_back(back.finding.rule)
        return replaced_by(await offer(back.finding))
    rule = sent_in_spite_of(visit.state)
    if rule:
        visit.desk.tally.sent_as_it_is(rule)
    return await then(sent) if then else None
