"""The phrasing checks: each hits what people type, leaves the near miss alone, and never fails."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coaching.phrasing import TO_THE_OWNER, Rule, check_bar_field, check_words
from bot.coaching.question_bank import checkpoint_questions, stems
from bot.domain.checkpoints import IN_A_BRIEF
from bot.domain.record import QuestionAbout

HITS: dict[Rule, tuple[str, ...]] = {
    Rule.EDIT: (
        "Change the total to 4 %.",
        "FIX IT",
        "please use the October export",
        "• Replace the chart with a table",
        "2) remove the forecast",
        "Looks good. Then rewrite the summary.",
        "“Make it shorter”",
        "Don’t use the old export.",
        "You need to add a line about tax",
        "The title should read “Totals”",
        "3.1 -> 2.9",
        "I would swap the chart for a table",
        "Use\u200b the totals",
    ),
    Rule.BLAME: (
        "You always ship late.",
        "you’ve never checked the sources",
        "They should have asked",
        "You shouldn’t have sent it.",
        "Why didn’t you ring me?",
        "WHY DID YOU skip it",
        "That was careless",
        "Obviously it is wrong.",
        "He failed to look",
    ),
    Rule.HINDSIGHT: ("Clearly the export was short.", "In hindsight, who knew?", "it was obvious on Monday"),
    Rule.VAGUE_BAR: (
        "Good quality",
        "ASAP",
        "as  needed",
        "An accurate report.",
        "high-quality",
        "properly done",
        "Good enough for now",
        "decent, for the time being",
    ),
}
NEAR_MISSES: dict[Rule, tuple[str, ...]] = {
    Rule.EDIT: (
        "Change of plan: what does it mean for you?",
        "Use both exports?",
        "What would you change to make it clear?",
        "What is the use case?",
        "Fixed costs are in, I see.",
        "Add-ons are new to me.",
        "Makes sense to me.",
        "A user asked about removing it.",
    ),
    Rule.BLAME: (
        "Never mind the chart.",
        "What do you always look at first?",
        "You never know.",
        "What did they see?",
        "Why did the export come late?",
    ),
    Rule.HINDSIGHT: ("What would say more clearly who reads it?", "How clearly is it split?", "a clear view"),
    Rule.VAGUE_BAR: (
        "Good enough for the plan",
        "Good enough for now, and for the board",
        "Good for now, by Monday",
        "Accurate to 2 %",
        "As soon as possible, by Friday",
        "Finance can plan hiring on it.",
        "no wrong customer name",
        "accurate: no wrong name",
        "variance <= 2 %",
        "goods are counted",
    ),
}
BARE = st.one_of(st.text(max_size=400), st.text(alphabet="change ->to.\n•you never\u200b’“?!", max_size=400))


def hit(rule: Rule, text: str) -> bool:
    """Say whether this rule finds something."""
    found = check_bar_field(text) if rule is Rule.VAGUE_BAR else check_words(text, (rule,))
    return found is not None


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in HITS.items() for text in texts])
def test_a_rule_hits_what_people_type(rule: Rule, text: str) -> None:
    """Whatever the case, the quotes, the bullet before it or what cannot be seen in it."""
    assert hit(rule, text)


@pytest.mark.parametrize(
    ("rule", "text"), [(rule, text) for rule, texts in NEAR_MISSES.items() for text in texts]
)
def test_a_rule_leaves_the_near_miss_alone(rule: Rule, text: str) -> None:
    """Words that only look like it are nobody's business."""
    assert not hit(rule, text)


@settings(deadline=None)
@given(BARE)
def test_no_text_breaks_a_rule(text: str) -> None:
    """Any text is read, and what is found has a question to it that orders nobody."""
    for found in (check_words(text), check_bar_field(text, text)):
        if found:
            assert found.words.strip()
            assert found.question.endswith("?")


@given(st.text(alphabet=" \n\t\u200b\ufeff", max_size=60))
def test_nothing_is_found_in_nothing(text: str) -> None:
    """An empty text has no fault."""
    assert check_words(text) is None
    assert check_bar_field(text) is None


@pytest.mark.parametrize(
    "text", ["a" * 3_000, "change " * 500, ". " * 1_500, "replace x " * 300, "•" * 3_000]
)
def test_a_long_text_is_read_at_once(text: str) -> None:
    """What a form can hold is read without going back over it again and again."""
    check_words(text)
    check_bar_field(text)


def test_what_we_offer_ourselves_is_never_found_fault_with() -> None:
    """No stem, no checkpoint's question and no question that a rule offers is hit by a rule."""
    ours = [stem for about in QuestionAbout for stem in stems(about)]
    ours += [
        each for kind in IN_A_BRIEF for seed in range(200) for each in checkpoint_questions(kind, str(seed))
    ]
    ours += [
        found.question
        for texts in HITS.values()
        for text in texts
        if (found := check_words(text, TO_THE_OWNER))
    ]
    assert [text for text in ours if check_words(text)] == []


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Use the October export.", "What would make you choose the October export?"),
        ("Change the total to 4 %", "What do you see when you look at the total?"),
        ("Remove the forecast", "What does the forecast do for whoever reads it?"),
        ("Fix " + "x" * 100, "What do you see there, and what do you intend?"),
    ],
)
def test_the_question_offered_is_about_what_was_ordered(text: str, question: str) -> None:
    """It takes up the thing and leaves the order out; where that would be long, it asks in general."""
    found = check_words(text)
    assert found
    assert found.question == question


def test_a_vague_bar_is_asked_about_for_those_who_rely_on_it() -> None:
    """By their name where the outcome names them."""
    found = check_bar_field("accurate", "Finance can plan hiring on it.")
    assert found
    assert found.question == "How would finance know that it is wrong?"
    nobody = check_bar_field("accurate", "It is done.")
    assert nobody
    assert nobody.question == "How would those who rely on it know that it is wrong?"
