"""The table of states and acts, held against the rules written out again here."""

import re
from itertools import product

import pytest

from bot.domain.errors import Refused
from bot.domain.lifecycle import ENDED, TRANSITIONS, Act, Role, State, is_done, may, rule_for

S, A, R = State, Act, Role
BOTH = {R.OWNER, R.MANAGER}
AGREED = {
    # an offer goes back and forth until somebody ends it, or its deadline does
    (S.OFFERED, A.NEGOTIATE): (S.OFFERED, BOTH),
    (S.OFFERED, A.AGREE): (S.OFFERED, {R.MANAGER}),
    (S.OFFERED, A.ACCEPT): (S.ACCEPTED, {R.OWNER}),
    (S.OFFERED, A.DECLINE): (S.DECLINED, {R.OWNER}),
    (S.OFFERED, A.WITHDRAW): (S.WITHDRAWN, {R.MANAGER}),
    (S.OFFERED, A.LAPSE): (S.WITHDRAWN, {R.CLOCK}),
    # a silent manager never blocks an owner
    (S.ACCEPTED, A.ASK_BACK): (S.ACCEPTED, {R.MANAGER}),
    (S.ACCEPTED, A.CONFIRM): (S.IN_PROGRESS, {R.MANAGER, R.CLOCK}),
    (S.ACCEPTED, A.WITHDRAW): (S.WITHDRAWN, {R.MANAGER}),
    # an owner whose manager has left can end it
    (S.ACCEPTED, A.HAND_BACK): (S.DECLINED, {R.OWNER}),
    (S.IN_PROGRESS, A.HAND_BACK): (S.DECLINED, {R.OWNER}),
    (S.IN_PROGRESS, A.SHIP): (S.SHIPPED, {R.OWNER}),
    (S.IN_PROGRESS, A.WITHDRAW): (S.WITHDRAWN, {R.MANAGER}),
    (S.IN_PROGRESS, A.TAKE_BACK): (S.TAKEN_BACK, {R.MANAGER}),
    # a flag or an intention asks for the manager's word, and the clock gives the move back where there is none
    (S.IN_PROGRESS, A.RAISE_FLAG): (S.IN_PROGRESS, {R.OWNER}),
    (S.IN_PROGRESS, A.ANSWER_FLAG): (S.IN_PROGRESS, {R.MANAGER, R.CLOCK}),
    (S.IN_PROGRESS, A.INTEND): (S.IN_PROGRESS, {R.OWNER}),
    (S.IN_PROGRESS, A.ANSWER_INTENTION): (S.IN_PROGRESS, {R.MANAGER, R.CLOCK}),
    # the review starts and ends by itself, or at the owner's word; a miss can be recorded all along
    (S.SHIPPED, A.OPEN_REVIEW): (S.IN_REVIEW, {R.CLOCK, R.OWNER}),
    (S.SHIPPED, A.CORRECT): (S.SHIPPED, BOTH),
    (S.SHIPPED, A.MEASURE): (S.SHIPPED, {R.OWNER}),
    (S.IN_REVIEW, A.CORRECT): (S.IN_REVIEW, BOTH),
    (S.IN_REVIEW, A.MEASURE): (S.IN_REVIEW, {R.OWNER}),
    # what follows can be taken over, and the review goes on all the same
    (S.SHIPPED, A.TAKE_BACK): (S.SHIPPED, {R.MANAGER}),
    (S.IN_REVIEW, A.TAKE_BACK): (S.IN_REVIEW, {R.MANAGER}),
    (S.IN_REVIEW, A.CLOSE): (S.CLOSED, {R.CLOCK}),
    (S.CLOSED, A.CORRECT): (S.CLOSED, BOTH),
    (S.CLOSED, A.MEASURE): (S.CLOSED, {R.OWNER}),
    (S.CLOSED, A.OPEN_REVIEW): (S.IN_REVIEW, {R.CLOCK, R.OWNER}),
}
EVERY = list(product(State, Act, Role))


def test_the_table_is_the_one_agreed() -> None:
    """Every act that the rules name is in the table with what it leads to and who may do it, and no other is."""
    assert {key: (rule.leads_to, set(rule.by)) for key, rule in TRANSITIONS.items()} == AGREED


