"""Problems of an input, laid beside the fields that they are about."""

from collections.abc import Iterable, Sequence

from bot.blocks.fields import Field
from bot.domain.brief import LABELS

_BELONGS_TO = {"assumptions": Field.ASSUMPTION, "triggers": Field.CONDITION}


def block_errors(problems: dict[str, str], inputs: Sequence[str]) -> dict[str, str]:
    """Return Slack's `errors`: block id of an input in sight -> sentence, from field name -> sentence.

    `inputs` are the block ids of the inputs shown. A problem whose input is not among them goes under the first
    one, with its name in front: Slack accepts errors only for what is in sight, and none may be lost.
    """
    errors: dict[str, list[str]] = {}
    for field, sentence in problems.items():
        block = _block_of(_BELONGS_TO.get(field, field), inputs)
        if block:
            errors.setdefault(block, []).append(sentence)
        elif inputs:
            label = LABELS.get(field)
            errors.setdefault(inputs[0], []).append(f"{label}: {sentence}" if label else sentence)
    return {block: " ".join(sentences) for block, sentences in errors.items()}


def _block_of(field: str, inputs: Iterable[str]) -> str | None:
    # The checkpoints' block carries their times in its id, after a dot.
    return next((block for block in inputs if block == field or block.startswith(f"{field}.")), None)
