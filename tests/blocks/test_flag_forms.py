"""The forms of flags and of an objection: no more is asked than what is seen."""

from dataclasses import replace

from bot.blocks.button_values import read_value
from bot.blocks.forms import flag, object_to
from bot.coaching.question_bank import objections
from bot.domain.flag import Sureness
from bot.domain.lifecycle import State
from tests.blocks.reading import filled, option, words_of
from tests.blocks.stories import INTENTION, story


def test_a_flag_takes_no_more_than_what_is_seen() -> None:
    """How sure is chosen already, the intention may stay empty, and the work is known where there is one."""
    view = flag.build([story(State.IN_PROGRESS)])
    entered = flag.parse(filled(view, seen="Two accounts are missing."))
    assert entered == flag.Flagging("", "Two accounts are missing.", Sureness.LIKELY, "")
    assert read_value(view["private_metadata"]) == ("d1", "")


def test_a_flag_from_a_message_brings_its_words_and_its_link() -> None:
    """With several pieces of work it asks which one; the link waits in the form."""
    link = "https://acme.slack.com/archives/C1/p1"
    one = story(State.IN_PROGRESS)
    other = replace(one, delegation=replace(one.delegation, id="d2"))
    view = flag.build([one, other], seen="Two accounts look new.", link=link)
    assert "About which work?" in words_of(view)
    assert read_value(view["private_metadata"]) == (flag.WHICH, link)
    state = filled(view, which=option("d2"))
    assert flag.parse(state).delegation_id == "d2"
    assert flag.parse(state).seen == "Two accounts look new."


def test_an_objection_may_be_a_question() -> None:
    """Own words come first; else it is the question that was chosen."""
    view = object_to.build(story(State.IN_PROGRESS), INTENTION)
    assert "Leave both out." in words_of(view)
    assert object_to.parse(filled(view, stem=option("0"))).text == objections()[0]
    assert object_to.parse(filled(view, stem=option("0"), question="Why both?")).text == "Why both?"
