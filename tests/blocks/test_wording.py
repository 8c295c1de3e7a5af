"""How Leeway speaks: never a must or a should, no exclamation, no blame, and always whose move it is."""

import re
from collections.abc import Iterator

from bot.blocks import (
    correction_messages,
    departure_messages,
    flag_messages,
    help_messages,
    intention_messages,
    messages,
    page_messages,
    proposal_messages,
    review_messages,
)
from bot.blocks.brief_form import bar_step, blast_step, guards_step
from bot.blocks.brief_view import brief_view
from bot.blocks.cards import manager_card, owner_card
from bot.blocks.change_messages import change_answered, change_overtaken, change_proposed
from bot.blocks.checkpoint_messages import checkpoint
from bot.blocks.forms import (
    ask,
    clear_path,
    correction_note,
    fall_back,
    hit,
    measured,
    new_time,
    notes,
    ship,
    take_back,
)
from bot.blocks.home import home
from bot.blocks.listing import help_message, list_message, usage
from bot.blocks.message import Message, View
from bot.blocks.rehearsal_messages import rehearsal_over
from bot.coaching.phrasing import check_words
from bot.domain.checkpoints import CheckpointKind
from bot.domain.document import to_document
from bot.domain.flag import Forward
from bot.domain.lifecycle import Role
from bot.domain.situation import Situation
from tests.blocks.histories import EVERY_LINE
from tests.blocks.reading import words_of
from tests.blocks.stories import BRIEF, MANAGER, NOTE, NOW, OWNER, PROVED, QUESTION, everywhere
from tests.blocks.wishes import LATER, WISH, YES

UNWANTED = re.compile(
    r"\b(must|should|failure|failed|mistake of|violation|action item|offender|assignee|careless|"
    r"you were wrong|obviously)\b",
    re.IGNORECASE,
)


def about_flags(situation: Situation) -> Iterator[Message]:
    """Yield every message about flags and intentions that can be drawn from a situation."""
    for flag in situation.flags:
        forward = Forward("w1", "d1", flag.id, "U9", flag.seen, NOW)
        for to in ("U1", "U3"):
            yield flag_messages.flag(situation, flag, to)
            yield flag_messages.chase(situation, flag, to)
        yield flag_messages.flag_over(situation, flag)
        yield flag_messages.thanks(situation, flag, [forward])
        yield flag_messages.silent(situation, flag)
        yield flag_messages.forwarded(situation, forward)
        if flag.reply:
            yield flag_messages.answer(situation, flag)
    yield flag_messages.led_to(situation)
    yield flag_messages.deputy_reads_answer(situation, QUESTION)
    for intention in situation.intentions:
        yield intention_messages.intention(situation, intention, "U1")
        yield intention_messages.intention_over(situation, intention)
        if intention.verdict:
            yield intention_messages.intention_answer(situation, intention)


PROOFS = re.compile(r"\b1 failed\b|^(• )?Failed(: |$)", re.MULTILINE)
"""What an assumption did: that is said of it alone, and never of a person or their work."""


def everything() -> Iterator[Message | View]:
    """Yield what people read, in every state."""
    yield bar_step("d1", {}, zone=OWNER.tz)
    yield blast_step("d1", to_document(BRIEF))
    yield guards_step("d1", to_document(BRIEF), BRIEF.checkpoints, OWNER.tz)
    yield help_message("/delegate")
    yield usage("/delegate", "pay it")
    for situation in everywhere():
        yield owner_card(situation)
        yield manager_card(situation)
        yield brief_view(situation, Role.OWNER, history=EVERY_LINE)
        yield ship.build(situation)
        yield notes.build(situation, Role.OWNER)
        yield messages.question(situation, QUESTION)
        yield messages.shipped(situation)
        yield departure_messages.unreachable(situation, Role.OWNER)
        yield departure_messages.place_changed(situation, Role.OWNER, "C1")
        yield departure_messages.named_left(situation, "U1")
        yield from about_flags(situation)
        yield correction_messages.taken_over(situation)
        yield correction_messages.note_reminder(situation, NOTE)
        yield correction_note.build(situation)
        yield measured.build(situation)
        yield clear_path.build(situation, WISH)
        yield ask.build(situation, finding=check_words("Change the total."))
        yield take_back.build(situation)
        yield help_messages.wish(situation, WISH, "U1")
        yield help_messages.chase(situation, WISH, "U3")
        yield help_messages.silent(situation, WISH)
        yield help_messages.wish_over(situation, WISH)
        yield help_messages.answer(situation, LATER, WISH)
        yield help_messages.answer(situation, YES, WISH)
        yield rehearsal_over(situation)
        yield change_proposed(situation)
        yield change_answered(situation, agreed=False)
        yield change_overtaken(situation)
        for role in (Role.OWNER, Role.MANAGER):
            yield messages.move(situation, role)
            yield correction_messages.miss(situation, role)
            yield messages.offer_reminder(situation, role)
        yield checkpoint(situation, CheckpointKind.SPOT_CHECK, ("What risk moved?",))
        yield from of_pages_and_proposals(situation)
        yield review_messages.opening(situation, PROVED)
        yield review_messages.reminder(situation)
        yield review_messages.closed(situation, PROVED)
        yield review_messages.reveal(situation, {"U2": PROVED})
        yield review_messages.no_change(situation)
        yield home(OWNER, [situation])
        yield list_message(MANAGER, [situation])


def of_pages_and_proposals(situation: Situation) -> Iterator[Message | View]:
    """Yield what people read of a hit trigger, a new time and the minimum."""
    yield hit.build(situation)
    yield new_time.build(situation)
    yield fall_back.build(situation)
    yield proposal_messages.deadline(situation)
    for each in situation.hits:
        yield from (page_messages.page(situation, each, sent) for sent in each.pages)
        yield page_messages.page_sent(situation, each)
        yield page_messages.page_acknowledged(situation, each)
        yield page_messages.page_unanswered(situation, each)
    for made in situation.proposals:
        yield proposal_messages.proposal(situation, made)
        yield proposal_messages.proposal_answer(situation, made)


def test_the_bot_neither_commands_nor_blames() -> None:
    """No must or should, no exclamation mark, no word of blame in anything that people read."""
    for made in everything():
        words = PROOFS.sub("", re.sub(r"<!date\^[^>]*>", "", words_of(made)))
        assert not UNWANTED.search(words), UNWANTED.search(words)
        assert "!" not in words


def test_no_state_is_an_emoji_alone() -> None:
    """Words carry what is meant; there is no emoji in anything of ours."""
    for made in everything():
        assert not re.search(r"[\U0001F000-\U0001FAFF\u2600-\u27BF]|:[a-z_]+:", words_of(made))


def test_every_short_message_names_the_task_and_the_move() -> None:
    """A message that passes the move says which task, and that the move is the reader's."""
    for situation in everywhere():
        for role in (Role.OWNER, Role.MANAGER):
            text = messages.move(situation, role).text
            assert text.startswith(situation.delegation.brief.task)
            assert ("Your move" in text) != ("Nothing for you to do." in text)
