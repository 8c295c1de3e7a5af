"""Home, the list, the help and the usage: what needs the reader first, and never more than Slack takes."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from bot.blocks.home import home
from bot.blocks.listing import help_message, list_message, usage
from bot.domain.lifecycle import Role, State
from bot.domain.rescue import RescueKind
from tests.blocks.nasty import LARGE, names, texts
from tests.blocks.stories import (
    FLAG,
    MANAGER,
    OWNER,
    actions_of,
    everywhere,
    foreign_tokens,
    refused,
    story,
    words_of,
)


@pytest.mark.parametrize("text", ["", *LARGE])
def test_lists_of_any_length_are_ones_that_slack_takes(text: str) -> None:
    """With a hundred delegations and more of the worst texts, Home and the list keep all of Slack's limits."""
    situations = list(everywhere(text, "&" * 80 if text else "")) * 3
    for person in (OWNER, MANAGER):
        for many in (situations, situations[:1], []):
            assert refused(home(person, many)) == []
            assert refused(list_message(person, many)) == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, names)
def test_no_text_breaks_a_list(text: str, name: str) -> None:
    """Any text and any name: nothing foreign is markup, in lists and in the usage."""
    situations = list(everywhere(text, name))
    for made in (home(OWNER, situations), list_message(MANAGER, situations), usage("/delegate", text)):
        assert refused(made) == []
        assert foreign_tokens(made) == []


def test_home_begins_with_what_needs_the_reader() -> None:
    """What waits for the reader comes first with its button; the rest says that there is nothing to do."""
    view = home(OWNER, [story(State.ACCEPTED), story(State.OFFERED)])
    assert words_of(view).index("Needs you (1)") < words_of(view).index("You own (1)")
    assert actions_of(view) == ["accept", "brief", "delegate", "settings"]
    assert "Nothing for you to do." in words_of(view)


def test_home_shows_each_delegation_once() -> None:
    """What needs the reader stands in no other part, and a part of which all do is left out."""
    owned = words_of(home(OWNER, [story(State.OFFERED)]))
    assert owned.count("Monthly cloud spend report") == 1
    assert "You own" not in owned
    handed = words_of(home(MANAGER, [story(State.ACCEPTED), story(State.OFFERED)]))
    assert handed.count("Monthly cloud spend report") == 2
    assert "You handed over (1)" in handed


def test_home_counts_how_its_reader_stepped_in() -> None:
    """One line of small print by kind, without a name or a comparison; nothing where nobody stepped in."""
    view = home(MANAGER, [story(State.IN_PROGRESS)], {RescueKind.TAKE_BACK: 1, RescueKind.EDIT: 3})
    assert (
        "In the last four weeks you stepped in: one task taken back and 3 edits sent as they were. "
        "Seen by you alone." in words_of(view)
    )
    assert refused(view) == []
    assert "stepped in" not in words_of(home(MANAGER, [story(State.IN_PROGRESS)], {RescueKind.EDIT: 0}))


def test_an_empty_home_invites() -> None:
    """With nothing open, Home says so and offers one thing."""
    view = home(OWNER, [])
    assert "Nothing needs you. Hand over something small and real; I hold the guardrails." in words_of(view)
    assert actions_of(view) == ["delegate", "settings"]


def test_what_has_ended_is_kept_small() -> None:
    """Ended delegations are small print, and ask for nothing."""
    view = home(OWNER, [story(State.DECLINED)])
    assert "Lately ended" in words_of(view)
    assert "declined" in words_of(view)


def test_the_list_says_it_all_in_its_text() -> None:
    """Both sides, with state, next moment and whose move it is."""
    as_manager = story(State.IN_PROGRESS)
    as_owner = replace(story(State.OFFERED), people={"U1": OWNER, "U2": MANAGER})
    swapped = replace(as_owner, delegation=replace(as_owner.delegation, manager_id="U2", owner_id="U1"))
    text = list_message(MANAGER, [as_manager, swapped]).text
    assert "Open: 1 handed over, 1 to own." in text
    assert "in progress · due Fri, Nov 27 at 11:00 EST" in text
    assert "Ada's move" in text


def test_help_goes_by_the_commands_own_name() -> None:
    """The help names the command as it is called here."""
    assert "*/handover list*" in help_message("/handover").text


def test_unknown_words_can_become_a_task() -> None:
    """Usage repeats the words harmlessly, and a button takes them as the task in full."""
    words = "pay the <!channel> invoice " * 10
    message = usage("/delegate", words)
    assert refused(message) == []
    pressed = message.blocks[1]["elements"][0]
    assert pressed["value"] == " ".join(words.split())
    assert pressed["text"]["text"].startswith('Delegate "pay the')
    assert len(pressed["text"]["text"]) <= 75
    assert "<!channel>" not in message.text


def test_no_words_have_no_button() -> None:
    """Blank words offer no task to make of them."""
    assert actions_of(usage("/delegate", " \u200b ")) == []


def test_a_flag_is_one_tap_away_on_what_one_owns() -> None:
    """Home offers it beside the owner's work in progress, and the manager its three answers."""
    assert actions_of(home(OWNER, [story(State.IN_PROGRESS)])) == [
        "ship",
        "flag",
        "brief",
        "delegate",
        "settings",
    ]
    flagged = replace(story(State.IN_PROGRESS, move=Role.MANAGER), flags=(FLAG,))
    answers = ["flag_ask", "flag_clear", "flag_agreed", "brief", "delegate", "settings"]
    assert actions_of(home(MANAGER, [flagged])) == answers
    assert actions_of(home(OWNER, [flagged])) == ["flag", "brief", "delegate", "settings"]
