"""Events that Slack sends by itself. It may send one twice, so each is taken once by its id."""

from bot.usecases.departures import has_left, left_channel, left_company
from bot.usecases.home import show_home
from bot.usecases.named_people import named_have_left
from bot.usecases.renew import renew
from handlers.visit import Answer, Visit


async def home_opened(visit: Visit) -> Answer:
    """Somebody opened App Home (the Messages tab reports itself by the same event)."""
    event = visit.body["event"]
    if event.get("tab") == "home":
        await show_home(event["user"], visit.body["event_id"], visit.work(), visit.desk.clock)
    return None


async def person_changed(visit: Visit) -> Answer:
    """A profile changed (zone, name, deactivated): what we keep of it is asked for anew."""
    user_id = visit.body["event"]["user"]["id"]
    await renew(user_id, visit.work(), visit.desk.directory, visit.desk.clock)
    if await has_left(user_id, visit.work(), visit.desk.directory):
        await left_company(user_id, visit.work(), visit.desk.clock)
        await named_have_left(user_id, visit.work(), visit.desk.clock)
    return None


async def left_channel_of_team(visit: Visit) -> Answer:
    """Somebody left a channel, perhaps the one in which their after-action would open."""
    event = visit.body["event"]
    await left_channel(
        event["user"], event["channel"], visit.body["event_id"], visit.work(), visit.desk.clock
    )
    return None
