"""A hit trigger: the page to those named, and what the owner is told of it. Nobody is said to have been woken."""

from datetime import tzinfo

from bot.blocks.act_buttons import have_it_button
from bot.blocks.brief_words import length_of, minutes_in_words
from bot.blocks.button_values import value_of
from bot.blocks.hit_words import names_of
from bot.blocks.ids import Action
from bot.blocks.message import Block, Message
from bot.blocks.task_words import message_about, task_of
from bot.blocks.text import actions, button, context, one_line, quote, section, when
from bot.blocks.whose_move import NOTHING, name, person_name, zone_of
from bot.domain.lifecycle import Role
from bot.domain.page import ROUNDS, Hit, Page, next_pages
from bot.domain.situation import Situation

_CUT = 2_000


def page(situation: Situation, hit: Hit, sent: Page) -> Message:
    """Return the page: task, condition, what was seen, who hit it and when, and until when it waits for an answer."""
    zone = _zone(situation, sent)
    owner, within = name(situation, Role.OWNER), minutes_in_words(hit.respond_in_minutes)
    lead = f"{owner} hit a trigger {when(hit.at, zone)}. Answer within {within}, by {when(hit.until, zone)}."
    blocks = [*_what_was_hit(situation, hit), section(f"{lead} {_why_you(situation, hit, sent)}".strip())]
    small = f"Your move: one tap says that you have it; then ring {owner}. What is done stays {owner}'s call."
    return message_about(
        situation, f"Trigger hit. {lead}", [*blocks, actions(have_it_button(hit)), context(small)]
    )


def page_over(situation: Situation, hit: Hit, sent: Page) -> Message:
    """Return what a page becomes once somebody has it or the work is done: nothing to press."""
    zone = _zone(situation, sent)
    line = "The work has shipped or ended, and the clock with it."
    if hit.acknowledged_at and hit.acknowledged_by == sent.user_id:
        line = f"You have it, since {when(hit.acknowledged_at, zone)}. Ring {name(situation, Role.OWNER)}."
    elif hit.acknowledged_at:
        who = person_name(situation, hit.acknowledged_by)
        line = f"{who} has it, since {when(hit.acknowledged_at, zone)}. {NOTHING}"
    return message_about(situation, line, [*_what_was_hit(situation, hit), context(line)])


def page_sent(situation: Situation, hit: Hit) -> Message:
    """Return what the owner reads of a page, edited in place: to whom it went, and what to do beside it."""
    zone = zone_of(situation, Role.OWNER)
    blocks = _what_was_hit(situation, hit, who="You")
    if hit.acknowledged_at:
        line = _has_it(situation, hit)
        return message_about(situation, line, [*blocks, context(line)])
    if hit.ended_at:
        line = "The work has shipped or ended, and the clock with it."
        return message_about(situation, line, [*blocks, context(line)])
    lines = [_sent_to(situation, hit, each, zone) for each in hit.of_round(hit.round)]
    if hit.round > 1:
        lines.insert(0, f"Not answered within {minutes_in_words(hit.respond_in_minutes)}; it went out again.")
    then = _goes_on(situation, hit) if hit.round < ROUNDS else "I say so, and nothing more goes out"
    small = f"If nobody has it by {when(hit.until, zone)}, {then}. It stays your call."
    if hit.unanswered_at:
        small = "Nobody has answered, and nothing more goes out by itself. Ring them; it stays your call."
    said = "\n".join(lines)
    return message_about(situation, said, [*blocks, section(said), context(small)])


def page_acknowledged(situation: Situation, hit: Hit) -> Message:
    """Return the news to the owner of who has it, and after how long."""
    line = _has_it(situation, hit)
    small = "Nothing more goes out. What is done stays your call."
    return message_about(situation, line, [section(f"{task_of(situation)}\n{line}"), context(small)])


def page_unanswered(situation: Situation, hit: Hit) -> Message:
    """Return the plain news to the owner that nobody has answered, and what to do."""
    zone = zone_of(situation, Role.OWNER)
    who = names_of(situation, hit.paged)
    line = (
        f"Nobody has answered. It went to {who}, in {hit.round} rounds since {when(hit.at, zone)}. "
        "Ring them. If you reach nobody, the choice is yours, and it stands."
    )
    brief = button("Brief", Action.BRIEF, value_of(situation.delegation.id))
    small = "Your move. Each of them can still say that they have it."
    blocks = [section(f"{task_of(situation)}\n{line}"), actions(brief), context(small)]
    return message_about(situation, line, blocks)


def _what_was_hit(situation: Situation, hit: Hit, who: str = "") -> list[Block]:
    lead = f"*Trigger hit* · {task_of(situation)}\n{one_line(hit.condition, _CUT)}"
    seen = f"{who or name(situation, Role.OWNER)} saw:\n{quote(hit.saw, _CUT)}"
    return [section(lead), *([section(seen)] if hit.saw else [])]


def _why_you(situation: Situation, hit: Hit, sent: Page) -> str:
    if sent.stands_in_for:
        absent = person_name(situation, sent.stands_in_for)
        unanswered = ", and nobody has answered yet" if sent.round > 1 else ""
        return f"You stand in for {absent}{unanswered}."
    return "Nobody has answered yet, so it goes out again." if sent.round > 1 else ""


def _sent_to(situation: Situation, hit: Hit, sent: Page, zone: tzinfo) -> str:
    person = situation.person(sent.user_id)
    who = person_name(situation, sent.user_id)
    if sent.stands_in_for:
        who += f", who stands in for {person_name(situation, sent.stands_in_for)}"
    lead = f"Sent {when(sent.at, zone)} to {who}"
    if not person.hours.is_open(sent.at):
        return f"{lead}. They may have notifications paused; ring them."
    link = " and" if sent.stands_in_for else ", who"
    return f"{lead}{link} is asked to answer within {minutes_in_words(hit.respond_in_minutes)}."


def _goes_on(situation: Situation, hit: Hit) -> str:
    """Return to whom it goes where nobody answers in time, as things stand: to somebody else, or to the same again."""
    manager_id = situation.delegation.manager_id
    deputies = {
        person: deputy
        for person in (hit.goes_to, manager_id)
        if (deputy := situation.person(person).deputy_id) and not situation.person(deputy).is_deleted
    }
    following = tuple(page.user_id for page in next_pages(hit, manager_id, deputies, hit.until))
    names = names_of(situation, following)
    return f"it goes to {names} again" if set(following) <= set(hit.paged) else f"it goes on to {names}"


def _has_it(situation: Situation, hit: Hit) -> str:
    who = person_name(situation, hit.acknowledged_by)
    return f"{who} has it, {length_of((hit.acknowledged_at or hit.at) - hit.at)} after you hit the trigger."


def _zone(situation: Situation, sent: Page) -> tzinfo:
    return situation.person(sent.user_id).tz
