"""The validator refuses what Slack refuses, and says where."""

from typing import Any

import pytest

from bot.playground.block_kit import input_state
from bot.playground.block_kit.input_state import with_ids
from bot.playground.block_kit.validator import problems

Json = dict[str, Any]


def plain(text: str) -> Json:
    """Make a plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """Make a mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def section(**fields: Any) -> Json:
    """Make a section."""
    return {"type": "section", "text": mrkdwn("Words"), **fields}


def button(action_id: str = "go", **fields: Any) -> Json:
    """Make a button."""
    return {"type": "button", "action_id": action_id, "text": plain("Go"), **fields}


def actions(*elements: Json) -> Json:
    """Make an actions block."""
    return {"type": "actions", "elements": list(elements)}


def option(value: str) -> Json:
    """Make an option."""
    return {"text": plain(value.title() or "Empty"), "value": value}


def select(**fields: Any) -> Json:
    """Make a static_select."""
    return {"type": "static_select", "action_id": "pick", "options": [option("a"), option("b")], **fields}


def entry(element: Json, **fields: Any) -> Json:
    """Make an input block."""
    return {"type": "input", "label": plain("Label"), "element": element, **fields}


def typed(**fields: Any) -> Json:
    """Make a plain_text_input."""
    return {"type": "plain_text_input", "action_id": "text", **fields}


def modal(*blocks: Json, **fields: Any) -> Json:
    """Make a modal with a submit button."""
    return {
        "type": "modal",
        "title": plain("Title"),
        "submit": plain("Go"),
        "blocks": list(blocks),
        **fields,
    }


CONFIRM = {"title": plain("Sure?"), "text": mrkdwn("Really"), "confirm": plain("Yes"), "deny": plain("No")}

FINE: list[Json] = [
    section(),
    section(fields=[plain("x" * 2000)] * 10, accessory=button(confirm=CONFIRM, style="danger")),
    {"type": "section", "fields": [mrkdwn("only fields")], "expand": True},
    {"type": "header", "text": plain("x" * 150)},
    {"type": "context", "elements": [mrkdwn("x")] * 10},
    {"type": "divider"},
    actions(*[button(f"b{n}") for n in range(25)]),
    actions({"type": "overflow", "options": [option(str(n)) for n in range(5)]}),
    actions(select(initial_option=option("b"), placeholder=plain("x" * 150))),
    actions({"type": "datetimepicker", "initial_date_time": 1_790_000_000}),
    actions({"type": "conversations_select", "filter": {"include": ["public", "private"]}}),
    entry({"type": "multi_users_select", "initial_users": ["U1", "W2"], "max_selected_items": 2}),
    entry(typed(max_length=5, initial_value="12345"), hint=plain("h"), optional=True),
    entry({"type": "number_input", "is_decimal_allowed": True, "initial_value": "2.5"}),
    entry({"type": "checkboxes", "options": [option("a")], "initial_options": [option("a")]}),
    entry({"type": "static_select", "option_groups": [{"label": plain("G"), "options": [option("a")]}]}),
    entry({"type": "timepicker", "initial_time": "09:30"}),
    entry({"type": "channels_select", "response_url_enabled": True}),
]

WRONG: list[tuple[Json, str]] = [
    ({"type": "image", "image_url": "https://x", "alt_text": "x"}, "unsupported block type: image"),
    (section(colour="red"), "/colour: unknown field"),
    (section(text=mrkdwn("")), "/text/text: must not be empty"),
    (section(text=mrkdwn("x" * 3001)), "at most 3000"),
    (section(fields=[mrkdwn("x" * 2001)]), "/fields/0/text: must be at most 2000"),
    (section(fields=[mrkdwn("x")] * 11), "at most 10 fields"),
    ({"type": "section"}, "needs text or fields"),
    (section(block_id="x" * 256), "at most 255"),
    (section(accessory={"type": "datetimepicker"}), "may not stand in a block of type section"),
    (section(accessory=typed()), "may not stand in a block of type section"),
    (section(accessory=button(text=mrkdwn("no"))), "text object of type plain_text"),
    ({"type": "header", "text": plain("x" * 151)}, "at most 150"),
    ({"type": "context", "elements": []}, "at least 1 elements"),
    ({"type": "context", "elements": [button()]}, "text object of type"),
    (actions(), "at least 1 elements"),
    (actions(*[button(f"b{n}") for n in range(26)]), "at most 25"),
    (actions(button(text=plain("x" * 76))), "at most 75"),
    (actions(button(value="x" * 2001)), "at most 2000"),
    (actions(button(url="javascript:alert(1)")), "an address with http"),
    (actions(button(style="default")), "one of primary, danger"),
    (actions(button(confirm={**CONFIRM, "title": plain("x" * 101)})), "/confirm/title/text"),
    (actions(button(), button()), "action_id 'go' is used 2 times"),
    (actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]}), "at most 5 options"),
    (actions(select(options=[])), "at least 1 options"),
    (actions(select(options=[option("a"), option("a")])), "duplicate option value 'a'"),
    (actions(select(options=[option("x" * 151)])), "at most 150"),
    (actions(select(initial_option=option("c"))), "exactly one of the options"),
    (actions(select(option_groups=[])), "either options or option_groups"),
    (actions({"type": "users_select", "initial_user": "sam"}), "a user id"),
    (actions({"type": "multi_users_select", "initial_users": ["sam"]}), "a user id"),
    (actions({"type": "multi_users_select", "initial_users": []}), "at least 1 users"),
    (actions({"type": "multi_users_select", "max_selected_items": 0}), "a whole number from 1"),
    (
        actions({"type": "multi_users_select", "max_selected_items": 1, "initial_users": ["U1", "U2"]}),
        "at most max_selected_items (1)",
    ),
    (actions({"type": "conversations_select", "filter": {}}), "at least one field"),
    (actions({"type": "channels_select", "response_url_enabled": True}), "only in an input block"),
    (actions({"type": "multi_static_select"}), "unsupported element type: multi_static_select"),
    (entry(button()), "may not stand in a block of type input"),
    (entry(typed(max_length=3001)), "from 1 to 3000"),
    (entry(typed(max_length=2, initial_value="abc")), "at most max_length (2)"),
    (entry(typed(min_length=3, max_length=2)), "min_length must not be over max_length"),
    (entry(typed(), label=mrkdwn("no")), "text object of type plain_text"),
    (
        entry({"type": "number_input", "is_decimal_allowed": False, "initial_value": 5}),
        "a number in a string",
    ),
    (entry({"type": "number_input"}), "missing required field: is_decimal_allowed"),
    (entry({"type": "datepicker", "initial_date": "23.11.2026"}), "a date, YYYY-MM-DD"),
    (entry({"type": "datetimepicker", "initial_date_time": 5}), "a whole number from"),
    (entry({"type": "datetimepicker", "placeholder": plain("x")}), "unknown field"),
    (entry({"type": "checkboxes", "options": [option(str(n)) for n in range(11)]}), "at most 10"),
]


