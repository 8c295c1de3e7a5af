"""Pre-mortem: whom to ask, and until when."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, instant_of, users_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import instant_input, modal, users_input
from bot.blocks.message import Block, View
from bot.blocks.premortem_messages import question_of
from bot.blocks.text import context, section
from bot.domain.lifecycle import Role
from bot.domain.premortem import MOST_INVITED
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Inviting:
    """Whom to ask, in the order picked, and until when; None where no time was entered."""

    invited: tuple[str, ...]
    until: datetime | None


def build(situation: Situation, until: datetime, role: Role) -> View:
    """Return the form in which `role` starts a pre-mortem; `until` is what is proposed."""
    last = "and yours last" if role is Role.MANAGER else "then yours, and the manager's last"
    blocks: list[Block] = [
        about(situation),
        section(question_of(situation)),
        context("Everybody is asked this in private, the two of you as well. Nobody sees who has written."),
        users_input(
            Field.INVITED,
            "Who else may see why?",
            most=MOST_INVITED,
            hint=f"Most junior first: in this order they are shown, {last}.",
            optional=True,
        ),
        instant_input(
            Field.UNTIL,
            "Reveal at the latest",
            value=int(until.timestamp()),
            hint="It comes earlier once all are in.",
        ),
    ]
    metadata = value_of(situation.delegation.id)
    return modal(ViewId.PREMORTEM, "Pre-mortem", blocks, submit="Ask them", metadata=metadata)


def parse(state: Values) -> Inviting:
    """Return whom to ask and until when."""
    until = instant_of(state, Field.UNTIL)
    return Inviting(users_of(state, Field.INVITED), datetime.fromtimestamp(until, UTC) if until else None)
