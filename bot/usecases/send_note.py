"""Send the correction note: by the owner, in the owner's words, or told that it went out another way."""

from dataclasses import dataclass, replace

from bot.coaching.question_bank import correction_note
from bot.domain.brief import is_blank, required
from bot.domain.correction import CorrectionNote
from bot.domain.delegation import Delegation
from bot.domain.errors import Invalid, Refused
from bot.domain.lifecycle import Role
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import why_not_place, why_not_reader
from bot.domain.record import Event, HistoryEntry
from bot.usecases.miss import drop_the_note
from bot.usecases.owed_nudges import nudge, show
from bot.usecases.ports import Clock, Directory, UnitOfWork


@dataclass(frozen=True, slots=True)
class SendNote:
    """The note in the owner's words, and who reads it: a person, a channel, or both ("" for none)."""

    delegation_id: str
    actor_id: str
    text: str
    reader_id: str = ""
    channel_id: str = ""


@dataclass(frozen=True, slots=True)
class NoteSent:
    """The owner has sent it another way."""

    delegation_id: str
    actor_id: str


async def send_note(
    command: SendNote, work: UnitOfWork, directory: Directory, clock: Clock
) -> CorrectionNote:
    """Bring the owner's words to whom they picked, and tell the manager that it is out.

    Raises `Invalid` where nothing was filled in or nobody can read it, `Refused` to anybody but the owner and
    where no note is waited for.
    """
    text = required(
        command.text, "note_text", "Say what was wrong and what is right; a few words are enough."
    )
    if _is_only_the_skeleton(text):
        raise Invalid({"note_text": "Fill in what was wrong and what is right; a few words are enough."})
    problems = await _problems_of_readers(command, work, directory)
    if problems:
        raise Invalid(problems)
    sent = (text, command.reader_id, command.channel_id)
    return await _record(command.delegation_id, command.actor_id, sent, work, clock)


async def note_sent(command: NoteSent, work: UnitOfWork, clock: Clock) -> CorrectionNote:
    """Record that the owner sent the correction another way. Raises as `send_note`."""
    return await _record(command.delegation_id, command.actor_id, ("", "", ""), work, clock)


def only_the_owner_corrects(
    delegation: Delegation, note: CorrectionNote | None, actor_id: str
) -> CorrectionNote:
    """Return the note that the owner works on, sent or not.

    Raises `Refused` to anybody else, and where there is none.
    """
    if delegation.role_of(actor_id) is not Role.OWNER:
        raise Refused("The correction goes out in the owner's words. You read it as soon as it is sent.")
    if delegation.taken_over_at:
        raise Refused("The manager has taken over what follows, the correction included. Ask them about it.")
    if note is None:
        raise Refused("No miss is recorded, so there is nothing to send. Correct records one.")
    return note


def why_not_again(note: CorrectionNote) -> Refused:
    """Return the refusal of a second note about one miss."""
    return Refused(
        f"This correction is recorded as sent already{', and those words stand' if note.text else ''}. "
        "Correct records a further miss."
    )


async def _record(
    delegation_id: str, actor_id: str, sent: tuple[str, str, str], work: UnitOfWork, clock: Clock
) -> CorrectionNote:
    async with work:
        delegation = await work.delegations.get(delegation_id, lock=True)
        note = only_the_owner_corrects(delegation, await work.corrections.latest(delegation.id), actor_id)
        if note.sent_at:
            if (note.text, note.reader_id, note.channel_id) != sent:
                raise why_not_again(note)
            return note
        now = clock.now()
        text, reader_id, channel_id = sent
        note = replace(note, text=text, reader_id=reader_id, channel_id=channel_id, sent_at=now)
        await work.corrections.save(note)
        await work.records.note(HistoryEntry(delegation.id, Event.CORRECTION_SENT, actor_id, now, text))
        await drop_the_note(delegation, work, now)
        about = str(note.number)
        places = {place for place in (reader_id, channel_id) if place}
        await work.nudges.plan(
            *(nudge(delegation, NudgeKind.CORRECTION_NOTE, now, to=place, about=about) for place in places)
        )
        if reader_id != delegation.manager_id:  # who reads it needs no news of it
            to = delegation.manager_id
            await work.nudges.plan(nudge(delegation, NudgeKind.NOTE_SENT, now, to=to, about=about))
        await show(work, delegation, now)
        await work.commit()
    return note


def _is_only_the_skeleton(text: str) -> bool:
    """Say whether no line of the note goes beyond the words that the form began with."""
    headings = {line.casefold() for line in correction_note()}
    return all(is_blank(line) or line.strip().casefold() in headings for line in text.splitlines())


async def _problems_of_readers(command: SendNote, work: UnitOfWork, directory: Directory) -> dict[str, str]:
    if not (command.reader_id or command.channel_id):
        return {
            "reader": "Pick who reads it, or a channel. If it is out already, close this and press Already sent."
        }
    problems: dict[str, str | None] = {}
    if command.reader_id:
        reader = await directory.person(work.tenant, command.reader_id)
        problems["reader"] = why_not_reader(reader, work.tenant.team_id)
        if command.reader_id == command.actor_id:
            problems["reader"] = "That is you. Pick who relies on it."
    if command.channel_id:
        problems["note_channel"] = await _why_not_there(command, work, directory)
    return {name: sentence for name, sentence in problems.items() if sentence}


async def _why_not_there(command: SendNote, work: UnitOfWork, directory: Directory) -> str | None:
    channel = await directory.channel(work.tenant, command.channel_id)
    problem = why_not_place(channel)
    if problem or channel is None or not channel.is_private:
        return problem
    if await directory.is_member(work.tenant, command.channel_id, command.actor_id):
        return None
    return "You are not in this channel. Pick one that you are in."
