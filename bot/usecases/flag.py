"""Yellow flags: the owner raises one, the manager (or a deputy) answers it. Chasing the answer is in `chase_flag`."""

from dataclasses import dataclass, replace

from bot.domain.brief import TEXT_CHARACTERS, required, tidy, why_not_text
from bot.domain.delegation import Delegation
from bot.domain.errors import Invalid, NotFound, Refused
from bot.domain.flag import ANSWER_WITHIN, Flag, Reply, Sureness
from bot.domain.lifecycle import Act, Role, State, rule_for
from bot.domain.nudge_kind import NudgeKind
from bot.domain.record import Event, HistoryEntry, Question, QuestionAbout
from bot.usecases.managers_word import pass_over, who_is_asked
from bot.usecases.owed_nudges import about_flag, nudge, show
from bot.usecases.phrased import count_edit, weigh
from bot.usecases.ports import Clock, UnitOfWork


@dataclass(frozen=True, slots=True)
class RaiseFlag:
    """What the owner sees. `flag_id` is the form's own id, so that a form sent twice raises one flag.

    `intended` may be empty: a flag needs no solution. `link` is the message it was raised from, "" for none.
    """

    delegation_id: str
    actor_id: str
    flag_id: str
    seen: str
    sureness: Sureness
    intended: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class AnswerFlag:
    """The answer. `words` are the question or what is done about it; agreeing needs none.

    `as_it_is` sends words that order or edit, which are then counted as an edit.
    """

    delegation_id: str
    actor_id: str
    flag_id: str
    reply: Reply
    words: str = ""
    as_it_is: bool = False


async def raise_flag(command: RaiseFlag, work: UnitOfWork, clock: Clock) -> Flag:
    """Keep the flag, thank the owner and oblige the manager; whoever stands in for one who is away is told, too.

    Never refused to the owner while the work is in progress. Raises `Invalid` where nothing is said.
    """
    seen = required(command.seen, "seen", "Say what you see; a few words are enough.")
    problem = why_not_text(command.intended, TEXT_CHARACTERS)
    if problem:
        raise Invalid({"intended": problem})
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        rule_for(delegation.state, Act.RAISE_FLAG, delegation.role_of(command.actor_id))
        now = clock.now()
        asked = await who_is_asked(work, delegation, now)
        flag = Flag(
            command.flag_id,
            delegation.id,
            seen,
            command.sureness,
            tidy(command.intended),
            now,
            asked.hours.later_by(now, ANSWER_WITHIN),
            link=command.link,
            deputy_id=asked.stand_in,
        )
        if not await work.flags.add(flag):
            return await work.flags.get(flag.id) or flag
        raised = await pass_over(work, delegation, Act.RAISE_FLAG, Role.OWNER, now)
        await work.records.note(HistoryEntry(delegation.id, Event.FLAG_RAISED, command.actor_id, now, seen))
        told = [raised.manager_id, *([flag.deputy_id] if flag.deputy_id else [])]
        await work.nudges.plan(
            *(nudge(raised, NudgeKind.FLAG, now, to=person, about=flag.id) for person in told),
            nudge(raised, NudgeKind.FLAG_THANKS, now, to=raised.owner_id, about=flag.id),
            nudge(raised, NudgeKind.FLAG_DUE, flag.answer_due, about=flag.id),
        )
        await show(work, raised, now)
        await work.commit()
    return flag


async def answer_flag(command: AnswerFlag, work: UnitOfWork, clock: Clock) -> Flag:
    """Bring the answer to the owner, who has the move again; the first answer stands.

    Raises `Invalid` where words are needed and missing, `AskedBack` where they order or edit and are not to be sent
    as they are, and `Refused` to anybody but the manager and a deputy to whom the flag was brought.
    """
    words = _words(command)
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        flag = await work.flags.get(command.flag_id)
        if flag is None or flag.delegation_id != delegation.id:
            raise NotFound
        if (flag.reply, flag.words, flag.answered_by) == (command.reply, words, command.actor_id):
            return flag
        only_who_was_asked(delegation, flag, command.actor_id)
        finding = await weigh(words, delegation, work, as_it_is=command.as_it_is)
        now = clock.now()
        flag = replace(flag, reply=command.reply, words=words, answered_by=command.actor_id, answered_at=now)
        await work.flags.save(flag)
        await count_edit(finding, words, flag.id, command.actor_id, delegation, work, now)
        answered = await pass_over(work, delegation, Act.ANSWER_FLAG, Role.MANAGER, now)
        detail = f"{flag.reply}: {words}" if words else str(flag.reply)
        await work.records.note(
            HistoryEntry(delegation.id, Event.FLAG_ANSWERED, command.actor_id, now, detail)
        )
        if flag.reply is Reply.ASKED:
            await _ask(answered, flag, work)
        else:
            await work.nudges.plan(
                nudge(answered, NudgeKind.FLAG_ANSWER, now, to=answered.owner_id, about=flag.id)
            )
        await work.nudges.move(nudge(answered, NudgeKind.FLAG_DUE, now, about=flag.id).key, now)
        await work.nudges.refresh(*about_flag(answered, flag, now))
        await show(work, answered, now)
        await work.commit()
    return flag


def only_who_was_asked(delegation: Delegation, flag: Flag, actor_id: str) -> None:
    """Raise `Refused` to anybody else, and where there is nothing left to answer."""
    if not delegation.may_answer(actor_id, flag.deputy_id):
        delegation.role_of(actor_id)
        raise Refused(
            "The answer is the manager's. It stays your call meanwhile: go on, or ask them directly."
        )
    if not flag.is_open:
        raise Refused("This flag is answered already, and that answer stands. Ask a question from the card.")
    if delegation.state is not State.IN_PROGRESS:
        raise Refused("The work has shipped or ended, and the flag with it. Ask the owner about it.")


async def flag_of(flag_id: str, work: UnitOfWork) -> Flag | None:
    """Return one flag, or None where there is none of this id."""
    async with work:
        return await work.flags.get(flag_id)


async def _ask(delegation: Delegation, flag: Flag, work: UnitOfWork) -> None:
    """Have the answer that is a question be one: the owner answers it like any other."""
    now = flag.answered_at or delegation.changed_at
    deputy = flag.answered_by if flag.answered_by != delegation.manager_id else ""
    question = Question(flag.id, delegation.id, QuestionAbout.FLAG, flag.words, now, asked_by=deputy)
    await work.records.ask(question)
    await work.nudges.plan(
        nudge(delegation, NudgeKind.QUESTION, now, to=delegation.owner_id, about=question.id)
    )


def _words(command: AnswerFlag) -> str:
    if command.reply is Reply.ASKED:
        return required(command.words, "question", "Write the question first.")
    if command.reply is Reply.PATH_CLEARED:
        return required(command.words, "clears", "Say what you will clear, so that they can count on it.")
    return tidy(command.words)
