"""The pre-mortem's messages and forms: valid with the worst texts, without names, and never an order."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from bot.blocks import premortem_messages
from bot.blocks.act_buttons import rare_acts
from bot.blocks.button_values import read_value
from bot.blocks.cards import manager_card, owner_card
from bot.blocks.checkpoint_messages import checkpoint
from bot.blocks.forms import decide_risk, premortem, reasons, risks, ship
from bot.blocks.message import Message, View
from bot.blocks.review_messages import opening
from bot.blocks.risk_words import premortem_blocks
from bot.domain.checkpoints import CheckpointKind
from bot.domain.lifecycle import Role, State
from bot.domain.premortem import TO_THE_MINIMUM, Decision
from bot.domain.review import Mode, Phase
from bot.domain.situation import Situation
from tests.blocks.nasty import EACH_LARGE, LARGE, names, texts
from tests.blocks.reading import actions_of, filled, foreign_tokens, option, refused, words_of
from tests.blocks.stories import (
    BRIEF,
    DEADLINE,
    NOW,
    OWNER,
    brief_of,
    everywhere,
    looked_ahead,
    review_of,
    story,
)

UNWANTED = re.compile(
    r"\b(must|should|failure|violation|assignee|careless|anonymous|you were wrong)\b", re.IGNORECASE
)
AT_WORK = story(State.IN_PROGRESS)


def drawn(situation: Situation) -> Iterator[Message | View]:
    """Yield everything about pre-mortems that can be drawn from a situation in which two were held."""
    first, second = situation.premortems
    ended = replace(second, ended_at=NOW)
    for count in (None, 0, 1, 3):
        yield premortem_messages.asked(situation, second, count)
    for each in (first, ended):
        yield premortem_messages.asked_over(situation, each, "U2")
        yield premortem_messages.asked_over(situation, each, "U10")
    for role in (Role.OWNER, Role.MANAGER):
        yield premortem_messages.revealed(situation, first, role)
        yield premortem_messages.revealed(situation, second, role)
        yield risks.build(situation, role)
    yield premortem_messages.thanks(situation, first)
    yield premortem_messages.thanks(situation, second)
    for risk in situation.risks[:5]:
        yield premortem_messages.check(situation, risk)
        yield premortem_messages.check(situation, risk, again=True)
        yield premortem_messages.check_over(situation, risk)
        yield premortem_messages.fell_back(situation, risk)
        yield decide_risk.build(situation, risk)
    yield premortem_messages.to_pick(OWNER, [situation] * 12)
    yield premortem_messages.to_pick(OWNER, [])
    yield premortem.build(situation, DEADLINE, Role.OWNER)
    yield premortem.build(situation, DEADLINE, Role.MANAGER)
    yield reasons.build(situation, second, situation.risks[:3])
    yield reasons.build(situation, replace(second, invited=("U10",)))


@EACH_LARGE
def test_everything_is_what_slack_takes(text: str) -> None:
    """In every state, with thirty risks of the worst texts, all keep Slack's limits."""
    for situation in everywhere(text, "&" * 80 if text else ""):
        for made in drawn(looked_ahead(situation, text)):
            assert refused(made) == []


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, names)
def test_no_text_breaks_them(text: str, name: str) -> None:
    """Any text and any name: all stay valid, and nothing foreign in them is markup."""
    for state in (State.ACCEPTED, State.IN_PROGRESS, State.SHIPPED):
        situation = story(state, text=text)
        people = {key: replace(who, name=name) for key, who in situation.people.items()}
        for made in drawn(looked_ahead(replace(situation, people=people), text)):
            assert refused(made) == []
            assert foreign_tokens(made) == []


@pytest.mark.parametrize("people", [0, 2, 3, 8])
def test_all_of_a_reveal_fits_into_one_message(people: int) -> None:
    """The longest texts of however many: below the 13,000 characters that Slack takes of blocks in one message."""
    for text in LARGE:
        for situation in (AT_WORK, story(State.IN_PROGRESS, text=text, brief=brief_of(text))):
            full = looked_ahead(situation, text, people=people)
            for role in (Role.OWNER, Role.MANAGER):
                made = premortem_messages.revealed(full, full.premortems[0], role)
                assert len(json.dumps(made.blocks, ensure_ascii=False)) < 13_000


def test_nothing_commands_blames_or_claims_to_be_anonymous() -> None:
    """No must or should, no exclamation mark; the one question is the only place where anything has failed."""
    for made in drawn(looked_ahead(AT_WORK)):
        words = re.sub(r"<!date\^[^>]*>", "", words_of(made))
        assert not UNWANTED.search(words), UNWANTED.search(words)
        assert "!" not in words
        assert "failed" not in words.replace("has failed. Why?", "")


