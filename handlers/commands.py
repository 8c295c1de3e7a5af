"""The one command: a known word runs it, a mention opens the brief, anything else gives usage."""

import re

from bot.blocks.listing import help_message, list_message, usage
from bot.blocks.text import from_slack
from bot.usecases.situation import situations_of
from handlers.brief import open_brief
from handlers.flags import flag_command
from handlers.pages import command_hit
from handlers.premortem import start_by_command
from handlers.settings import open_days_off, open_phrasing, open_settings
from handlers.templates import show_templates
from handlers.visit import Answer, Visit, told

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")


async def command(visit: Visit) -> Answer:
    """Answer `/delegate ...`; see the usage for what it takes."""
    text = str(visit.body.get("text") or "").strip()
    word = text.lower()
    if word in WORDS:
        return await WORDS[word](visit)
    mention = _MENTION.search(text)
    if mention or not text:
        await open_brief(visit, _prefilled(text, mention))
        return None
    return told(usage(visit.desk.command, from_slack(text)))


async def show_list(visit: Visit) -> Answer:
    """`/delegate list`: mine as manager, mine as owner."""
    situations = await situations_of(visit.user_id, visit.work(), visit.desk.clock)
    return told(list_message(await visit.person(), situations))


async def show_help(visit: Visit) -> Answer:
    """`/delegate help`."""
    return told(help_message(visit.desk.command))


WORDS = {
    "list": show_list,
    "flag": flag_command,
    "hit": command_hit,
    "premortem": start_by_command,
    "template": show_templates,
    "templates": show_templates,
    "settings": open_settings,
    "days off": open_days_off,
    "phrasing": open_phrasing,
    "help": show_help,
}


def _prefilled(text: str, mention: re.Match[str] | None) -> dict[str, str]:
    if mention is None:
        return {}
    rest = " ".join((text[: mention.start()] + text[mention.end() :]).split())
    return {"owner_id": mention[1], "task": from_slack(rest)}
