"""Read notes back: one's own, or those that everybody in the thread may read."""

from bot.domain.review import UNSEEN, Note, Visibility
from bot.usecases.ports import UnitOfWork


async def own_notes(delegation_id: str, author_id: str, work: UnitOfWork) -> list[Note]:
    """Return what this person has written in the latest round, whatever its visibility."""
    async with work:
        review = await work.reviews.latest(delegation_id)
        if review is None:
            return []
        return [
            note
            for visibility in Visibility
            for note in await work.reviews.notes(review, visibility, author_id=author_id)
        ]


async def shared_notes(delegation_id: str, work: UnitOfWork) -> list[Note]:
    """Return the notes that the thread has seen: none of them before they are shown together."""
    async with work:
        review = await work.reviews.latest(delegation_id)
        if review is None or review.phase in UNSEEN:
            return []
        return await work.reviews.notes(review, Visibility.THREAD)
