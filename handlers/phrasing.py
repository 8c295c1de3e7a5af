"""Words that a phrasing rule asks about: counted by rule, so that it can be seen which of them ask in vain."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.blocks.forms.as_question import sent_in_spite_of
from bot.usecases.phrased import AskedBack
from handlers.visit import Visit


@contextmanager
def counted(visit: Visit) -> Iterator[None]:
    """Count words that are asked about, and those that were sent as they are; `AskedBack` goes on."""
    try:
        yield
    except AskedBack as back:
        visit.desk.tally.asked_back(back.finding.rule)
        raise
    rule = sent_in_spite_of(visit.state)
    if rule:
        visit.desk.tally.sent_as_it_is(rule)
