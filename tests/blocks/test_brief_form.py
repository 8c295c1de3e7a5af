"""The brief form: three steps that keep what was typed, and say what was understood."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.blocks.brief_form import (
    assumption_view,
    bar_step,
    blast_step,
    block_errors,
    checklist_view,
    guards_step,
    parse_assumption,
    parse_bar,
    parse_blast,
    parse_checklist,
    parse_guards,
    parse_times,
    parse_trigger,
    times_problems,
    times_view,
    trigger_problems,
    trigger_view,
    why_not_assumption,
    why_not_lines,
    with_added,
    without,
)
from bot.blocks.brief_view import brief_view
from bot.blocks.message import View
from bot.blocks.templates import naming_view, template_list
from bot.domain.brief import tidy
from bot.domain.document import to_document
from bot.domain.lifecycle import Role, State
from bot.domain.record import Draft
from bot.domain.rescue import Rescue, RescueKind
from bot.domain.template import Template
from tests.blocks.histories import EVERY_LINE
from tests.blocks.nasty import EACH_LARGE, names, texts
from tests.blocks.reading import actions_of, filled, foreign_tokens, option, refused, words_of
from tests.blocks.stories import (
    BRIEF,
    DEADLINE,
    NOW,
    OWNER,
    TENANT,
    brief_of,
    everywhere,
    places,
    somewhere,
    story,
)

ZONE = OWNER.tz
PLANNED = BRIEF.checkpoints
FULL = to_document(BRIEF)


def twenty(fields: dict[str, Any]) -> list[Template]:
    """Return as many templates as one person keeps, named as `fields` say."""
    name = (fields.get("task") or "x")[:75]
    return [Template(f"t{number}", TENANT, "U1", name, fields, NOW) for number in range(20)]


def drawn(fields: dict[str, Any]) -> list[View]:
    """Return every view of the brief form, as `fields` fill it."""
    resume = Draft("d0", TENANT, "U1", fields, NOW)
    return [
        bar_step("d1", fields, zone=ZONE),
        bar_step("d1", fields, resume=resume, zone=ZONE),
        bar_step("d1", fields, zone=ZONE, templates=twenty(fields), refilled="t1"),
        blast_step("d1", fields),
        guards_step("d1", fields, PLANNED, ZONE),
        guards_step("d1", fields | {"audience": "outside", "rehearse": True}, PLANNED, ZONE),
        guards_step("d1", fields | {"undo": "never", "compliance_bound": True}, PLANNED, ZONE),
        naming_view("d1", "draft", fields.get("task") or ""),
        guards_step("d1", fields, (), ZONE),
        trigger_view("d1", "U1"),
        checklist_view("d1", fields),
        assumption_view("d1", fields),
        times_view("d1", fields, PLANNED),
    ]


@EACH_LARGE
def test_every_view_is_one_that_slack_takes(text: str) -> None:
    """Empty, full, and full of the worst texts, each view keeps all of Slack's limits."""
    for fields in ({}, {"task": text}, to_document(brief_of(text or "x"))):
        for view in drawn(fields):
            assert refused(view) == []
            assert len(view["private_metadata"]) < 100
        for made in (template_list(twenty(fields), "/delegate"), template_list((), "/delegate", text)):
            assert refused(made) == []
            assert foreign_tokens(made) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_no_text_breaks_the_form(text: str) -> None:
    """Any text: the views stay valid, and nothing foreign in them is markup."""
    for view in drawn(to_document(brief_of(text))):
        assert refused(view) == []
        assert foreign_tokens(view) == []


def test_the_steps_come_back_as_they_were_filled() -> None:
    """What a draft holds is shown in the inputs, and read back from them unchanged."""
    read = parse_bar(filled(bar_step("d1", FULL, zone=ZONE)))
    read |= parse_blast(filled(blast_step("d1", FULL)))
    read |= parse_guards(filled(guards_step("d1", FULL, PLANNED, ZONE)))
    assert read.pop("level") is None  # the manager's own pick, which is no part of the brief
    assert read == {key: FULL[key] for key in read}
    assert set(FULL) - set(read) == {"checklist", "assumptions", "triggers", "source", "smaller"}


