"""Text for Slack: escaped once, cut to fit, dated in the reader's zone; and the small blocks that carry it."""

import re
from datetime import datetime, tzinfo
from typing import Any, Final

from bot.blocks.ids import numbered_apart
from bot.blocks.message import Block, Message

SECTION_CHARACTERS: Final = 3_000
HEADER_CHARACTERS: Final = 150
LABEL_CHARACTERS: Final = 75
MESSAGE_CHARACTERS: Final = 3_900

ELLIPSIS: Final = "…"
_HALF_ENTITY = re.compile(r"&[a-z]{0,3}$")
_HALF_TOKEN = re.compile(r"<[^<>]*$")
_JOINERS = "\u200d\ufe0f"  # an emoji cut in two would leave one of these dangling
_DISTURBING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_TOKEN = re.compile(r"<([^<>]*)>")
_ADDRESS = re.compile(r"[a-z][a-z+.-]*:", re.IGNORECASE)
_DATE = re.compile(r"<!date\^[^|<>]*\|([^<>]*)>")
_LINK = re.compile(r"<https?://[^|<>]*\|([^<>]*)>")


def harmless(text: str) -> str:
    """Return `text` without what could disturb the words around it: direction overrides, control characters."""
    return _DISTURBING.sub("", text.replace("\r\n", "\n"))


