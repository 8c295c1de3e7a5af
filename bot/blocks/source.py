"""The message that a task was delegated from: a link to it, and its words where they may be read."""

from bot.blocks.message import Block
from bot.blocks.text import escape, quote, section
from bot.domain.brief import Source

_WEB = ("https://", "http://")


def link(url: str, label: str) -> str:
    """Return a link with our own `label`, or the address as plain text where it is not one to follow."""
    is_one = url.startswith(_WEB) and len(url) < 2_000 and not any(sign in url for sign in "<>| \n\t")
    return f"<{escape(url)}|{label}>" if is_one else escape(url)


def began(source: Source | None, limit: int) -> list[Block]:
    """Return where it began, in at most `limit` characters; nothing where a task began without a message."""
    if source is None:
        return []
    words = link(source.permalink, "Where it began") if source.permalink else "Where it began"
    quoted = f"\n{quote(source.text, limit - len(words) - 1)}" if source.text else ""
    return [section(words + quoted)]