@given(
    st.one_of(st.just({}), st.just({"task": None}), st.just({"task": {"task": {"value": None}}}), st.none())
)
def test_nothing_entered_is_nothing_read(state: Any) -> None:
    """Null, absent and empty inputs are read as nothing, and never fail."""
    assert parse_bar(state)["task"] == ""
    assert parse_bar(state)["deadline"] is None
    assert parse_blast(state)["audience"] is None
    assert "checkpoints" not in parse_guards(state or {})
    assert parse_checklist(state or {}) == ()


@settings(deadline=None)
@given(texts)
def test_what_is_typed_is_kept(text: str) -> None:
    """Typed words come back as typed, but for surrounding space and what cannot be stored."""
    view = bar_step("d1", {}, zone=ZONE)
    escaped_once = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_bar(filled(view, outcome=escaped_once))["outcome"] == tidy(text)


def test_the_inputs_stay_the_same_when_a_draft_is_offered() -> None:
    """With and without an earlier draft to continue, the inputs keep their ids, so that typed words stay."""
    bare = bar_step("d1", {}, zone=ZONE)
    offering = bar_step("d1", {}, resume=Draft("d0", TENANT, "U1", {"task": "The report"}, NOW), zone=ZONE)
    inputs = [block for block in bare["blocks"] if block["type"] == "input"]
    assert [block for block in offering["blocks"] if block["type"] == "input"] == inputs
    assert "You started “The report”" in words_of(offering)
    assert actions_of(offering) == ["brief_resume", "brief_start_fresh"]


def test_the_form_says_where_one_is_and_keeps_its_draft() -> None:
    """Three steps, each with its place, its verb, the draft's id, and word when it is closed."""
    steps = [bar_step("d1", FULL, zone=ZONE), blast_step("d1", FULL), guards_step("d1", FULL, PLANNED, ZONE)]
    for number, (step, submit) in enumerate(zip(steps, ("Next", "Next", "Hand over"), strict=True), start=1):
        assert f"{number} of 3" in words_of(step)
        assert step["submit"]["text"] == submit
        assert step["private_metadata"] == "d1"
        assert step["notify_on_close"] is True


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("variance <= 2 %", "I read: variance, at most 2 percent."),
        ("< 3 errors", "I read: less than 3 errors."),
        ("no wrong customer name", "I keep it in your words: no wrong customer name"),
    ],
)
def test_the_acceptable_error_is_shown_as_understood(line: str, words: str) -> None:
    """The next step says what was read of the line, or that it stays in the manager's words."""
    shown = words_of(blast_step("d1", {"acceptable_error": line})).replace("&lt;", "<")
    assert words in shown


def test_the_verdict_follows_the_answers() -> None:
    """The verdict stands at the top with its reasons, and says what was passed over."""
    safe = words_of(blast_step("d1", {"audience": "team", "undo": "same_day", "rollback": "tried"}))
    assert "*Safe to fail (1 of 8)*: only the team sees it first" in safe
    assert "counted as the middle: how much it touches and how soon somebody would notice" in safe
    risky = words_of(blast_step("d1", {"audience": "outside", "undo": "never", "rollback": "none"}))
    assert "*Not yet safe to fail, rehearse first (7 of 8)*" in risky
    bound = words_of(blast_step("d1", {"compliance_bound": True, "audience": "team", "undo": "same_day"}))
    assert "shrink first" in bound


def test_every_answer_about_the_radius_is_reported() -> None:
    """The five menus and the box stand where Slack reports each choice at once."""
    assert actions_of(blast_step("d1", {})) == [
        "brief_audience",
        "brief_undo",
        "brief_rollback",
        "brief_scope",
        "brief_notice",
        "brief_compliance",
        "brief_back_to_bar",
    ]


def test_an_unknown_choice_is_no_answer() -> None:
    """A value that is not among the choices is read as not answered."""
    state = filled(blast_step("d1", {}), audience=option("everybody"))
    assert parse_blast(state)["audience"] is None


