"""The "…" menu of a card: the likeliest acts in it, all of them behind [More …], and each of them has a listener."""

from bot.blocks.act_buttons import act_row, rare_acts
from bot.blocks.button_values import read_value
from bot.blocks.card_menu import OPTIONS, in_words, more_view
from bot.domain.lifecycle import Role, State
from handlers.card_menu import MENU
from tests.blocks.reading import refused, words_of
from tests.blocks.stories import everywhere, story

BOTH = (Role.OWNER, Role.MANAGER)


def test_a_menu_holds_what_slack_shows() -> None:
    """Never more than five options; where there are more acts the last option shows all of them."""
    for situation in everywhere():
        for role in BOTH:
            acts = rare_acts(situation, role)
            menus = [each for each in act_row(situation, role)["elements"] if each["type"] == "overflow"]
            shown = [
                str((read_value(each["value"]) or ("", ""))[1]) for menu in menus for each in menu["options"]
            ]
            assert len(shown) <= OPTIONS
            assert shown == [*acts] if len(acts) <= OPTIONS else shown == [*acts[: OPTIONS - 1], "more"]


def test_every_act_behind_a_menu_has_a_listener_and_its_words() -> None:
    """Whatever a card hides can be chosen, and says what it is for."""
    for situation in everywhere():
        for role in BOTH:
            acts = rare_acts(situation, role)
            assert set(acts) <= set(MENU)
            assert len(acts) == len(set(acts))
            view = more_view(situation, acts)
            assert refused(view) == []
            assert all(in_words(act) in words_of(view) or act in str(view) for act in acts)


def test_the_owner_at_work_finds_all_of_it() -> None:
    """Four in the menu and the rest behind [More …], the likeliest first."""
    acts = rare_acts(story(State.IN_PROGRESS), Role.OWNER)
    assert [act.value for act in acts[:3]] == ["brief", "intend", "fall_back"]
    assert "premortem" in acts
    assert acts[-1] == "mute"
