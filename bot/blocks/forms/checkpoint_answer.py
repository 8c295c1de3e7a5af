"""Answer at a checkpoint: the questions as they were asked, one input for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks.brief_words import checkpoint_name, value_in_words
from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, number_of, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, number_input, text_input
from bot.blocks.message import View
from bot.blocks.text import context
from bot.blocks.whose_move import zone_of
from bot.coaching.question_bank import script
from bot.domain.checkpoints import CheckpointKind
from bot.domain.lifecycle import Role
from bot.domain.situation import Situation

_BET_HINT = "Your guess from 0 to 100, or nothing. It is read as a prediction, not as a promise."
_FIELDS = (Field.ANSWER_1, Field.ANSWER_2, Field.ANSWER_3)


@dataclass(frozen=True, slots=True)
class CheckpointAnswering:
    """One answer to each question, in their order; "" where one was passed over. `bet` is in percent, None for none."""

    answers: tuple[str, ...]
    bet: int | None = None


def build(
    situation: Situation, kind: CheckpointKind, questions: Sequence[str], *, bets: bool = False
) -> View:
    """Return the form of a checkpoint: up to three questions and, where it `bets`, how sure the date is."""
    delegation = situation.delegation
    zone = zone_of(situation, Role.OWNER)
    bar = value_in_words("acceptable_error", delegation.brief, situation, zone)
    return modal(
        ViewId.CHECKPOINT,
        checkpoint_name(kind),
        [
            about(situation),
            context(f"Bar: {bar} · due {value_in_words('deadline', delegation.brief, situation, zone)}"),
            *(
                text_input(field, question, multiline=True, optional=place > 0)
                for place, (field, question) in enumerate(zip(_FIELDS, questions, strict=False))
            ),
            *(
                [number_input(Field.BET, f"{script('bet')} __ %", least=0, most=100, hint=_BET_HINT)]
                if bets
                else []
            ),
        ],
        submit="Answer",
        metadata=value_of(delegation.id, kind),
    )


def parse(state: Values) -> CheckpointAnswering:
    """Return the answers as entered, as many as the form had questions."""
    answers = tuple(text_of(state, field) for field in _FIELDS if field in state)
    return CheckpointAnswering(answers, number_of(state, Field.BET))
