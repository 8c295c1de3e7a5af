"""Who writes what in an after-action: colleagues their notes, and the two what is theirs alone to say."""

from typing import Final

from bot.domain.brief import is_blank
from bot.domain.comparison import OWNERS_WORD
from bot.domain.delegation import Delegation
from bot.domain.errors import Refused
from bot.domain.lifecycle import Role
from bot.domain.people import Tenant
from bot.domain.review import Prompt
from bot.usecases.ports import Directory

NOT_THEIRS: Final = "This review is for the people of the workspace it belongs to."

_MANAGERS_WORD: Final = frozenset({Prompt.QUESTION, Prompt.OWN_MISS})
"""What only the manager's part asks for."""


async def may_write(user_id: str, delegation: Delegation, tenant: Tenant, directory: Directory) -> bool:
    """Say whether they are of this workspace: colleagues may, people who share a channel from outside may not.

    Raises `Unavailable` where Slack has to be asked and does not answer; of the two themselves it is not asked.
    """
    if user_id in (delegation.owner_id, delegation.manager_id):
        return True
    person = await directory.person(tenant, user_id)
    return person is not None and not person.is_stranger and person.team_id == tenant.team_id


def only_ones_own(delegation: Delegation, author_id: str, texts: dict[Prompt, str]) -> None:
    """Raise `Refused` where somebody else says what is the owner's, or the manager's, to say."""
    if author_id != delegation.manager_id and not _MANAGERS_WORD.isdisjoint(texts):
        raise Refused("This part is the manager's. Yours are the notes.")
    if author_id != delegation.owner_id and any(not is_blank(texts.get(each, "")) for each in OWNERS_WORD):
        raise Refused(
            "How the assumptions came out is the owner's word. Put what you saw into what happened."
        )


def only_the_owner_taps(delegation: Delegation, actor_id: str) -> None:
    """Raise `Refused` to anybody but the owner."""
    if delegation.role_of(actor_id) is not Role.OWNER:
        raise Refused("These two taps are the owner's. Your notes are welcome in the thread.")
