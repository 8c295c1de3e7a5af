"""Ship: checklist, link, note, the prediction, and the measured value if it is known."""

from dataclasses import dataclass

from bot.blocks.brief_words import value_in_words
from bot.blocks.button_values import number_in, value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, choice_of, text_of, ticked_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import checkboxes_input, modal, radio_input, text_input
from bot.blocks.message import Block, View
from bot.blocks.risk_words import counted
from bot.blocks.text import context, section
from bot.blocks.whose_move import zone_of
from bot.domain.delegation import Prediction
from bot.domain.lifecycle import Role
from bot.domain.premortem import guards_of
from bot.domain.situation import Situation

_PREDICTIONS = (
    (Prediction.MET, "Met"),
    (Prediction.NEARLY, "Nearly"),
    (Prediction.MISSED, "Missed"),
)
_FROM_FINAL_QA = "On course, you said at the final QA; choose another if it looks different now. "
_KNOWN = (("met", "Met"), ("missed", "Missed"), ("unknown", "Not known yet"))
ASKED = "asked"
"""What the form carries once it has asked about open lines: sent again, it ships with them."""


@dataclass(frozen=True, slots=True)
class Shipping:
    """What the owner said at shipping; `prediction` is None where none was given.

    `measured` is "" and `met` None where it is not known yet: a bar with a number is held against the value,
    one in words against the owner's word. `guards` are the ids of the guarded risks whose line was ticked.
    """

    prediction: Prediction | None
    link: str
    note: str
    ticked: tuple[int, ...]
    measured: str
    met: bool | None
    guards: tuple[str, ...] = ()


def build(
    situation: Situation,
    entered: Shipping | None = None,
    still_open: int = 0,
    *,
    foreseen: Prediction | None = None,
) -> View:
    """Return the form that ships the task.

    What the owner has `foreseen` at the final QA is chosen, and can change. With what was `entered` it asks once about
    the lines that are `still_open`; sent again, it ships.
    """
    delegation = situation.delegation
    brief = delegation.brief
    zone = zone_of(situation, Role.OWNER)
    said = entered or Shipping(None, "", "", (), "", None)
    blocks: list[Block] = [about(situation), *_asked_about(still_open)]
    blocks.append(context(f"Bar: {value_in_words('acceptable_error', brief, situation, zone)}"))
    if brief.checklist:
        lines = [(str(index), line) for index, line in enumerate(brief.checklist)]
        hint, ticked = "What stays open is said, not forbidden.", {str(index) for index in said.ticked}
        blocks.append(checkboxes_input(Field.TICKED, "Checklist", lines, hint=hint, ticked=ticked))
    guards = [(risk.id, risk.guard) for risk in guards_of(situation.risks)]
    if guards:
        hint = "From the pre-mortem. What stays open is said, not forbidden."
        blocks.append(checkboxes_input(Field.GUARDS, "Guards", guards, hint=hint, ticked=set(said.guards)))
    blocks += [
        radio_input(
            Field.PREDICTION,
            "What do you predict?",
            _PREDICTIONS,
            chosen=said.prediction or foreseen,
            hint=f"{_FROM_FINAL_QA if foreseen else ''}Held against the bar in the after-action.",
        ),
        _measured(said.measured) if brief.acceptable_error.limit is not None else _met(said.met),
        text_input(Field.LINK, "Link", value=said.link, limit=2_000, optional=True, placeholder="https://"),
        text_input(Field.NOTE, "Note", value=said.note, multiline=True, optional=True),
    ]
    metadata = value_of(delegation.id, ASKED if still_open else "")
    return modal(ViewId.SHIP, "Ship it", blocks, submit="Ship it", metadata=metadata)


def parse(state: Values) -> Shipping:
    """Return what was entered; an unticked line is simply not among the ticked."""
    predicted = choice_of(state, Field.PREDICTION)
    met = choice_of(state, Field.MET)
    ticked = (number_in(index) for index in ticked_of(state, Field.TICKED))
    return Shipping(
        prediction=Prediction(predicted) if predicted in {known.value for known in Prediction} else None,
        link=text_of(state, Field.LINK),
        note=text_of(state, Field.NOTE),
        ticked=tuple(index for index in ticked if index is not None),
        measured=text_of(state, Field.MEASURED),
        met={"met": True, "missed": False}.get(met or ""),
        guards=ticked_of(state, Field.GUARDS),
    )


def _asked_about(still_open: int) -> list[Block]:
    if not still_open:
        return []
    are = "is" if still_open == 1 else "are"
    what = f"{counted(still_open, 'line')} {are} open: ship all the same?"
    return [section(f"*{what}*\n[Ship it] once more ships it as it is; or tick what is done.")]


def _measured(value: str) -> Block:
    return text_input(
        Field.MEASURED,
        "Measured value",
        value=value,
        limit=150,
        optional=True,
        hint="In the bar's own unit. Empty: not known yet.",
    )


def _met(met: bool | None) -> Block:
    chosen = {True: "met", False: "missed", None: "unknown"}[met]
    return radio_input(Field.MET, "How does it stand against the bar?", _KNOWN, chosen=chosen)
