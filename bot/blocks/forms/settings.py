"""Settings: a person's own time, and how they wish to be reminded."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Final

from bot.blocks.fields import Field
from bot.blocks.form_values import Values, choice_of, date_of, text_of, ticked_of, time_of, user_of
from bot.blocks.ids import ViewId
from bot.blocks.inputs import (
    checkboxes_input,
    date_input,
    modal,
    radio_input,
    select_input,
    text_input,
    time_input,
    user_input,
)
from bot.blocks.message import Block, View
from bot.blocks.text import context, cut, divider
from bot.domain.days import days_in_words, read_days
from bot.domain.errors import Invalid
from bot.domain.people import Person
from bot.domain.preferences import Away, Preferences, Quiet

AS_IN_SLACK: Final = "slack"
_WEEK: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SINGLE, _TOGETHER = "single", "together"
_MUTED_IN_SIGHT: Final = 10  # Slack shows no more boxes
_ZONES: Final = (
    *("Pacific/Auckland", "Australia/Sydney", "Australia/Adelaide", "Australia/Brisbane", "Australia/Perth"),
    *("Asia/Tokyo", "Asia/Seoul", "Asia/Shanghai", "Asia/Taipei", "Asia/Hong_Kong", "Asia/Manila"),
    *("Asia/Singapore", "Asia/Kuala_Lumpur", "Asia/Jakarta"),
    *("Asia/Ho_Chi_Minh", "Asia/Bangkok", "Asia/Dhaka"),
    *("Asia/Kathmandu", "Asia/Kolkata", "Asia/Colombo", "Asia/Karachi", "Asia/Tashkent", "Asia/Almaty"),
    *("Asia/Dubai", "Asia/Tehran", "Asia/Riyadh", "Asia/Jerusalem", "Asia/Tbilisi", "Europe/Istanbul"),
    *("Africa/Nairobi", "Africa/Cairo", "Africa/Johannesburg"),
    *("Africa/Lagos", "Africa/Casablanca", "Africa/Accra"),
    *("Europe/Moscow", "Europe/Kyiv", "Europe/Helsinki", "Europe/Athens", "Europe/Bucharest", "Europe/Sofia"),
    *("Europe/Vilnius", "Europe/Riga", "Europe/Tallinn", "Europe/Warsaw", "Europe/Budapest", "Europe/Prague"),
    *("Europe/Vienna", "Europe/Berlin", "Europe/Zurich", "Europe/Rome", "Europe/Paris", "Europe/Brussels"),
    *("Europe/Amsterdam", "Europe/Copenhagen", "Europe/Oslo", "Europe/Stockholm", "Europe/Madrid"),
    *("Europe/Lisbon", "Europe/London", "Europe/Dublin", "Atlantic/Reykjavik", "Atlantic/Azores", "UTC"),
    *("America/St_Johns", "America/Halifax"),
    *("America/Sao_Paulo", "America/Buenos_Aires", "America/Montevideo"),
    *("America/Santiago", "America/New_York", "America/Toronto", "America/Bogota", "America/Lima"),
    *("America/Chicago", "America/Winnipeg", "America/Mexico_City", "America/Costa_Rica", "America/Denver"),
    *("America/Edmonton", "America/Phoenix", "America/Los_Angeles", "America/Vancouver", "America/Tijuana"),
    *("America/Anchorage", "Pacific/Honolulu"),
)


def build(person: Person, muted: Mapping[str, str]) -> View:
    """Return the form with what the person said before; `muted` are the tasks of muted delegations by id."""
    now = person.preferences
    away, quiet = now.away, now.quiet
    blocks: list[Block] = [
        context(
            "I plan with your time. In your quiet hours, what can wait does. A page, a flag, an intention and what has "
            "its moment, such as a miss or a deadline, come at once."
        ),
        select_input(Field.ZONE, "Time zone", _zones(person), chosen=now.zone or AS_IN_SLACK),
        time_input(Field.START, "Your working day begins", value=now.start),
        time_input(Field.END, "and ends", value=now.end),
        checkboxes_input(
            Field.DAYS, "On which days do you work?", _days(), ticked={str(day) for day in now.days}
        ),
        text_input(
            Field.DAYS_OFF,
            "Days off",
            value=days_in_words(now.days_off),
            hint="Such as 2026-12-24, 2026-12-28 to 2026-12-31.",
            optional=True,
        ),
        divider(),
        date_input(Field.AWAY_FIRST, "Away: first day", value=away.first if away else None, optional=True),
        date_input(Field.AWAY_LAST, "Away: last day", value=away.last if away else None, optional=True),
        user_input(
            Field.DEPUTY,
            "Who stands in for you?",
            value=now.deputy_id or None,
            hint="While you are away they get what cannot wait. Otherwise only a page or a flag that you did not "
            "answer in time.",
            optional=True,
        ),
        divider(),
        time_input(
            Field.QUIET_FROM,
            "Quiet hours: from",
            value=quiet.start if quiet else None,
            hint="Each day; what can wait comes together when they end.",
            optional=True,
        ),
        time_input(
            Field.QUIET_UNTIL, "Quiet hours: until", value=quiet.end if quiet else None, optional=True
        ),
        radio_input(
            Field.REMINDERS,
            "Reminders come",
            (
                (_SINGLE, "One at a time, when they are due"),
                (_TOGETHER, "Together, on the next working morning"),
            ),
            chosen=_TOGETHER if now.in_digest else _SINGLE,
            hint="What is due before that morning never waits for it.",
        ),
    ]
    shown = [(key, cut(task, 70)) for key, task in muted.items()][:_MUTED_IN_SIGHT]
    if shown:
        boxes = checkboxes_input(
            Field.MUTED,
            "Muted: no reminders",
            shown,
            ticked={key for key, _ in shown},
            hint="Untick to hear of it again.",
        )
        blocks.append(boxes)
    return modal(ViewId.SETTINGS, "Settings", blocks, submit="Save")


def parse(state: Values, before: Preferences) -> Preferences:
    """Return the preferences as entered, `before` being what stood until now. Raises `Invalid`."""
    zone = choice_of(state, Field.ZONE)
    entered = replace(
        before,
        zone="" if zone in (None, AS_IN_SLACK) else str(zone),
        start=time_of(state, Field.START) or before.start,
        end=time_of(state, Field.END) or before.end,
        days=frozenset(int(day) for day in ticked_of(state, Field.DAYS)),
        days_off=read_days(text_of(state, Field.DAYS_OFF), Field.DAYS_OFF),
        away=_away(date_of(state, Field.AWAY_FIRST), date_of(state, Field.AWAY_LAST)),
        deputy_id=user_of(state, Field.DEPUTY) or "",
        quiet=_quiet(time_of(state, Field.QUIET_FROM), time_of(state, Field.QUIET_UNTIL)),
        in_digest=choice_of(state, Field.REMINDERS) == _TOGETHER,
    )
    if Field.MUTED in state:
        entered = replace(entered, muted=frozenset(ticked_of(state, Field.MUTED)) & before.muted)
    return entered


def _away(first: date | None, last: date | None) -> Away | None:
    if first is None and last is None:
        return None
    if first is None or last is None:
        missing = Field.AWAY_FIRST if first is None else Field.AWAY_LAST
        raise Invalid({missing: "An absence has a first and a last day; they may be the same."})
    return Away(first, last)


def _quiet(start: time | None, end: time | None) -> Quiet | None:
    if start is None and end is None:
        return None
    if start is None or end is None:
        missing = Field.QUIET_FROM if start is None else Field.QUIET_UNTIL
        raise Invalid({missing: "Quiet hours begin and end; pick both times, or neither."})
    return Quiet(start, end)


def _days() -> list[tuple[str, str]]:
    return [(str(number), name) for number, name in enumerate(_WEEK)]


def _zones(person: Person) -> list[tuple[str, str]]:
    own = person.preferences.zone
    names = sorted({*_ZONES, *([own] if own else [])})
    in_slack = (AS_IN_SLACK, cut(f"As in Slack ({person.zone})", 75))
    return [in_slack, *((name, name.replace("_", " ")) for name in names)]
