"""Questions, not edits: a manager's words to the owner are weighed once before they are sent, and then as they wish."""

from datetime import datetime
from typing import Protocol

from bot.coaching.phrasing import TO_THE_OWNER, Finding, Rule, check_words
from bot.domain.delegation import Delegation
from bot.domain.errors import Refused
from bot.domain.rescue import Rescue, RescueKind
from bot.usecases.ports import UnitOfWork


class AskedBack(Refused):
    """The words order, edit or blame, and whoever wrote them has not said to send them as they are."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"“{finding.words}”: ask it as a question? For example: {finding.question}")
        self.finding = finding


class Tally(Protocol):
    """Counts how often each rule asked, and how often what it asked about was sent all the same; no words, no names."""

    def asked_back(self, rule: str) -> None:
        """Count words that a rule asked about."""
        ...

    def sent_as_it_is(self, rule: str) -> None:
        """Count words that were sent as they are after a rule had asked about them."""
        ...


async def weigh(text: str, delegation: Delegation, work: UnitOfWork, *, as_it_is: bool) -> Finding | None:
    """Return what the checks find in `text` where it goes out all the same, or None.

    What the team of the delegation's channel has switched off is not looked for. Raises `AskedBack` where something
    is found and it is not to be sent `as_it_is`.
    """
    place = delegation.brief.team_channel
    team = await work.people.channel(place) if text and place else None
    unasked = team[0].unasked if team else frozenset()
    finding = check_words(text, [rule for rule in TO_THE_OWNER if rule not in unasked])
    if finding and not as_it_is:
        raise AskedBack(finding)
    return finding


async def count_edit(
    finding: Finding | None,
    text: str,
    rescue_id: str,
    author_id: str,
    delegation: Delegation,
    work: UnitOfWork,
    now: datetime,
) -> None:
    """Keep what went out as an edit in the manager's private record; nothing else is counted, and nobody else's."""
    manager_id = delegation.manager_id
    if finding and finding.rule is Rule.EDIT and author_id == manager_id:
        kind = RescueKind.EDIT
        await work.rescues.add(Rescue(rescue_id, delegation.id, manager_id, kind, text, now))
