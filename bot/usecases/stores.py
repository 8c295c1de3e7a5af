"""The stores of one tenant, as the use cases need them: delegations, what is said, what is owed, and who is who."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.checkpoints import CheckpointKind
from bot.domain.delegation import Delegation
from bot.domain.nudge import Claim, Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import Channel, Person
from bot.domain.preferences import Preferences
from bot.domain.record import BriefVersion, CheckpointAnswer, Draft, HistoryEntry, Question
from bot.domain.review import Note, Review, Visibility
from bot.domain.template import Template


class Delegations(Protocol):
    """The delegations of one tenant."""

    async def add(self, delegation: Delegation) -> None:
        """Store a new delegation with the first version of its brief.

        Where one of this id is there, the next statement or the commit raises `AlreadyThere`.
        """
        ...

    async def get(self, delegation_id: str, *, lock: bool = False) -> Delegation:
        """Return it, with `lock` held against other writers until the transaction ends. Raises `NotFound`."""
        ...

    async def save(self, delegation: Delegation) -> None:
        """Store the delegation's present state."""
        ...

    async def of_person(self, user_id: str, limit: int = 100) -> list[Delegation]:
        """Return those in which the person is manager or owner: ongoing first, then the latest ended ones."""
        ...

    async def naming(self, user_id: str) -> list[Delegation]:
        """Return those before shipping of which a trigger names the person, the latest handed over first."""
        ...

    async def between(self, manager_id: str, owner_id: str, limit: int = 50) -> list[Delegation]:
        """Return those that this owner has accepted from this manager, the latest handed over first."""
        ...

    async def at_work_in(self, channel_id: str) -> list[Delegation]:
        """Return those accepted and not shipped whose after-action opens in this channel, by id."""
        ...

    async def add_version(self, version: BriefVersion) -> None:
        """Store a further version of a brief."""
        ...

    async def version(self, delegation_id: str, number: int) -> BriefVersion | None:
        """Return one version of a brief, or None."""
        ...


class Drafts(Protocol):
    """Briefs in the making, of one tenant."""

    async def save(self, draft: Draft) -> None:
        """Store or replace the draft."""
        ...

    async def get(self, draft_id: str, author_id: str) -> Draft | None:
        """Return the author's draft, or None where it is gone or somebody else's."""
        ...

    async def latest(self, author_id: str, since: datetime) -> Draft | None:
        """Return the author's newest draft of a new brief changed after `since`, or None."""
        ...

    async def delete(self, draft_id: str) -> None:
        """Forget the draft."""
        ...


class Templates(Protocol):
    """Briefs to start from, of one tenant; each is its author's alone."""

    async def add(self, template: Template) -> bool:
        """Store the template; False where its author has one of this name."""
        ...

    async def get(self, template_id: str, author_id: str) -> Template | None:
        """Return the author's template, or None where it is gone or somebody else's."""
        ...

    async def of_author(self, author_id: str) -> list[Template]:
        """Return the author's templates, by name."""
        ...

    async def delete(self, template_id: str, author_id: str) -> None:
        """Forget the author's template."""
        ...


class Records(Protocol):
    """Questions, answers and history, of one tenant."""

    async def note(self, entry: HistoryEntry) -> None:
        """Add a line to a delegation's history."""
        ...

    async def history(self, delegation_id: str) -> list[HistoryEntry]:
        """Return a delegation's history, oldest first."""
        ...

    async def ask(self, question: Question) -> bool:
        """Store a question; False if one of this id is already there."""
        ...

    async def question(self, question_id: str) -> Question | None:
        """Return the question, or None."""
        ...

    async def questions(self, delegation_id: str) -> list[Question]:
        """Return the questions about a delegation, oldest first."""
        ...

    async def answer_question(self, question: Question) -> bool:
        """Store the question's answer; False if it already had one, which is kept."""
        ...

    async def answer_checkpoint(self, answer: CheckpointAnswer) -> bool:
        """Store an answer; False if this checkpoint already has one, which is kept."""
        ...

    async def checkpoint_answer(self, delegation_id: str, kind: CheckpointKind) -> CheckpointAnswer | None:
        """Return the answer given at a checkpoint, or None."""
        ...

    async def bet_at_checkpoint(self, delegation_id: str, kind: CheckpointKind, percent: int) -> bool:
        """Add the bet on the date to a checkpoint's answer; False where there is none without one."""
        ...

    async def ask_at_checkpoint(
        self, delegation_id: str, kind: CheckpointKind, questions: Sequence[str], at: datetime
    ) -> None:
        """Fix what is asked at a checkpoint; where that is fixed already, it stays."""
        ...

    async def asked_at_checkpoint(self, delegation_id: str, kind: CheckpointKind) -> tuple[str, ...]:
        """Return what is asked at a checkpoint, empty where that is not fixed yet."""
        ...

    async def asked_lately(self, owner_id: str, besides: str, cycles: int) -> frozenset[str]:
        """Return what was asked at the checkpoints of an owner's latest delegations that began, `besides` one."""
        ...


