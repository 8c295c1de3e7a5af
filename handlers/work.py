"""The work under way: the manager confirms and asks, the owner answers, is asked at checkpoints, ships, corrects."""

from datetime import datetime

from bot.blocks.button_values import read_bet_subject, read_stem_subject
from bot.blocks.forms import answer_question as answer_form
from bot.blocks.forms import ask as ask_form
from bot.blocks.forms import checkpoint_answer as checkpoint_form
from bot.blocks.forms import correct as correct_form
from bot.blocks.forms import ship as ship_form
from bot.blocks.forms.notice import notice_view
from bot.blocks.ids import Snooze as Offered
from bot.blocks.message import Message, View
from bot.blocks.text import when
from bot.coaching.phrasing import Finding
from bot.domain.checkpoints import CheckpointKind
from bot.domain.errors import Invalid, NotFound
from bot.domain.lifecycle import Act
from bot.domain.record import Question, QuestionAbout
from bot.usecases.ask import (
    AnswerQuestion,
    Ask,
    answer_question,
    ask,
    only_the_manager_asks,
    only_the_owner_answers,
    question_of,
)
from bot.usecases.bet import Bet, bet
from bot.usecases.checkpoint import (
    AnswerCheckpoint,
    Later,
    Snooze,
    answer_checkpoint,
    asked_at,
    only_the_owner_at_work,
    snooze,
)
from bot.usecases.confirm import Confirm, confirm
from bot.usecases.correct import Correct, correct, in_time
from bot.usecases.ship import Ship, StillOpen, foreseen, ship
from handlers.phrasing import sent_or_asked_back
from handlers.rights import look, look_to
from handlers.visit import Answer, Visit, replaced_by

_LATER: dict[str, Later] = {
    Offered.HOUR: Later.AN_HOUR,
    Offered.THREE_HOURS: Later.THREE_HOURS,
    Offered.TOMORROW: Later.TOMORROW,
}


async def press_confirm(visit: Visit) -> Answer:
    """[That is it]: the back-brief says what was meant."""
    delegation_id, _ = visit.about
    await confirm(Confirm(delegation_id, visit.user_id), visit.work(), visit.desk.clock)
    return None


async def press_ask(visit: Visit) -> Answer:
    """[Ask], on a card or beside a stem, which is then chosen already."""
    situation, _ = await look(visit)
    only_the_manager_asks(situation.delegation, visit.user_id)
    about, stem = read_stem_subject(visit.about[1])
    await visit.open(ask_form.build(situation, _about(about), chosen=stem))
    return None


async def submit_ask(visit: Visit) -> Answer:
    """A question was asked. The view's own id names it, so that a form sent twice asks once.

    Words that order are offered as a question first; what waits for a correction says until when.
    """
    delegation_id, subject = visit.about
    about = _about(read_stem_subject(subject)[0])
    entered = ask_form.parse(visit.state, about)
    command = Ask(
        delegation_id, visit.user_id, str(visit.view["id"]), entered.text, about, as_it_is=entered.as_it_is
    )

    async def offered(finding: Finding) -> View:
        situation, _ = await look(visit)
        return ask_form.build(situation, about, text=entered.text, finding=finding)

    async def comes(asked: Question) -> Answer:
        return await _comes_later(visit, asked.comes_at) if asked.comes_at else None

    return await sent_or_asked_back(visit, ask(command, visit.work(), visit.desk.clock), offered, comes)


async def press_answer(visit: Visit) -> Answer:
    """[Answer] under a question."""
    situation, _ = await look(visit)
    only_the_owner_answers(situation.delegation, visit.user_id)
    question = await question_of(visit.about[1], visit.work())
    if question is None or question.delegation_id != situation.delegation.id:
        raise NotFound
    await visit.open(answer_form.build(situation, question))
    return None


async def submit_answer(visit: Visit) -> Answer:
    """A question was answered."""
    delegation_id, question_id = visit.about
    text = answer_form.parse(visit.state).answer
    await answer_question(
        AnswerQuestion(delegation_id, visit.user_id, question_id, text), visit.work(), visit.desk.clock
    )
    return None


