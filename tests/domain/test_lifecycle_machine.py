"""A delegation through which random people do random things: it never leaves the table, and nothing is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain.delegation import Delegation
from bot.domain.errors import Refused
from bot.domain.lifecycle import ENDED, Act, Role, State, is_done, may
from bot.domain.people import Tenant
from tests.domain.briefs import a_brief

START = datetime(2026, 11, 16, 9, tzinfo=UTC)


class Life(RuleBasedStateMachine):
    """One delegation, and what it was before the last act."""

    @initialize()
    def hand_over(self) -> None:
        """Offer it."""
        self.now = START
        self.ended: State | None = None
        self.reviews = 0
        self.delegation = Delegation(
            "D1", Tenant("", "T1"), "U_M", "U_O", a_brief(), 1, State.OFFERED, START, START
        )

    @rule(act=st.sampled_from(Act), role=st.sampled_from(Role), minutes=st.integers(1, 5_000))
    def do(self, act: Act, role: Role, minutes: int) -> None:
        """Let somebody do something, allowed or not."""
        before, self.now = self.delegation, self.now + timedelta(minutes=minutes)
        if not may(before.state, act, role):
            with pytest.raises(Refused):
                before.after(act, role, self.now)
            return
        after = before.after(act, role, self.now)
        assert after.changed_at == self.now
        assert (after.id, after.brief, after.owner_id) == (before.id, before.brief, before.owner_id)
        assert after.state is before.state or is_done(after.state, act, role)
        if before.state in ENDED:
            assert before.state is State.CLOSED
            assert act in (Act.CORRECT, Act.OPEN_REVIEW)
        self.delegation = after

    @invariant()
    def the_move_belongs_to_somebody_who_can_act(self) -> None:
        """Whoever has the move can do something; where it has ended, nobody has it."""
        delegation = self.delegation
        if delegation.state in ENDED:
            assert delegation.move is None
            assert delegation.holder() is None
        if delegation.move:
            assert any(may(delegation.state, act, delegation.move) for act in Act)
        if delegation.state in (State.OFFERED, State.ACCEPTED, State.IN_PROGRESS):
            assert delegation.holder() in ("U_M", "U_O")


TestLife = Life.TestCase
TestLife.settings = settings(deadline=None, max_examples=60, stateful_step_count=40)