def escape(text: str) -> str:
    """Return `text` as Slack shows it literally: `& < >` escaped once, so that it neither pings nor links."""
    return harmless(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo Slack's escaping once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def cut(text: str, limit: int) -> str:
    """Return `text`, raw or escaped, in at most `limit` characters; an ellipsis says that something is left out."""
    if len(text) <= limit:
        return text
    kept = _HALF_ENTITY.sub("", text[: limit - 1])
    return kept.rstrip().rstrip(_JOINERS) + ELLIPSIS


def cut_markup(text: str, limit: int) -> str:
    """Return our own mrkdwn in at most `limit` characters, without splitting a date, a link or a mention in it."""
    found = cut(text, limit)
    return found if found == text else _HALF_TOKEN.sub("", found.removesuffix(ELLIPSIS)) + ELLIPSIS


def shown(text: str, limit: int) -> str:
    """Return raw user text escaped, within `limit` characters of what Slack counts."""
    return cut(escape(text), limit)


def one_line(text: str, limit: int) -> str:
    """Return raw user text on one line, escaped, within `limit` characters."""
    return shown(" ".join(text.split()), limit)


def quote(text: str, limit: int) -> str:
    """Return raw user text as a quotation, each line marked, within `limit` characters."""
    return cut("\n".join(f">{line}" for line in escape(text).split("\n")), limit)


def pages(text: str, limit: int = SECTION_CHARACTERS) -> list[str]:
    """Return escaped `text` in pieces of at most `limit` characters, none of which splits an entity."""
    found = []
    while len(text) > limit:
        piece = _HALF_ENTITY.sub("", text[:limit])
        found.append(piece)
        text = text[len(piece) :]
    return [*found, text] if text else found


def from_slack(text: str) -> str:
    """Return text that arrives escaped (a command's, a message's) as a person would read it.

    Mentions become @name and #name, links their label or address, and the three entities are unescaped once.
    """
    return unescape(_TOKEN.sub(lambda found: _readable(found[1]), text))


def _readable(token: str) -> str:
    target, _, label = token.partition("|")
    if target.startswith("@"):
        return "@" + (label or "somebody").lstrip("@")
    if target.startswith("#"):
        return "#" + (label or "a channel").lstrip("#")
    if target.startswith("!"):
        return label or "@" + target[1:].split("^")[0]
    # Angle brackets around anything else were typed, where Slack sends a command's text unescaped.
    return (label or target) if _ADDRESS.match(target) else f"<{token}>"


def when(at: datetime, zone: tzinfo) -> str:
    """Return `at` as a short date that Slack shows in each reader's own zone; `zone` is for where it cannot."""
    return _date("{date_short_pretty} at {time}", at, zone)


def when_planned(at: datetime, zone: tzinfo) -> str:
    """Return `at` as `when` does, with its weekday: what people plan their week by."""
    return _date("{date_long_pretty} at {time}", at, zone)


def when_agreed(at: datetime, zone: tzinfo) -> str:
    """Return `at` with its weekday, and never as tomorrow: what was agreed reads the same on every day."""
    return _date("{date_long} at {time}", at, zone)


def when_plain(at: datetime, zone: tzinfo) -> str:
    """Return `at` in `zone` as plain words: "Thu, Nov 26 at 17:00"."""
    local = at.astimezone(zone)
    return f"{local:%a, %b} {local.day} at {local:%H:%M}"


def _date(shown_as: str, at: datetime, zone: tzinfo) -> str:
    return f"<!date^{int(at.timestamp())}^{shown_as}|{when_plain(at, zone)} {at.astimezone(zone):%Z}>"


def spoken(text: str) -> str:
    """Return our own mrkdwn as it is read aloud: dates with their zone, links as their label."""
    return _LINK.sub(r"\1", _DATE.sub(r"\1", text))


def mrkdwn(text: str) -> dict[str, Any]:
    """Return a text object of our markup around escaped user text; `verbatim`, so that nothing in it is parsed."""
    return {"type": "mrkdwn", "text": cut_markup(text, SECTION_CHARACTERS) or ELLIPSIS, "verbatim": True}


def plain(text: str, limit: int = SECTION_CHARACTERS) -> dict[str, Any]:
    """Return a text object in which nothing is markup; `text` is raw."""
    return {"type": "plain_text", "text": cut(harmless(text), limit) or ELLIPSIS}


def section(text: str, accessory: dict[str, Any] | None = None, block_id: str = "") -> Block:
    """Return a section of mrkdwn, with an element at its side where one is given."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory:
        block["accessory"] = accessory
    return block | ({"block_id": block_id} if block_id else {})


def context(*texts: str) -> Block:
    """Return small print, one element for each text."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts[:10]]}


def header(text: str) -> Block:
    """Return a header of raw text, on one line."""
    return {"type": "header", "text": plain(" ".join(text.split()), HEADER_CHARACTERS)}


def divider() -> Block:
    """Return a line across."""
    return {"type": "divider"}


def actions(*elements: dict[str, Any], block_id: str = "") -> Block:
    """Return a row of buttons and selects; at least one."""
    block: Block = {"type": "actions", "elements": list(elements)}
    return block | ({"block_id": block_id} if block_id else {})


def button(label: str, action: str, value: str, *, primary: bool = False) -> dict[str, Any]:
    """Return a button: a verb, an action id, and a value that names what it is about."""
    element: dict[str, Any] = {
        "type": "button",
        "text": plain(label, LABEL_CHARACTERS),
        "action_id": action,
        "value": value,
    }
    return element | ({"style": "primary"} if primary else {})


def compose(lead: str, blocks: list[Block]) -> Message:
    """Return a message whose text says it all: `lead` first, then what else the blocks say.

    Screen readers and notifications get the text and not the blocks, so it is drawn from the same words, without
    repeating the lines of `lead`.
    """
    said = spoken(lead).split("\n")
    known = set(said)
    for block in blocks:
        lines = "\n".join(_texts_of(block)).split("\n")
        said += [line for line in lines if line and line.replace("*", "") not in known]
    return Message(cut_markup("\n".join(said), MESSAGE_CHARACTERS), numbered_apart(blocks))


def _texts_of(block: Block) -> list[str]:
    if block["type"] == "header":
        return [escape(block["text"]["text"])]
    if block["type"] == "section":
        return [spoken(block["text"]["text"])]
    if block["type"] == "context":
        return [spoken(element["text"]) for element in block["elements"]]
    return []
