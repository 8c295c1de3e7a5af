"""Problems of a brief, laid beside the inputs that they are about."""

from collections.abc import Iterable

from bot.blocks.ids import Field
from bot.blocks.values import Values
from bot.domain.brief import LABELS

_BELONGS_TO = {"assumptions": Field.ASSUMPTION, "triggers": Field.CONDITION}
_NOT_INPUTS = frozenset(
    {Field.AUDIENCE, Field.UNDO, Field.ROLLBACK, Field.SCOPE, Field.NOTICE, Field.COMPLIANCE}
)


def block_errors(problems: dict[str, str], state: Values | None = None) -> dict[str, str]:
    """Return Slack's `errors`: block id of an input -> sentence, from field name of the brief -> sentence.

    With the `state` of the step shown, a problem whose input stands on another step goes under the first input
    here, with its name in front: Slack accepts errors only for what is in sight, and none may be lost.
    """
    if state is None:
        return {_BELONGS_TO.get(field, field): sentence for field, sentence in problems.items()}
    inputs = [block for block in state if block not in _NOT_INPUTS]
    errors: dict[str, list[str]] = {}
    for field, sentence in problems.items():
        block = _block_of(_BELONGS_TO.get(field, field), inputs)
        if block:
            errors.setdefault(block, []).append(sentence)
        elif inputs:
            errors.setdefault(inputs[0], []).append(f"{LABELS.get(field, 'The brief')}: {sentence}")
    return {block: " ".join(sentences) for block, sentences in errors.items()}


def _block_of(field: str, inputs: Iterable[str]) -> str | None:
    # The checkpoints' block carries their times in its id, after a dot.
    return next((block for block in inputs if block == field or block.startswith(f"{field}.")), None)