def test_authors_are_named_only_where_they_wished() -> None:
    """In looked_ahead the owner alone did; nobody's name stands beside any other reason."""
    full = looked_ahead(AT_WORK)
    full = replace(
        full, people=full.people | {f"U1{n}": replace(OWNER, name=f"Colleague {n}") for n in range(8)}
    )
    shown = words_of(premortem_messages.revealed(full, full.premortems[0], Role.OWNER))
    assert "Colleague" not in shown
    assert "late.” · Ada" in shown


def test_the_question_is_asked_as_if_it_had_failed() -> None:
    """The day it is due, the task, and why; with what there is to press."""
    full = looked_ahead(AT_WORK)
    made = premortem_messages.asked(full, full.premortems[1], None)
    assert "Monthly cloud spend report has failed. Why?" in made.text
    assert actions_of(made) == ["premortem_write", "premortem_nothing"]
    assert actions_of(premortem_messages.asked(full, full.premortems[1], 2)) == ["premortem_write"]
    assert "Then Ada and Grace read it, without your name unless you wish it there" in words_of(made)


def test_among_few_it_is_said_that_words_can_show_who_wrote_them() -> None:
    """Below five people the form says so; with five it has no need to."""
    full = looked_ahead(AT_WORK)
    for count, said in ((2, True), (3, False)):
        held = replace(full.premortems[1], invited=tuple(f"U{n}" for n in range(10, 10 + count)))
        assert ("words can show who wrote them" in words_of(reasons.build(full, held))) is said


def test_the_owner_decides_from_the_reveal_and_the_manager_reads() -> None:
    """[Decide] stands beside what is open, for the owner alone and while the work goes on; of many in the list only."""
    few = looked_ahead(AT_WORK, people=2)
    held = few.premortems[0]
    owners = actions_of(premortem_messages.revealed(few, held, Role.OWNER))
    still_open = sum(risk.decision is Decision.OPEN for risk in few.risks)
    assert owners == ["risk_decide"] * still_open + ["risks"]
    assert actions_of(premortem_messages.revealed(few, held, Role.MANAGER)) == ["risks"]
    over = looked_ahead(story(State.SHIPPED), people=2)
    assert actions_of(premortem_messages.revealed(over, held, Role.OWNER)) == ["risks"]
    many = looked_ahead(AT_WORK)
    assert actions_of(premortem_messages.revealed(many, many.premortems[0], Role.OWNER)) == ["risks"]
    assert actions_of(risks.build(many, Role.OWNER)).count("risk_decide") > still_open


def test_a_fallback_is_the_owners_word_to_the_manager() -> None:
    """Quoted as the owner put it, with nothing for the manager to do."""
    full = looked_ahead(AT_WORK)
    risk = replace(full.risks[3], fallback="ring the manager")
    made = premortem_messages.fell_back(full, risk)
    assert "Ada falls back as they said beforehand: “ring the manager”" in made.text
    assert "Nothing for you to do." in made.text


def test_the_minimum_is_offered_where_the_brief_names_one() -> None:
    """Without one there is ringing and own words; what was said before it went stays as own words."""
    full = looked_ahead(AT_WORK)
    risk = replace(full.risks[3], fallback=TO_THE_MINIMUM)
    assert TO_THE_MINIMUM in words_of(decide_risk.build(full, full.risks[0]))
    brief = replace(BRIEF, minimum_shippable="")
    without = replace(full, delegation=replace(full.delegation, brief=brief))
    assert TO_THE_MINIMUM not in words_of(decide_risk.build(without, full.risks[0]))
    kept = decide_risk.parse(filled(decide_risk.build(without, risk)))
    assert kept.fallback == TO_THE_MINIMUM
    assert refused(decide_risk.build(without, risk)) == []


def test_a_button_says_what_the_owner_does_instead() -> None:
    """In about thirty characters; the whole of it stands above."""
    full = looked_ahead(AT_WORK)
    risk = replace(full.risks[3], fallback="fall back to the minimum")
    labels = [each["text"]["text"] for each in premortem_messages.check_buttons(full, risk)]
    assert labels == ["It is there", "Not there: fall back to the minimum"]
    longer = premortem_messages.check_buttons(full, replace(risk, fallback="x" * 150))[1]["text"]["text"]
    assert len(longer) <= 36


