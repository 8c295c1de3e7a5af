"""How Leeway speaks: never a must or a should, no exclamation, no blame, and always whose move it is."""

import re
from collections.abc import Iterator

from bot.blocks import messages, review_messages
from bot.blocks.brief_form import bar_step, blast_step, guards_step
from bot.blocks.brief_view import brief_view
from bot.blocks.cards import manager_card, owner_card
from bot.blocks.change_messages import change_answered, change_proposed
from bot.blocks.checkpoint_messages import checkpoint
from bot.blocks.forms import notes, ship
from bot.blocks.home import home
from bot.blocks.listing import help_message, list_message, usage
from bot.blocks.message import Message, View
from bot.blocks.rehearsal_messages import rehearsal_over
from bot.domain.checkpoints import CheckpointKind
from bot.domain.document import to_document
from bot.domain.lifecycle import Role
from tests.blocks.stories import BRIEF, MANAGER, OWNER, QUESTION, everywhere, words_of

UNWANTED = re.compile(
    r"\b(must|should|failure|failed|mistake of|violation|action item|offender|assignee|careless|"
    r"you were wrong|obviously)\b",
    re.IGNORECASE,
)


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
        yield brief_view(situation, Role.OWNER)
        yield ship.build(situation)
        yield notes.build(situation, Role.OWNER)
        yield messages.question(situation, QUESTION)
        yield messages.shipped(situation)
        yield rehearsal_over(situation)
        yield change_proposed(situation)
        yield change_answered(situation, agreed=False)
        for role in (Role.OWNER, Role.MANAGER):
            yield messages.move(situation, role)
            yield messages.miss(situation, role)
            yield messages.offer_reminder(situation, role)
        yield checkpoint(situation, CheckpointKind.SPOT_CHECK, ("What risk moved?",))
        yield review_messages.opening(situation)
        yield review_messages.reminder(situation)
        yield review_messages.closed(situation)
        yield review_messages.no_change(situation)
        yield home(OWNER, [situation])
        yield list_message(MANAGER, [situation])


def test_the_bot_neither_commands_nor_blames() -> None:
    """No must or should, no exclamation mark, no word of blame in anything that people read."""
    for made in everything():
        words = re.sub(r"<!date\^[^>]*>", "", words_of(made))
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
