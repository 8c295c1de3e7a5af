"""Text is escaped once, cut to fit without a broken entity, and dated in the reader's zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.text import (
    compose,
    context,
    cut,
    escape,
    from_slack,
    mrkdwn,
    pages,
    plain,
    quote,
    section,
    unescape,
    when,
    when_agreed,
    when_plain,
    when_planned,
)
from tests.blocks.nasty import texts

PARIS = ZoneInfo("Europe/Paris")
AT = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)


def test_escaping_touches_exactly_three_signs() -> None:
    """`& < >` are escaped, once, and nothing else is."""
    assert escape("a & b <c> 'd' \"e\" *f*") == "a &amp; b &lt;c&gt; 'd' \"e\" *f*"
    assert escape("&amp;") == "&amp;amp;"


@given(texts)
def test_no_user_text_can_ping_or_link(text: str) -> None:
    """What is left of any text has no sign that Slack would read as a mention, a link or a command."""
    assert "<" not in escape(text)
    assert ">" not in escape(text)
    assert mrkdwn(escape(text))["verbatim"] is True


def test_direction_overrides_are_taken_out() -> None:
    """A text cannot turn the words around it, while right-to-left words themselves stay."""
    assert escape("\u202eabc") == "abc"
    assert escape("שלום") == "שלום"
    assert plain("\u202eabc")["text"] == "abc"


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_a_cut_keeps_its_limit_and_its_entities(text: str, limit: int) -> None:
    """An escaped text that was cut is short enough, and unescapes to the beginning of what was written."""
    found = cut(escape(text), limit)
    assert len(found) <= limit
    assert len(cut(escape(text), 10_000_000)) >= len(found)
    for entity in ("&amp;", "&lt;", "&gt;"):
        found = found.replace(entity, "")
    assert "&" not in found


def test_a_cut_shows_itself() -> None:
    """Where something is left out, an ellipsis says so; where all fits, nothing is added."""
    assert cut("abcdef", 4) == "abc…"
    assert cut("abcd", 4) == "abcd"
    assert cut("a&amp;b", 5) == "a…"


@given(st.text(min_size=1, max_size=3_000))
def test_pages_lose_nothing(text: str) -> None:
    """A long text in pieces is the same text when joined, and no piece is over the limit."""
    escaped = escape(text)
    assert "".join(pages(escaped, 40)) == escaped
    assert all(len(page) <= 40 for page in pages(escaped, 40))


@given(texts)
def test_a_quote_stays_within_its_limit(text: str) -> None:
    """Every line of a quotation is marked, and the whole keeps its limit."""
    quoted = quote(text, 300)
    assert len(quoted) <= 300
    assert all(line.startswith((">", "…")) for line in quoted.split("\n"))


def test_text_from_slack_reads_as_a_person_would_read_it() -> None:
    """Mentions, channels, links and entities of an arriving text become plain words, unescaped once."""
    found = from_slack("<@U1|ada> &amp; <@U2> in <#C1|costs>: <https://a.example|the sheet> &amp;lt; <!here>")
    assert found == "@ada & @somebody in #costs: the sheet &lt; @here"
    assert from_slack("<https://a.example>") == "https://a.example"


@given(texts)
def test_escaping_and_reading_back_is_the_same_text(text: str) -> None:
    """What is escaped once and unescaped once is what was written, but for signs that disturb."""
    assert escape(unescape(escape(text))) == escape(text)


def test_a_date_is_shown_in_each_readers_zone() -> None:
    """Slack gets the instant; the fallback names its zone, plain words do not."""
    instant = int(AT.timestamp())
    assert when(AT, PARIS) == f"<!date^{instant}^{{date_short_pretty}} at {{time}}|Thu, Nov 26 at 17:00 CET>"
    assert when_planned(AT, PARIS) == (
        f"<!date^{instant}^{{date_long_pretty}} at {{time}}|Thu, Nov 26 at 17:00 CET>"
    )
    assert when_plain(AT, PARIS) == "Thu, Nov 26 at 17:00"


def test_a_date_that_was_agreed_is_never_tomorrow() -> None:
    """Looking back, a date stands as it was agreed, with its weekday, and not relative to whoever reads it."""
    assert when_agreed(AT, PARIS) == (
        f"<!date^{int(AT.timestamp())}^{{date_long}} at {{time}}|Thu, Nov 26 at 17:00 CET>"
    )


def test_a_messages_text_says_what_its_blocks_say() -> None:
    """The fallback begins with the lead and holds the blocks' words once, with dates in words."""
    blocks = [section("The report"), context(f"Your move, until {when(AT, PARIS)}.")]
    text = compose("The report", blocks).text
    assert text == "The report\nYour move, until Thu, Nov 26 at 17:00 CET."