def test_cards_count_and_open_the_risks() -> None:
    """Both cards have one line with [Risks]; what waits for the owner's word stands on the owner's alone."""
    full = looked_ahead(AT_WORK)
    for card in (owner_card, manager_card):
        made = card(full)
        assert "Pre-mortem 30 risks, 6 open · another under way" in made.text.replace("*", "").replace(
            "  ", " "
        )
        assert "risks" in actions_of(made)
    assert "Waiting for your word" in owner_card(full).text
    assert "Waiting for your word" not in manager_card(full).text
    assert premortem_blocks(AT_WORK, Role.OWNER) == []


def test_the_menu_offers_one_while_it_can_help() -> None:
    """Accepted and in progress, before the deadline, and not while another one is open."""
    offered = {state: "premortem" in menu_of(story(state)) for state in State}
    assert {state for state, there in offered.items() if there} == {State.ACCEPTED, State.IN_PROGRESS}
    assert "premortem" not in menu_of(looked_ahead(AT_WORK))
    assert "premortem" not in menu_of(story(State.IN_PROGRESS, now=DEADLINE + timedelta(hours=1)))


def test_guards_stand_at_the_final_qa_and_in_the_ship_form() -> None:
    """Read at the last look, not at the spot check; boxes to tick at shipping."""
    full = looked_ahead(AT_WORK)
    full = replace(full, risks=tuple(replace(r, guard="Both counted") if r.guard else r for r in full.risks))
    assert "• Both counted" in words_of(checkpoint(full, CheckpointKind.FINAL_QA, ("What else?",)))
    assert "Both counted" not in words_of(checkpoint(full, CheckpointKind.SPOT_CHECK, ("What else?",)))
    guarded = [risk.id for risk in full.risks if risk.decision is Decision.GUARDED]
    view = ship.build(full)
    assert refused(view) == []
    assert ship.parse(filled(view, guards=[option(guarded[0])])).guards == (guarded[0],)
    assert ship.parse(filled(ship.build(AT_WORK))).guards == ()


def test_the_after_action_quotes_what_was_seen_without_names() -> None:
    """Word for word where it fits; where there is a great deal, cut, and said so."""
    review = review_of(Mode.FULL, Phase.WRITING)
    few = looked_ahead(story(State.IN_REVIEW), people=0)
    made = opening(replace(few, review=review))
    assert words_of(made).count("• “The export was late.”") >= 6
    assert "” · Ada" not in words_of(made)
    many = looked_ahead(story(State.IN_REVIEW), "x" * 300)
    assert "more" in words_of(opening(replace(many, review=review)))


def test_what_is_entered_comes_back() -> None:
    """People in their order, the time, reasons with the wish to be named, and each kind of decision."""
    view = premortem.build(AT_WORK, DEADLINE, Role.OWNER)
    read = premortem.parse(filled(view, invited=["U7", "U5"]))
    assert read == premortem.Inviting(("U7", "U5"), DEADLINE)
    assert read_value(view["private_metadata"]) == ("d1", "")
    full = looked_ahead(AT_WORK)
    written = reasons.parse(filled(reasons.build(full, full.premortems[1], full.risks[:2])))
    assert written == reasons.Reasons(("The export was late.", "The export was late.", ""), False)
    named = reasons.parse(filled(reasons.build(full, full.premortems[1]), with_name=[option("named")]))
    assert named.with_name is True
    deciding = decide_risk.build(full, full.risks[0])
    watched = filled(
        deciding, decision=option("watched"), state="In", by_when=1_800_000_000, fallback=option("ring")
    )
    assert decide_risk.parse(watched) == decide_risk.Deciding(
        Decision.WATCHED, "", "In", datetime.fromtimestamp(1_800_000_000, UTC), "ring the manager"
    )
    own = filled(deciding, decision=option("watched"), fallback=option("ring"), own_fallback="I &amp; you")
    assert decide_risk.parse(own).fallback == "I & you"


def test_nothing_entered_is_nothing_read() -> None:
    """Null, absent and forged inputs are read as nothing."""
    for state in ({}, {"invited": {"invited": {"selected_users": None}}}, {"decision": {"decision": {}}}):
        assert premortem.parse(state) == premortem.Inviting((), None)
        assert reasons.parse(state) == reasons.Reasons(("", "", ""), False)
        assert decide_risk.parse(state) == decide_risk.Deciding(Decision.OPEN, "", "", None, "")
    forged = {"decision": {"decision": {"selected_option": option("dropped")}}}
    assert decide_risk.parse(forged).decision is Decision.OPEN


def menu_of(situation: Situation) -> list[str]:
    """Return what is behind the owner's "…" menu."""
    return [act.value for act in rare_acts(situation, Role.OWNER)]
