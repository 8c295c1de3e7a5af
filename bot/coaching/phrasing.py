"""Phrasing checks: what a draft does to whoever reads it, and the question to ask instead.

Pure and deterministic; the lists are data, one folder per language. A check sees a draft before it is sent, tells
nobody but its author, and can always be passed over.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from bot.coaching.question_bank import anybody, texts

REST_CHARACTERS: Final = 60
_UNSEEN: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_QUOTES: Final = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"'})
_CLAUSE: Final = re.compile(r"[^\n.!?;:]+(?:[.!?;:](?![\s\"')\]]|$)[^\n.!?;:]*)*[.!?;:]*")
_BULLET: Final = re.compile(r"^(?:[\s\"'(>*•·◦▪‣–—_~-]|\d{1,2}[.)](?=\s))+")


class Rule(StrEnum):
    """What a check looks for."""

    EDIT = "edit"
    BLAME = "blame"
    HINDSIGHT = "hindsight"
    VAGUE_BAR = "vague_bar"


TO_THE_OWNER: Final = (Rule.EDIT, Rule.BLAME, Rule.HINDSIGHT)
"""What a manager's words to the owner are held against, the first that hits first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: the rule, the words that it hit, and the question that could be asked instead."""

    rule: Rule
    words: str
    question: str

    @property
    def why(self) -> str:
        """What such words do to whoever reads them, as the end of a sentence that begins with them; "" for the bar."""
        return str(_lists(self.rule).get("why", ""))


def check_words(text: str, rules: Iterable[Rule] = TO_THE_OWNER) -> Finding | None:
    """Return what the first of `rules` that hits finds in `text`, or None. Takes any text; never fails."""
    read = _UNSEEN.sub("", text).translate(_QUOTES)
    for rule in rules:
        found = _edit(read) if rule is Rule.EDIT else _phrase(rule, read)
        if found:
            return found
    return None


def check_bar_field(text: str, outcome: str = "") -> Finding | None:
    """Return what is vague in a field of the bar, or None; the audience asked about is the one `outcome` names."""
    read = _UNSEEN.sub("", text).translate(_QUOTES)
    lists = _lists(Rule.VAGUE_BAR)
    found = _hit(Rule.VAGUE_BAR, "phrases", read)
    can_be_held_against = re.search(r"\d", read) or any(
        _hit(Rule.VAGUE_BAR, name, read) for name in ("days", "audiences", "audience_before", "one")
    )
    if not found or can_be_held_against:
        return None
    audience = audience_of(outcome) or anybody()
    return Finding(Rule.VAGUE_BAR, found, lists["question"].replace("{audience}", audience))


def audience_of(outcome: str) -> str:
    """Return the audience that an outcome names, as a question speaks of it ("finance", "the board"); "" for none."""
    return _hit(Rule.VAGUE_BAR, "audiences", _UNSEEN.sub("", outcome)).casefold()


def _edit(text: str) -> Finding | None:
    """Find an order or a replacement text. A sentence that asks is a question, whatever it begins with."""
    for clause in _CLAUSE.findall(text):
        line = _BULLET.sub("", clause).strip()
        if line.endswith("?") or not line:
            continue
        order = _order().match(line)
        if order and not _excepted(Rule.EDIT, line[order.start("order") :]):
            return Finding(Rule.EDIT, order["order"], _offer(order["order"], line[order.end() :]))
        replaced = _replacement().search(line)
        if replaced:
            return Finding(Rule.EDIT, replaced[0], _lists(Rule.EDIT)["question"])
    return None


def _offer(order: str, rest: str) -> str:
    lists = _lists(Rule.EDIT)
    # What it is to become is the order; what it is now is what the question is about.
    seconds = [two for one, two in lists["pairs"] if one == order.casefold()]
    rest = re.split(rf"\b(?:{_any(seconds)})\b", rest)[0] if seconds else rest
    rest = rest.strip(" .!;:,\"'")
    if rest and len(rest) <= REST_CHARACTERS:
        for offer in lists["offers"]:
            if " ".join(order.casefold().split()) in offer["with"]:
                return str(offer["question"]).replace("{rest}", rest)
    return str(lists["question"])


def _phrase(rule: Rule, text: str) -> Finding | None:
    found = _hit(rule, "phrases", text) or (_verdict(text) if rule is Rule.BLAME else "")
    return Finding(rule, found, str(_lists(rule)["question"])) if found else None


def _verdict(text: str) -> str:
    lists = _lists(Rule.BLAME)
    asked, subjects, verdicts = (_any(lists[name]) for name in ("asked_by", "subjects", "verdicts"))
    said = rf"(?<![\w-])(?P<asked>(?:{asked})\s+)?(?:{subjects})(?:'ve|\s+have)?\s+(?:{verdicts})\b"
    found = (each for each in _found(said, text) if not each["asked"])
    return next((each[0] for each in found if not _excepted(Rule.BLAME, each[0], text)), "")


def _hit(rule: Rule, name: str, text: str) -> str:
    """Return the first of the phrases listed under `name` that stands in `text` and is no exception; "" for none."""
    said = rf"(?<![\w-])(?:{_any(_lists(rule)[name])})(?![\w-])"
    left_alone = [each.span() for each in _found(rf"\b(?:{_any(_lists(rule)['but_not'])})\b", text)]
    return next((each[0] for each in _found(said, text) if not _lies_in(each.span(), left_alone)), "")


def _lies_in(span: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _excepted(rule: Rule, words: str, within: str = "") -> bool:
    """Say whether `words` begin, or stand `within`, one of the phrases that the rule leaves alone."""
    for phrase in _lists(rule)["but_not"]:
        pattern = _any([phrase])
        if within:
            covers = re.search(_any([words]), " ".join(phrase.split()), re.IGNORECASE)
            if covers and re.search(rf"\b(?:{pattern})\b", within, re.IGNORECASE):
                return True
        elif re.match(rf"(?:{pattern})\b", words, re.IGNORECASE):
            return True
    return False


def _found(pattern: str, text: str) -> Iterable[re.Match[str]]:
    return _compiled(pattern).finditer(text)


@cache
def _order() -> re.Pattern[str]:
    lists = _lists(Rule.EDIT)
    before, orders = _any(lists["before"]), _any(lists["orders"])
    return re.compile(rf"(?:(?:{before})\b[\s,]*){{0,3}}(?P<order>{orders})(?![\w'-])", re.IGNORECASE)


@cache
def _replacement() -> re.Pattern[str]:
    lists = _lists(Rule.EDIT)
    arrows = "|".join(re.escape(arrow) for arrow in lists["arrows"])
    pairs = "|".join(
        rf"\b{re.escape(one)}\b[^\n]{{1,200}}\b{re.escape(two)}\b" for one, two in lists["pairs"]
    )
    return re.compile(rf"\S\s*(?:{arrows})\s*\S|\b(?:{_any(lists['replacements'])})\b|{pairs}", re.IGNORECASE)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _any(phrases: Iterable[str]) -> str:
    """Return the alternatives of a pattern, the longest first, with any space between their words."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in longest_first)


@cache
def _lists(rule: Rule) -> Any:
    return texts("phrasing")[rule.value]
