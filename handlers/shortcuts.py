"""Shortcuts: the global one, and "Delegate this message", which brings the message's words and its link along."""

from typing import Any

from bot.blocks.text import from_slack
from bot.domain.brief import Source, is_blank
from bot.domain.document import Document, source_to_document
from handlers.brief import open_brief
from handlers.visit import Answer, Visit

PRIVATE_NAMES = {"privategroup", "directmessage"}  # what Slack calls channels that not everybody may see
GROUP_DM = "mpdm-"  # how the name of a group DM begins; its id looks like a channel's


async def delegate_task(visit: Visit) -> Answer:
    """The global shortcut."""
    await open_brief(visit, {})
    return None


async def delegate_message(visit: Visit) -> Answer:
    """The message shortcut: the first line becomes the task, the message stays linked."""
    await open_brief(visit, _fields(visit.body))
    return None


def _fields(body: dict[str, Any]) -> Document:
    message, channel = body["message"], body["channel"]
    text = from_slack(message.get("text") or "")
    lines = [line for line in text.splitlines() if not is_blank(line)]
    source = Source(
        permalink=permalink(body["team"]["domain"], channel["id"], message),
        channel_id=channel["id"],
        text=text,
        is_private=_is_private(channel["id"], channel.get("name") or ""),
    )
    return {"task": lines[0] if lines else "", "source": source_to_document(source)}


def _is_private(channel_id: str, name: str) -> bool:
    return name in PRIVATE_NAMES or name.startswith(GROUP_DM) or not channel_id.startswith("C")


def permalink(domain: str, channel_id: str, message: dict[str, Any]) -> str:
    """Return the message's address, built from the payload: it brings none, and asking would cost the trigger."""
    address = f"https://{domain}.slack.com/archives/{channel_id}/p{message['ts'].replace('.', '')}"
    parent = message.get("thread_ts")
    if parent and parent != message["ts"]:
        return f"{address}?thread_ts={parent}&cid={channel_id}"
    return address