@pytest.mark.parametrize("block", FINE, ids=str)
def test_what_slack_takes_is_fine(block: Json) -> None:
    """Every block and element at its limit, in a modal."""
    assert problems("modal", modal(block)) == []


@pytest.mark.parametrize(("block", "words"), WRONG, ids=lambda case: case if isinstance(case, str) else "")
def test_what_slack_refuses_is_named(block: Json, words: str) -> None:
    """Each fault is one sentence with the place of it."""
    found = problems("modal", modal(block))
    assert any(words in problem for problem in found), found
    assert all(problem.startswith("/blocks") for problem in found)


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (modal(), "at least 1 block"),
        (modal(*[{"type": "divider"}] * 101), "at most 100 blocks"),
        (modal(section(), title=plain("x" * 25)), "/title/text: must be at most 24"),
        (modal(section(), submit=plain("x" * 25)), "/submit/text"),
        (modal(section(), private_metadata="x" * 3001), "/private_metadata"),
        (modal(section(), callback_id="x" * 256), "/callback_id"),
        (modal(section(), colour="red"), "unknown field"),
        (modal(section(), type="home"), "/type: must be modal"),
        ({key: value for key, value in modal(entry(typed())).items() if key != "submit"}, "field: submit"),
        ({key: value for key, value in modal(section()).items() if key != "title"}, "field: title"),
        (modal(section(block_id="a"), section(block_id="a")), "block_id 'a' is used 2 times"),
        (
            modal(entry(typed(focus_on_load=True)), entry(typed(action_id="b", focus_on_load=True))),
            "focus_on_load",
        ),
    ],
)
def test_modals_have_limits_of_their_own(view: Json, words: str) -> None:
    """Titles, counts, metadata, a submit button with inputs, and ids used once."""
    found = problems("modal", view)
    assert any(words in problem for problem in found), found


def test_a_message_needs_a_text_and_at_most_fifty_blocks() -> None:
    """The fallback is what screen readers and notifications say."""
    assert problems("message", {"text": "Said", "blocks": [section()]}) == []
    assert problems("message", {"text": " ", "blocks": [section()]}) == [
        "/text: a message needs a text fallback"
    ]
    assert "at most 50" in problems("message", {"text": "x", "blocks": [{"type": "divider"}] * 51})[0]
    assert "dispatch_action" in problems("message", {"text": "x", "blocks": [entry(typed())]})[0]
    assert problems("message", {"text": "x", "blocks": [entry(typed(), dispatch_action=True)]}) == []


def test_a_home_has_no_title() -> None:
    """Home views take blocks and metadata only."""
    assert problems("home", {"type": "home", "blocks": [section()]}) == []
    assert (
        "unknown field" in problems("home", {"type": "home", "title": plain("x"), "blocks": [section()]})[0]
    )


PEOPLE = with_ids([entry({"type": "multi_users_select", "action_id": "who", "max_selected_items": 2})])


def chosen(*users: Any) -> input_state.State:
    """Return what a person chose among several people."""
    return {PEOPLE[0]["block_id"]: {"who": {"type": "multi_users_select", "selected_users": list(users)}}}


def test_several_people_are_a_list_in_their_order() -> None:
    """Empty and never null where nobody is chosen; kept as picked; compulsory unless optional."""
    fresh = input_state.initial(PEOPLE)
    assert fresh == chosen()
    assert list(input_state.unfinished(PEOPLE, fresh)) == [PEOPLE[0]["block_id"]]
    picked = input_state.merged(fresh, PEOPLE, chosen("U2", "U1"))
    assert picked == chosen("U2", "U1")
    assert input_state.unfinished(PEOPLE, picked) == {}
    assert input_state.carried_over(picked, PEOPLE) == picked


@pytest.mark.parametrize(
    ("users", "words"),
    [(("U1", "U2", "U3"), "at most 2 people"), (("U1", "U1"), "twice"), ((1,), "a list of user ids")],
)
def test_no_more_people_than_the_element_takes(users: tuple[Any, ...], words: str) -> None:
    """Slack lets nobody be chosen twice, and not more than the element says."""
    with pytest.raises(ValueError, match=words):
        input_state.merged(input_state.initial(PEOPLE), PEOPLE, chosen(*users))
