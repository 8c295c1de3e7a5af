"""Accept: the back-brief, the bar in the owner's own words; and, for who wants to say more, a little more."""

from dataclasses import dataclass

from bot.blocks.brief_words import value_in_words
from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, instant_of, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import Action, ViewId
from bot.blocks.inputs import instant_input, modal, text_input
from bot.blocks.levels import level_input, parse_level
from bot.blocks.message import Block, View
from bot.blocks.text import button, section
from bot.blocks.whose_move import zone_of
from bot.domain.acceptance import READINESS_CHARACTERS, Acceptance
from bot.domain.document import instant
from bot.domain.lifecycle import Role
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Accepting:
    """The owner's restatement, and what they add to it."""

    back_brief: str
    acceptance: Acceptance


def build(situation: Situation, *, is_first: bool = False, more: bool = False) -> View:
    """Return the form that asks for the back-brief, the bar in sight.

    `is_first` is for the owner's first task of this kind under this manager, where readiness is asked; `more` shows
    what is otherwise behind a button.
    """
    delegation = situation.delegation
    zone = zone_of(situation, Role.OWNER)
    day = f"{delegation.brief.deadline.astimezone(zone):%A}"
    bar = (
        f"*Outcome*  {value_in_words('outcome', delegation.brief, situation, zone)}\n"
        f"*Bar*  {value_in_words('acceptable_error', delegation.brief, situation, zone)}\n"
        f"*Deadline*  {value_in_words('deadline', delegation.brief, situation, zone)}"
    )
    value = value_of(delegation.id, str(delegation.brief_number))
    rest = section(
        "Who decides, what you expect, an earlier date of your own: all of it can stay out.",
        button("Say more", Action.ACCEPT_MORE, value),
        block_id="more",
    )
    return modal(
        ViewId.ACCEPT,
        "Accept",
        [
            about(situation),
            section(bar),
            text_input(
                Field.BACK_BRIEF,
                f"In your own words: what has to be true on {day}, and what would make you ring "
                f"{situation.manager.name}?",
                multiline=True,
                hint=f"{situation.manager.name} says whether that is it, or asks. Then it is yours.",
            ),
            *(_readiness(situation) if is_first else ()),
            *(_more(situation) if more else (rest,)),
        ],
        submit="Accept",
        metadata=value,
    )


def parse(state: Values) -> Accepting:
    """Return the restatement and the additions as entered."""
    own = instant_of(state, Field.OWN_DEADLINE)
    return Accepting(
        text_of(state, Field.BACK_BRIEF),
        Acceptance(
            level=parse_level(state),
            expectation=text_of(state, Field.EXPECTATION),
            technical=text_of(state, Field.TECHNICAL),
            ownership=text_of(state, Field.OWNERSHIP),
            own_deadline=instant(own) if own else None,
        ),
    )


def _readiness(situation: Situation) -> list[Block]:
    manager = situation.manager.name
    return [
        text_input(
            Field.TECHNICAL,
            "How ready are you for the skill in it?",
            limit=READINESS_CHARACTERS,
            optional=True,
            placeholder="1 to 5, or three words",
            hint=f"It is your first of this kind from {manager}. Only the two of you read this.",
        ),
        text_input(
            Field.OWNERSHIP,
            "And for owning the call?",
            limit=READINESS_CHARACTERS,
            optional=True,
            placeholder="1 to 5, or three words",
        ),
    ]


def _more(situation: Situation) -> list[Block]:
    manager = situation.manager.name
    return [
        level_input(
            f"{manager} may have picked one, too. Both are shown when you accept, and neither one alone."
        ),
        text_input(
            Field.EXPECTATION,
            "I expect …",
            multiline=True,
            optional=True,
            placeholder="The two new accounts to take longest.",
            hint="The after-action begins with it, to compare.",
        ),
        instant_input(
            Field.OWN_DEADLINE,
            "An earlier date of your own",
            optional=True,
            hint="It stands on your card alone; deadline and checkpoints stay as agreed.",
        ),
    ]
