"""Texts that break what is not careful: pings, markup, entities, zero width, right to left, and a great deal of it."""

import pytest
from hypothesis import strategies

NASTY = (
    "<!channel>",
    "@here <@U9> <#C9> <https://evil.example|click>",
    "</script><script>alert(1)</script>",
    "a\u200b\u200bb",
    "\u202egnp.tset",
    "שלום עולם",
    "&amp;lt;",
    "{audience} {0} %s",
    "*bold _under ~struck `code",
    "> quoted\n> twice",
    "\n".join("x" * 10),
)
AMPERSANDS, ROCKETS, ANGLES = "&" * 2_000, "🚀" * 2_000, "<" * 2_000
LINES, FAMILIES, WORDS = "\n" * 1_999 + "x", "👩‍👩‍👧‍👦" * 280, "word " * 400
LARGE = (AMPERSANDS, ROCKETS, ANGLES, LINES, FAMILIES, WORDS)
EACH_LARGE = pytest.mark.parametrize(
    "text",
    [
        AMPERSANDS,
        *(pytest.param(text, marks=pytest.mark.slow) for text in ("", ROCKETS, LINES, FAMILIES)),
    ],
)
"""For what is drawn from every state and moment: the worst text at each look, none and the others in the whole run.

Without the angle brackets, which are as the ampersands but shorter once they are escaped, and without plain words,
which are as long as the rockets and harmless.
"""
THE_LONGEST = pytest.mark.parametrize("text", ["", AMPERSANDS, ROCKETS])
"""For what is put together of what was drawn so: none, the longest when it is escaped, and the longest as it stands."""

texts = strategies.one_of(
    strategies.sampled_from(NASTY + LARGE),
    strategies.text(min_size=1, max_size=2_000).filter(lambda text: bool(text.strip())),
)
names = strategies.one_of(
    strategies.sampled_from(("&" * 80, "<!here>", "Zoë", "\u202eada", "x" * 80)),
    strategies.text(min_size=1, max_size=80).filter(lambda text: bool(text.strip())),
)