def test_an_unticked_checkpoint_stays_on_offer() -> None:
    """What is not ticked is not planned, and can be ticked again."""
    view = guards_step("d1", FULL | {"checkpoints": [FULL["checkpoints"][1]]}, PLANNED, ZONE)
    assert parse_guards(filled(view))["checkpoints"] == [FULL["checkpoints"][1]]
    assert "Spot check" in words_of(view)
    assert parse_guards(filled(view, checkpoints=[]))["checkpoints"] == []


def test_new_times_come_with_a_new_block() -> None:
    """When the times change, so does the block's id: Slack would keep ticks on options that are gone."""
    moved = FULL | {"checkpoints": [each | {"at": each["at"] + 60} for each in FULL["checkpoints"]]}
    before, after = (guards_step("d1", fields, PLANNED, ZONE)["blocks"] for fields in (FULL, moved))
    ids = [
        next(b["block_id"] for b in blocks if b.get("block_id", "").startswith("checkpoints."))
        for blocks in (before, after)
    ]
    assert ids[0] != ids[1]


def test_a_short_task_says_that_it_has_no_checkpoints() -> None:
    """Without planned checkpoints there are no boxes, no times to change, and a sentence."""
    view = guards_step("d1", {}, (), ZONE)
    assert "Too short for checkpoints" in words_of(view)
    assert "brief_change_times" not in actions_of(view)


def test_what_was_added_can_be_removed() -> None:
    """Each trigger, line and assumption has a [Remove], which names it by its place."""
    view = guards_step("d1", FULL, PLANNED, ZONE)
    assert actions_of(view).count("brief_remove") == 4
    assert without(FULL, "checklist", 0)["checklist"] == ["Totals per team"]
    assert without(FULL, "task", 0) == FULL


def test_what_is_full_is_not_offered() -> None:
    """At its limit, a kind of guard has no button to add more."""
    offered = actions_of(guards_step("d1", to_document(brief_of("x")), PLANNED, ZONE))
    assert "brief_change_times" in offered
    assert "brief_add_trigger" not in offered


def test_lines_are_refused_and_never_cut() -> None:
    """Several lines come at once; one that is too long, or one too many, is named and nothing is taken."""
    view = checklist_view("d1", FULL)
    lines = parse_checklist(filled(view, checklist="One\n\n  Two  \n"))
    assert lines == ("One", "Two")
    assert why_not_lines(lines, FULL) == {}
    assert "holds 75 characters" in why_not_lines(("x" * 76,), FULL)["checklist"]
    assert "holds 10 lines" in why_not_lines(tuple("abcdefghi"), FULL)["checklist"]
    assert why_not_lines((), FULL)["checklist"] == "Write the line first."


def test_a_trigger_is_read_and_checked() -> None:
    """A trigger holds a condition, minutes and a person; what is missing is said at its input."""
    state = filled(trigger_view("d1", "U1"), condition="Variance over 5 %")
    trigger = parse_trigger(state)
    assert trigger == {"condition": "Variance over 5 %", "minutes": 60, "goes_to": "U1"}
    assert trigger_problems(trigger, FULL) == {}
    assert set(trigger_problems({"condition": " ", "minutes": 1, "goes_to": None}, FULL)) == {
        "condition",
        "minutes",
        "goes_to",
    }
    others = [trigger | {"minutes": minutes} for minutes in (5, 10, 15)]
    assert "holds 3 triggers" in trigger_problems(trigger, {"triggers": others})["condition"]


def test_an_assumption_is_read_and_checked() -> None:
    """An assumption is words, up to three of them."""
    assert parse_assumption(filled(assumption_view("d1", {}), assumption="Both exports")) == "Both exports"
    assert why_not_assumption("Both exports", FULL) == {}
    assert why_not_assumption("\u200b", FULL)
    assert why_not_assumption("x", {"assumptions": ["a", "b", "c"]})