class Reviews(Protocol):
    """After-actions and their notes, of one tenant."""

    async def add(self, review: Review) -> bool:
        """Store a new review; False if this round is already there."""
        ...

    async def latest(self, delegation_id: str) -> Review | None:
        """Return the latest round of a delegation's review, or None before shipping."""
        ...

    async def latest_with_change(self, delegation_id: str) -> Review | None:
        """Return the latest round that came to a change, or None where none did."""
        ...

    async def save(self, review: Review) -> None:
        """Store the review's present state."""
        ...

    async def write(self, review: Review, note: Note) -> None:
        """Store a note in place of the author's earlier answer to the same prompt while it is not late.

        Empty words take that answer out.
        """
        ...

    async def notes(
        self, review: Review, visibility: Visibility, *, author_id: str | None = None
    ) -> list[Note]:
        """Return the notes of exactly this visibility, in the order of writing; of one author where named."""
        ...

    async def authors(self, review: Review) -> set[str]:
        """Return the user ids of those who have written more than a tap, and nothing of what they wrote."""
        ...


class Nudges(Protocol):
    """What is owed, of one tenant: written in the same transaction as the change that causes it."""

    async def plan(self, *nudges: Nudge) -> None:
        """Owe these; an intent that already stands (same key) is left as it is."""
        ...

    async def refresh(self, *nudges: Nudge) -> None:
        """Owe these living messages anew: one pending intent each, the latest state wins, `ts` is kept."""
        ...

    async def move(self, nudge_key: str, due_at: datetime) -> bool:
        """Move one scheduled nudge; False where it is not waiting any more."""
        ...

    async def cancel(self, delegation_id: str, *kinds: NudgeKind) -> None:
        """Owe nothing of these kinds for the delegation any more, claimed or not."""
        ...

    async def is_held(self, claim: Claim) -> bool:
        """Say whether a claim, also of what waits for a digest, stands: not called off, and nobody else's since."""
        ...

    async def due_of(self, delegation_ids: Sequence[str], kind: NudgeKind) -> dict[tuple[str, str], datetime]:
        """Return when the waiting nudges of `kind` are due, by (delegation id, subject)."""
        ...

    async def whereabouts(
        self, delegation_id: str, kind: NudgeKind, subject: str = ""
    ) -> tuple[str, str] | None:
        """Return the channel and ts of a message that was posted, or None where it stands nowhere yet."""
        ...

    async def folded(self, recipient: str) -> list[Claim]:
        """Return what waits for a person's digest, in the order in which it was planned."""
        ...

    async def digest_comes(self, recipient: str, by: datetime) -> bool:
        """Say whether a person's digest waits that is due by then, or is being held up itself."""
        ...

    async def drop(self, nudge_ids: Sequence[str]) -> None:
        """Owe these no more, which wait for a digest and have been overtaken."""
        ...

    async def still_comes(self, recipient: str, before: datetime) -> bool:
        """Say whether what was planned for before an instant, or was put off, is still on its way into a digest.

        That is what goes to this person, and what goes to nobody yet: steps, of which nobody knows what they will tell.
        """
        ...

    async def tell_later(self, nudge_id: str, error: str, digest: Nudge) -> None:
        """Count a failure to tell this one, which waits for a digest, for the reason `error`; owe it another digest."""
        ...

    async def give_up(self, nudge_id: str, error: str) -> None:
        """Give this one up, which waits for a digest and has failed once too often, for the reason `error`."""
        ...

    async def reminded(self, recipient: str, since: datetime) -> list[str]:
        """Return which delegation each reminder was about that a person was sent since an instant.

        A digest counts as one, about "".
        """
        ...


class People(Protocol):
    """Our own copy of the people and channels of one tenant."""

    async def put_person(self, person: Person, at: datetime) -> None:
        """Store what Slack said of a member at `at`."""
        ...

    async def person(self, user_id: str) -> tuple[Person, datetime] | None:
        """Return the member and when Slack said so, or None."""
        ...

    async def persons(self, user_ids: Sequence[str]) -> dict[str, Person]:
        """Return those of the members that we know, by user id."""
        ...

    async def prefer(self, user_id: str, preferences: Preferences) -> None:
        """Store what a person whom we know said about their time."""
        ...

    async def put_channel(self, channel: Channel, at: datetime) -> None:
        """Store what Slack said of a channel at `at`."""
        ...

    async def take_off(self, channel_id: str, days_off: frozenset[date]) -> None:
        """Store the days off of the team of a channel that we know."""
        ...

    async def unask(self, channel_id: str, rules: frozenset[str]) -> None:
        """Store the phrasing rules that the team of a channel that we know wants no questions from."""
        ...

    async def channel(self, channel_id: str) -> tuple[Channel, datetime] | None:
        """Return the channel and when Slack said so, or None."""
        ...
