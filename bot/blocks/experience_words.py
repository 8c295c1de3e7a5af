"""What an owner has done of one kind, as its manager reads it while writing the brief: what fits, and why."""

from typing import Final

from bot.blocks.text import escape
from bot.domain.experience import Closeness, Experience

_FITS: Final = {
    Closeness.FIRST: "Both checkpoints fit, and a level at which you decide together, such as *{level}*.",
    Closeness.KNOWN: "Both checkpoints still fit; *{level}* leaves them the call.",
    Closeness.USUAL: "Drop the spot check? *{level}* fits as well.",
}


def experience_line(experience: Experience, owner: str) -> str:
    """Return one line about what `owner`, a name as typed, has done of this kind for the reader, and what fits."""
    fits = _FITS[experience.closeness].format(level=experience.level.value)
    return f"{_done(experience, escape(owner))} {fits}"


def _done(experience: Experience, owner: str) -> str:
    shipped, clean = experience.shipped, experience.met_in_a_row
    if not shipped:
        return f"{owner}'s first of this kind with you."
    times = "one" if shipped == 1 else str(shipped)
    if clean == shipped:
        met = "it met the bar" if shipped == 1 else "all of them met the bar"
    elif clean:
        met = "the last met the bar" if clean == 1 else f"the last {clean} met the bar"
    else:
        return f"{owner} has shipped {times} of this kind for you."
    return f"{owner} has shipped {times} of this kind for you, and {met}."