def test_what_is_there_already_is_neither_doubled_nor_refused() -> None:
    """A form that is sent again changes nothing, also where the draft is full by now; a line written twice is one."""
    trigger = parse_trigger(filled(trigger_view("d1", "U1"), condition="Variance over 5 %"))
    full = {
        "triggers": [trigger | {"minutes": 5}, trigger | {"minutes": 10}, trigger],
        "checklist": list("abcdefghij"),
        "assumptions": ["a", "b", "c"],
    }
    assert trigger_problems(trigger, full) == {}
    assert why_not_assumption("c", full) == {}
    assert why_not_lines(("i", "j"), full) == {}
    for what, again in (("triggers", trigger), ("checklist", "j"), ("assumptions", "c")):
        assert with_added(full, what, again) == full
    assert parse_checklist(filled(checklist_view("d1", {}), checklist="One\nTwo\nOne")) == ("One", "Two")


def test_times_are_read_and_checked() -> None:
    """Times come back in order; one in the past or after the deadline is said at its input."""
    moved = parse_times(filled(times_view("d1", FULL, PLANNED)))
    assert moved["checkpoints"] == FULL["checkpoints"]
    assert times_problems(moved, FULL, NOW) == {}
    late = {"checkpoints": [{"kind": "final QA", "at": int((DEADLINE + timedelta(days=1)).timestamp())}]}
    assert set(times_problems(late, FULL, NOW)) == {"final_qa_at"}


def test_there_are_times_to_change_or_a_sentence() -> None:
    """Where what was ticked is planned no more, the others can be moved; where none is left, a sentence says so."""
    view = times_view("d1", FULL | {"checkpoints": FULL["checkpoints"][:1]}, PLANNED[1:])
    assert [block["block_id"] for block in view["blocks"]] == ["final_qa_at", "extra_at"]
    for fields in ({}, FULL):
        nothing = times_view("d1", fields, ())
        assert refused(nothing) == []
        assert "Too short for checkpoints" in words_of(nothing)
        assert "submit" not in nothing


def test_problems_land_at_their_inputs() -> None:
    """A problem goes under its own input, and one of another step under the first input with its name."""
    assert block_errors({"task": "Name it."}, ["task", "outcome"]) == {"task": "Name it."}
    blocks = guards_step("d1", FULL | {"audience": "team"}, PLANNED, ZONE)["blocks"]
    inputs = [block["block_id"] for block in blocks if block["type"] == "input"]
    errors = block_errors({"deadline": "It has passed.", "checkpoints": "Between now and then."}, inputs)
    block = next(each for each in inputs if each.startswith("checkpoints."))
    assert errors == {"minimum_shippable": "Deadline: It has passed.", block: "Between now and then."}


@EACH_LARGE
def test_the_brief_can_be_read_in_full(text: str) -> None:
    """The read-only view holds every word of the brief in every state, within Slack's limits."""
    history = [replace(each, detail=text) for each in EVERY_LINE]
    rescues = [Rescue("r1", "d1", "U1", RescueKind.TAKE_BACK, text, NOW)] * 9
    for situation in everywhere(text):
        view = brief_view(situation, Role.MANAGER, rescues, history)
        assert refused(view) == []
        assert "submit" not in view
    if text == "&" * 2_000:
        assert (
            words_of(brief_view(story(State.OFFERED, brief=brief_of(text)), Role.OWNER)).count("&amp;")
            > 10_000
        )


@settings(deadline=None)
@given(texts, names, places)
def test_no_text_breaks_the_brief(text: str, name: str, place: int) -> None:
    """Any text and any name: the view stays valid, and nothing foreign in it is markup."""
    situation = somewhere(place, text, name)
    history = [replace(each, detail=text) for each in EVERY_LINE]
    view = brief_view(situation, Role.OWNER, history=history)
    assert refused(view) == []
    assert foreign_tokens(view) == []


def test_versions_differ_in_sight() -> None:
    """What the version on the table changes stands at the top, as it is and as it was."""
    situation = story(State.OFFERED, brief=replace(BRIEF, outcome="Finance can plan."), brief_number=2)
    words = words_of(brief_view(replace(situation, previous=BRIEF), Role.OWNER))
    assert "What this version changes" in words
    assert "before: Finance can plan hiring on it." in words
