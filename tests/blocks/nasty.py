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
LARGE = ("&" * 2_000, "🚀" * 2_000, "<" * 2_000, "\n" * 1_999 + "x", "👩‍👩‍👧‍👦" * 280, "word " * 400)
EACH_LARGE = pytest.mark.parametrize(
    "text", [LARGE[0], *(pytest.param(text, marks=pytest.mark.slow) for text in ("", *LARGE[1:]))]
)
"""For what is drawn from every state and moment: the worst text at each look, none and the others in the whole run."""

texts = strategies.one_of(
    strategies.sampled_from(NASTY + LARGE),
    strategies.text(min_size=1, max_size=2_000).filter(lambda text: bool(text.strip())),
)
names = strategies.one_of(
    strategies.sampled_from(("&" * 80, "<!here>", "Zoë", "\u202eada", "x" * 80)),
    strategies.text(min_size=1, max_size=80).filter(lambda text: bool(text.strip())),
)
