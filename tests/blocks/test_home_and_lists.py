"""Home, the list, the help and the usage: what needs the reader first, and never more than Slack takes."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from bot.blocks.act_buttons import act_row
from bot.blocks.home import home
from bot.blocks.listing import help_message, list_message, usage
from bot.domain.lifecycle import Role, State
from bot.domain.rescue import RescueKind
from tests.blocks.nasty import EACH_LARGE, names, texts
from tests.blocks.reading import actions_of, foreign_tokens, refused, words_of
from tests.blocks.stories import BRIEF, FLAG, INTENTION, MANAGER, OWNER, everywhere, story


@EACH_LARGE
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
    assert actions_of(view) == [
        *("accept", "negotiate", "decline", "brief", "more"),
        *("brief", "delegate", "settings"),
    ]
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


def test_what_the_owner_needs_at_once_stands_beside_all_they_have_in_progress() -> None:
    """The card's own row and menu: a flag, a trigger, and all of the rest behind "…", whoever has the move."""
    working = story(State.IN_PROGRESS)
    row = ["ship", "flag", "hit", "new_time", "more"]
    assert actions_of(home(OWNER, [working])) == [*row, "delegate", "settings"]
    without = replace(BRIEF, triggers=())
    untriggered = home(OWNER, [story(State.IN_PROGRESS, brief=without)])
    assert actions_of(untriggered) == ["ship", "flag", "new_time", "brief", "more", "delegate", "settings"]
    flagged = replace(story(State.IN_PROGRESS, move=Role.MANAGER), flags=(FLAG,))
    assert actions_of(home(OWNER, [flagged])) == [*row, "delegate", "settings"]
    menu = home(OWNER, [working])["blocks"][2]["elements"][-1]
    assert menu == act_row(working, Role.OWNER)["elements"][-1]


def test_the_manager_answers_from_home_in_every_way() -> None:
    """A flag in its three ways, an intention in both: what could only be agreed to would not be asked."""
    flagged = replace(story(State.IN_PROGRESS, move=Role.MANAGER), flags=(FLAG,))
    answers = ["flag_ask", "flag_clear", "flag_agreed", "brief", "more", "delegate", "settings"]
    assert actions_of(home(MANAGER, [flagged])) == answers
    intended = replace(story(State.IN_PROGRESS, move=Role.MANAGER), intentions=(INTENTION,))
    ways = ["go_on", "object", "ask", "clear_a_path", "more", "delegate", "settings"]
    assert actions_of(home(MANAGER, [intended])) == ways


def test_home_is_full_of_rows_and_still_one_that_slack_takes() -> None:
    """Three parts as long as they get, each row with its menu, and what has ended below: within a hundred blocks."""
    mine = [story(State.IN_PROGRESS)] * 30
    resting = [replace(story(State.IN_PROGRESS, move=Role.MANAGER), flags=(FLAG,))] * 30
    swapped = replace(story(State.IN_PROGRESS).delegation, owner_id="U1", manager_id="U2")
    handed = [replace(story(State.IN_PROGRESS), delegation=swapped)] * 30
    view = home(OWNER, [*mine, *resting, *handed, *[story(State.DECLINED)] * 9])
    assert refused(view) == []
    assert len(view["blocks"]) <= 100
