"""A person's own time, and what a team says for itself: settings, days off, what it is asked about, what is muted."""

from bot.blocks.forms import days_off as days_off_form
from bot.blocks.forms import phrasing as phrasing_form
from bot.blocks.forms import settings as settings_form
from bot.blocks.ids import Action
from bot.domain.people import Channel
from bot.usecases.days_off import TakeOff, take_off
from bot.usecases.prefer import Mute, Prefer, mute, muted_tasks, prefer
from bot.usecases.team import channel_of_team
from bot.usecases.unask import Unask, unask
from handlers.visit import Answer, Visit


async def open_settings(visit: Visit) -> Answer:
    """`/delegate settings`, and [Settings] wherever it stands."""
    person = await visit.person()
    await visit.open(settings_form.build(person, await muted_tasks(person, visit.work())))
    return None


async def submit_settings(visit: Visit) -> Answer:
    """What was said about one's own time is kept."""
    before = (await visit.person()).preferences
    command = Prefer(visit.user_id, settings_form.parse(visit.state, before))
    await prefer(command, visit.work(), visit.desk.directory, visit.desk.clock)
    return None


async def open_days_off(visit: Visit) -> Answer:
    """`/delegate days off`, typed in the channel of a team."""
    await visit.open(days_off_form.build(await _channel_of_team(visit)))
    return None


async def submit_days_off(visit: Visit) -> Answer:
    """The days off of a team are kept."""
    channel_id, _ = visit.about
    command = TakeOff(channel_id, visit.user_id, days_off_form.parse(visit.state))
    await take_off(command, visit.work(), visit.desk.directory, visit.desk.clock)
    return None


async def open_phrasing(visit: Visit) -> Answer:
    """`/delegate phrasing`, typed in the channel of a team."""
    await visit.open(phrasing_form.build(await _channel_of_team(visit)))
    return None


async def submit_phrasing(visit: Visit) -> Answer:
    """What a team is asked about is kept."""
    channel_id, _ = visit.about
    command = Unask(channel_id, visit.user_id, phrasing_form.parse(visit.state))
    await unask(command, visit.work(), visit.desk.directory)
    return None


async def choose_quieter(visit: Visit) -> Answer:
    """Reminders about one delegation are muted, or come again."""
    delegation_id, wish = visit.about
    command = Mute(delegation_id, visit.user_id, is_muted=wish == Action.MUTE)
    await mute(command, visit.work(), visit.desk.directory, visit.desk.clock)
    return None


async def _channel_of_team(visit: Visit) -> Channel:
    place = str(visit.body["channel_id"])
    return await channel_of_team(place, visit.user_id, visit.work(), visit.desk.directory)
