"""Days off of a team: kept with its channel, planned around for everybody whose work is reviewed there."""

from datetime import date

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import View
from bot.blocks.text import section
from bot.domain.days import days_in_words, read_days
from bot.domain.people import Channel


def build(channel: Channel) -> View:
    """Return the form with the days that were named before."""
    return modal(
        ViewId.DAYS_OFF,
        "Days off of the team",
        [
            section(
                f"On which days does the team of <#{channel.channel_id}> not work? "
                "I plan around them for everything whose after-action opens here."
            ),
            text_input(
                Field.DAYS_OFF,
                "Days off",
                value=days_in_words(channel.days_off),
                multiline=True,
                hint="Such as 2026-12-24, 2026-12-28 to 2026-12-31. Your own days off stand in your settings.",
                optional=True,
            ),
        ],
        submit="Save",
        metadata=value_of(channel.channel_id),
    )


def parse(state: Values) -> frozenset[date]:
    """Return the days as entered. Raises `Invalid`."""
    return read_days(text_of(state, Field.DAYS_OFF), Field.DAYS_OFF)
