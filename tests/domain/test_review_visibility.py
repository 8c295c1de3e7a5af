"""Who may ever read a note: nothing about skill, and no miss that somebody keeps to themselves, is the thread's."""

from itertools import product

import pytest

from bot.domain.review import Fork, Prompt, Visibility, visibility_of

FORKS = [None, *Fork]
EVERY = list(product(Prompt, FORKS, (False, True), (False, True)))
ABOUT_SKILL = (Prompt.LOOKED_RIGHT, Prompt.ONE_CHANGE)


@pytest.mark.parametrize(("prompt", "fork", "by_manager", "share"), EVERY)
def test_a_note_is_seen_by_those_it_is_for_and_nobody_else(
    prompt: Prompt, fork: Fork | None, by_manager: bool, share: bool
) -> None:
    """Skill and an unshared own miss are private, the manager's other notes wait for their part, the rest is shared."""
    seen = visibility_of(prompt, fork, by_manager=by_manager, share_own_miss=share)
    kept = (prompt is Prompt.OWN_MISS and not share) or (fork is Fork.SKILL and prompt in ABOUT_SKILL)
    if kept:
        assert seen is Visibility.PRIVATE
    else:
        assert seen is (Visibility.MANAGER if by_manager else Visibility.THREAD)


def test_no_note_of_the_managers_is_in_the_reveal() -> None:
    """The manager's notes stay hidden when the others' are shown: none of them is ever the thread's at once."""
    seen = {visibility_of(p, f, by_manager=True, share_own_miss=share) for p, f, _, share in EVERY}
    assert Visibility.THREAD not in seen


def test_nothing_is_shown_by_default() -> None:
    """A miss of one's own is private unless its author says otherwise, whoever writes it."""
    for by_manager in (False, True):
        assert visibility_of(Prompt.OWN_MISS, None, by_manager=by_manager) is Visibility.PRIVATE
