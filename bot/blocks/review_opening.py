"""The top of an after-action, verbatim: the bar, the blast radius, the prediction, the flags, and when it starts."""

from collections.abc import Sequence

from bot.blocks.brief_words import value_in_words
from bot.blocks.comparison_words import assumed_in_the_opening
from bot.blocks.flag_lines import flags_in_the_opening
from bot.blocks.hit_words import hits_as_they_were, renegotiated_lines
from bot.blocks.message import Block
from bot.blocks.outcome_lines import correction_line, outcome_line, predicted_line, shipped_line
from bot.blocks.risk_words import seen_beforehand
from bot.blocks.text import header, one_line, section, shown, when, when_agreed
from bot.blocks.whose_move import length, name, zone_of
from bot.domain.delegation import Outcome
from bot.domain.lifecycle import Role
from bot.domain.review import Mode, Note, Phase
from bot.domain.situation import Situation

_CUT = 2_400


def opened(situation: Situation, notes: Sequence[Note] = ()) -> list[Block]:
    """Return the opening's words: what was agreed, what was predicted, and what it was, as far as known.

    `notes` are those for the thread: what they say of the assumptions stands here once they have been shown.
    """
    delegation = situation.delegation
    brief, zone = delegation.brief, zone_of(situation, Role.OWNER)
    review = situation.review
    second = "A second, short look" if review and review.mode is Mode.SHORT else "After-action"
    bar = value_in_words("acceptable_error", brief, situation, zone, 900)
    least = one_line(brief.minimum_shippable.rstrip(". "), 900)
    minimum = f" · at least: {least}" if least else ""
    blocks = [
        header(f"{second} · {brief.task}"),
        section(f"We agreed: {bar}{minimum} · by {when_agreed(brief.deadline, zone)}"),
        section(f"*Outcome*  {shown(brief.outcome, _CUT)}"),
        section(f"*Blast radius*  {value_in_words('blast_radius', brief, situation, zone, 900)}"),
    ]
    if brief.smaller:
        blocks.append(section(f"*Made smaller*  {value_in_words('smaller', brief, situation, zone)}"))
    if brief.override:
        blocks.append(section(f"*Handed over as it was*  “{shown(brief.override, _CUT)}”"))
    if delegation.acceptance and delegation.acceptance.expectation:
        expected = shown(delegation.acceptance.expectation, _CUT)
        blocks.append(section(f"*{name(situation, Role.OWNER)} expected*  “{expected}”"))
    blocks += assumed_in_the_opening(situation, notes)
    came = [shipped_line(situation, zone), predicted_line(situation)]
    if delegation.outcome is not Outcome.UNKNOWN or delegation.measured:
        came.append(outcome_line(delegation))
    blocks += seen_beforehand(situation)
    under_way = [*hits_as_they_were(situation, zone), *renegotiated_lines(situation, zone)]
    corrected = correction_line(delegation, zone, 1_200)
    blocks.append(section(" ".join(line for line in came if line) or "It has shipped."))
    raised = "\n".join(flags_in_the_opening(situation))
    lines = [corrected, raised, *under_way]
    return [*blocks, *(section(each) for each in lines if each)]


def timing(situation: Situation) -> str:
    """Return what happens now and until when, for everybody in the thread; "" once it is closed."""
    review = situation.review
    zone = zone_of(situation, Role.OWNER)
    if review is None or review.phase is Phase.CLOSED:
        return ""
    ends = f", until {when(review.phase_until, zone)}" if review.phase_until else ""
    owner = name(situation, Role.OWNER)
    if review.mode is Mode.CLEAN:
        starts = f" It starts {when(review.starts_at, zone)}." if review.phase is Phase.WAITING else ""
        return f"Met, and nothing came up. {owner}'s two taps{ends}, and it is done.{starts}"
    if review.phase is Phase.WAITING:
        starts = f"The {length(review)} start {when(review.starts_at, zone)}."
        if review.is_async:
            starts = (
                f"It starts {when(review.starts_at, zone)}; with no common hour, each part has a working day."
            )
        return f"{starts} Notes are open already, private until all are shown together."
    in_all = "" if review.is_async else f" {length(review)} in all."
    return {
        Phase.WRITING: f"Everybody writes{ends}: private, then what is about the process is shown together."
        f"{in_all}",
        Phase.REVEALED: f"The notes are below{ends}. The manager's part comes last.",
        Phase.MANAGER: f"The manager's part{ends}: one question, and one thing of their own.",
        Phase.CHANGE: f"{owner}'s move{ends}: the one change, and one line for whoever does this next.",
    }[review.phase]
