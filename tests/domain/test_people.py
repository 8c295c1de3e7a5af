"""People and places: who can own a task, where an after-action can open, and what the sentence says where not."""

from dataclasses import replace

import pytest

from bot.domain.people import Channel, Person, why_not_owner, why_not_paged, why_not_place

ADA = Person("U_O", "T1", "Ada")
TEAM = Channel("C1", "finance", has_bot=True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, None),
        ({"is_guest": True}, None),
        ({"user_id": "U_M"}, "Delegating to yourself"),
        ({"is_bot": True}, "Ada is an app"),
        ({"user_id": "USLACKBOT"}, "Ada is an app"),
        ({"is_deleted": True}, "Ada's account is deactivated"),
        ({"is_stranger": True}, "another organisation"),
        ({"team_id": "T2"}, "another organisation"),
        ({"user_id": "U_M", "is_stranger": True, "is_deleted": True}, "Delegating to yourself"),
        ({"is_bot": True, "is_deleted": True}, "Ada is an app"),
    ],
)
def test_an_owner_is_another_person_of_this_workspace(change: dict[str, object], words: str | None) -> None:
    """Guests can own a task; oneself, apps, the deactivated and strangers cannot, and the first reason is told."""
    sentence = why_not_owner(replace(ADA, **change), "U_M", "T1")
    assert sentence is None if words is None else words in (sentence or "")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, None),
        ({"is_guest": True}, None),
        ({"user_id": "U_M"}, None),  # the manager, or the owner, whose page goes to the manager
        ({"is_bot": True}, "Ada is an app. A page goes to a person who can answer."),
        ({"user_id": "USLACKBOT"}, "Ada is an app"),
        ({"is_deleted": True}, "Ada's account is deactivated"),
        ({"is_stranger": True}, "another organisation, where I cannot page them"),
        ({"team_id": "T2"}, "another organisation"),
    ],
)
def test_a_page_goes_to_a_person_who_can_come(change: dict[str, object], words: str | None) -> None:
    """Anybody of this workspace, guests and the two themselves included; and nobody whom a page cannot reach."""
    sentence = why_not_paged(replace(ADA, **change), "T1")
    assert sentence is None if words is None else words in (sentence or "")


def test_somebody_who_cannot_be_found_is_picked_from_the_list() -> None:
    """Nobody of that id is in the workspace: the sentence says to pick somebody."""
    assert why_not_owner(None, "U_M", "T1") == (
        "I cannot find this person in the workspace. Pick somebody from the list."
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, None),
        ({"is_private": True}, None),
        ({"is_shared_outside": True}, None),  # warned about on the card, not refused
        ({"is_archived": True}, "#finance is archived"),
        ({"has_bot": False}, "/invite @Leeway"),
        ({"is_archived": True, "has_bot": False}, "#finance is archived"),
    ],
)
def test_an_after_action_opens_in_a_live_channel_that_has_the_bot(
    change: dict[str, object], words: str | None
) -> None:
    """Any live channel with the bot in it will do; else it says what to do, or to leave it empty."""
    sentence = why_not_place(replace(TEAM, **change))
    assert sentence is None if words is None else words in (sentence or "")
    assert words is None or (sentence or "").endswith("or leave it empty.")


def test_a_channel_that_cannot_be_seen_is_left_empty_or_the_bot_invited() -> None:
    """Of a channel that the bot cannot see it names nothing, and says how to let it in."""
    sentence = why_not_place(None)
    assert sentence == "I cannot see this channel. Invite me there with /invite, or leave it empty."


@pytest.mark.parametrize(
    "zone",
    ["", "Europe", "Europe/Londn", "../etc/passwd", "/etc/localtime", "a" * 5_000, "\x00", "é", "UTC "],
)
def test_a_zone_that_is_none_is_utc(zone: str) -> None:
    """Whatever the workspace says of the zone: a name that is no zone here counts as UTC and never fails."""
    assert replace(ADA, zone=zone).tz.key == "UTC"


def test_a_zone_that_is_one_is_kept() -> None:
    """A known name is that zone."""
    assert replace(ADA, zone="Australia/Lord_Howe").tz.key == "Australia/Lord_Howe"