async def press_checkpoint(visit: Visit) -> Answer:
    """[Answer] at a checkpoint."""
    situation, _ = await look(visit)
    only_the_owner_at_work(situation.delegation, visit.user_id)
    kind = _kind(visit.about[1])
    asked = await asked_at(situation.delegation, kind, visit.work())
    await visit.open(checkpoint_form.build(situation, kind, asked.questions, bets=asked.bets))
    return None


async def submit_checkpoint(visit: Visit) -> Answer:
    """A checkpoint's questions were answered."""
    entered = checkpoint_form.parse(visit.state)
    kind = _kind(visit.about[1])
    command = AnswerCheckpoint(visit.about[0], visit.user_id, kind, entered.answers, entered.bet)
    await answer_checkpoint(command, visit.work(), visit.desk.clock)
    return None


async def press_on_course(visit: Visit) -> Answer:
    """[On course, nothing new]."""
    command = AnswerCheckpoint(visit.about[0], visit.user_id, _kind(visit.about[1]))
    await answer_checkpoint(command, visit.work(), visit.desk.clock)
    return None


async def press_bet(visit: Visit) -> Answer:
    """[90 %] and the others: how sure the owner is of the date."""
    kind, percent = read_bet_subject(visit.about[1])
    if percent is None:
        raise NotFound
    await bet(Bet(visit.about[0], visit.user_id, _kind(kind), percent), visit.work(), visit.desk.clock)
    return None


async def choose_snooze(visit: Visit) -> Answer:
    """One checkpoint's nudge was moved."""
    delegation_id, subject = visit.about
    kind, _, later = subject.rpartition(":")
    if later not in _LATER:
        raise NotFound
    command = Snooze(delegation_id, visit.user_id, _kind(kind), _LATER[later])
    due_at = await snooze(command, visit.work(), visit.desk.clock)
    await visit.tell(
        Message(f"I ask again {when(due_at, await visit.zone())}. Everything else stays as agreed.")
    )
    return None


async def press_ship(visit: Visit) -> Answer:
    """[Ship it]."""
    situation, _ = await look_to(visit, Act.SHIP)
    predicted = await foreseen(situation, visit.work())
    await visit.open(ship_form.build(situation, foreseen=predicted))
    return None


async def submit_ship(visit: Visit) -> Answer:
    """It shipped; lines that are open are asked about once."""
    entered = ship_form.parse(visit.state)
    if entered.prediction is None:
        raise Invalid({"prediction": "Pick what you expect; it is held against the bar, not against you."})
    command = Ship(
        visit.about[0],
        visit.user_id,
        entered.prediction,
        link=entered.link,
        note=entered.note,
        ticked=entered.ticked,
        measured=entered.measured,
        met=entered.met,
        guards=entered.guards,
        all_the_same=visit.about[1] == ship_form.ASKED,
    )
    try:
        await ship(command, visit.work(), visit.desk.clock, visit.desk.minutes)
    except StillOpen as still_open:
        situation, _ = await look(visit)
        return replaced_by(ship_form.build(situation, entered, still_open.lines))
    return None


async def press_correct(visit: Visit) -> Answer:
    """[Correct]."""
    situation, role = await look_to(visit, Act.CORRECT)
    in_time(situation.delegation, situation.now)
    await visit.open(correct_form.build(situation, role))
    return None


async def submit_correct(visit: Visit) -> Answer:
    """A miss was recorded."""
    _, role = await look_to(visit, Act.CORRECT)
    entered = correct_form.parse(visit.state, role)
    command = Correct(
        visit.about[0],
        visit.user_id,
        entered.what,
        measured=entered.measured,
        found_by=entered.found_by,
        second_review=entered.second_review,
    )
    await correct(command, visit.work(), visit.desk.clock, visit.desk.minutes)
    return None


async def _comes_later(visit: Visit, comes_at: datetime) -> Answer:
    situation, _ = await look(visit)
    at = comes_at.astimezone(situation.manager.tz)
    sentence = (
        f"I bring it to {situation.owner.name} at {at:%H:%M}, once the correction had its half hour. "
        "Nothing for you to do."
    )
    return replaced_by(notice_view(sentence, "Ask a question"))


def _about(word: str) -> QuestionAbout:
    known = {about.value for about in QuestionAbout}
    return QuestionAbout(word) if word in known else QuestionAbout.WORK


def _kind(word: str) -> CheckpointKind:
    if word not in {kind.value for kind in CheckpointKind}:
        raise NotFound
    return CheckpointKind(word)