def test_an_act_is_allowed_to_the_right_role_in_the_right_state_only() -> None:
    """What a button offers and what the table allows are the same, for every state, act and role."""
    for state, act, role in EVERY:
        leads_to, by = AGREED.get((state, act), (None, set()))
        assert may(state, act, role) == (role in by)
        if role in by:
            assert rule_for(state, act, role).leads_to is leads_to
        else:
            with pytest.raises(Refused):
                rule_for(state, act, role)


def test_every_refusal_is_plain_and_says_what_to_do() -> None:
    """A refusal is whole sentences, says what can be done or who does it, and names no field and no rule."""
    for state, act, role in EVERY:
        if not may(state, act, role):
            with pytest.raises(Refused) as refused:
                rule_for(state, act, role)
            sentence = refused.value.sentence
            assert re.fullmatch(r"[A-Z].*\.", sentence)
            assert not re.search(r"[_<>{}]|\b(must|should|error|invalid|state|role)\b", sentence, re.I)
            assert re.search(r"\b(declines it first|after that|can be|Hand over|Ask|by itself)\b", sentence)


@pytest.mark.parametrize(
    ("state", "act", "role", "words"),
    [
        (S.ACCEPTED, A.CONFIRM, R.OWNER, "Only the manager"),  # the clock may, too: still the manager's word
        (S.SHIPPED, A.OPEN_REVIEW, R.MANAGER, "Only the owner"),
        (S.IN_PROGRESS, A.SHIP, R.MANAGER, "Only the owner"),
        (S.IN_PROGRESS, A.TAKE_BACK, R.OWNER, "Only the manager"),
        (S.IN_REVIEW, A.CLOSE, R.OWNER, "by itself"),
        (S.OFFERED, A.LAPSE, R.MANAGER, "by itself"),
        (S.OFFERED, A.SHIP, R.OWNER, "still an offer"),
        (S.CLOSED, A.SHIP, R.OWNER, "closed"),
        (S.DECLINED, A.ACCEPT, R.OWNER, "declined"),
    ],
)
def test_a_refusal_names_the_person_whose_call_it_is(state: State, act: Act, role: Role, words: str) -> None:
    """Where a person may do it, that person is named before the clock; elsewhere the sentence tells how it stands."""
    with pytest.raises(Refused, match=words):
        rule_for(state, act, role)


@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_has_ended_stays_so_but_for_a_correction(state: State) -> None:
    """Nothing leads out of an ended state; a closed one can be measured, corrected and reviewed once more."""
    ways = {act for act, role in product(Act, Role) if may(state, act, role)}
    assert ways == ({A.CORRECT, A.MEASURE, A.OPEN_REVIEW} if state is State.CLOSED else set())


def test_every_state_is_reached_and_everything_ongoing_can_end() -> None:
    """From an offer every state can be reached, and from every ongoing state an ended one."""
    ways: dict[State, set[State]] = {state: {state} for state in State}
    for _ in State:
        for (before, _act), rule in TRANSITIONS.items():
            ways[before] |= ways[rule.leads_to]
    assert ways[State.OFFERED] == set(State)
    assert all(ways[state] & ENDED for state in frozenset(State) - ENDED)


@pytest.mark.parametrize("state", [S.OFFERED, S.ACCEPTED, S.SHIPPED, S.IN_REVIEW])
def test_the_clock_has_a_way_on_where_somebody_is_waited_for(state: State) -> None:
    """An offer, a back-brief, a shipped task and a review all go on when nobody does anything."""
    assert any(may(state, act, Role.CLOCK) for act in Act)


def test_done_twice_is_done_once() -> None:
    """An act is done where it has led already, by a role that may do it; what stays in its state is never done."""
    for state, act, role in EVERY:
        led_here = any(
            leads_to is state and before is not state and role in by
            for (before, done), (leads_to, by) in AGREED.items()
            if done is act
        )
        assert is_done(state, act, role) == led_here, (state, act, role)


def test_an_act_is_never_both_done_and_still_to_do() -> None:
    """Where an act counts as done it is not offered any more, so a second click cannot do it again."""
    assert [each for each in EVERY if is_done(*each) and may(*each)] == []


def test_what_is_done_stays_done_after_each_act() -> None:
    """After any act that changes the state, the same act by the same role counts as done."""
    for (state, act), rule in TRANSITIONS.items():
        if rule.leads_to is not state:
            assert all(is_done(rule.leads_to, act, role) for role in rule.by), (state, act)
