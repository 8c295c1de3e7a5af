"""Questions, not edits: a manager's words to the owner are weighed once before they are sent, and then as they wish."""

from datetime import datetime

from bot.coaching.phrasing import Finding, Rule, check_words
from bot.domain.delegation import Delegation
from bot.domain.errors import Refused
from bot.domain.rescue import Rescue, RescueKind
from bot.usecases.ports import UnitOfWork


class AskedBack(Refused):
    """The words order, edit or blame, and whoever wrote them has not said to send them as they are."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"“{finding.words}”: ask it as a question? For example: {finding.question}")
        self.finding = finding


def weigh(text: str, *, as_it_is: bool) -> Finding | None:
    """Return what the checks find in `text` where it goes out all the same, or None.

    Raises `AskedBack` where they find something and it is not to be sent `as_it_is`.
    """
    finding = check_words(text)
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
