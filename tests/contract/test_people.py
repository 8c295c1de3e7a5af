"""Our own copy of people and channels."""

from dataclasses import replace
from datetime import date

from bot.domain.people import Channel, Person
from bot.domain.preferences import Preferences
from storage.unit_of_work import SqlUnitOfWork
from tests.contract.samples import HOUR, NOW

ANA = Person("U1", "T1", "Ana Žižek", "Europe/Ljubljana")
STRANGER = Person("U2", "T9", "Bo", is_bot=True, is_deleted=True, is_guest=True, is_stranger=True)
PLACE = Channel("C1", "team-données", is_private=True, is_archived=True, has_bot=True, is_shared_outside=True)


async def test_a_person_comes_back_as_slack_said_and_when(work: SqlUnitOfWork) -> None:
    """Also one whose own workspace is another."""
    await work.people.put_person(ANA, NOW)
    await work.people.put_person(STRANGER, NOW + HOUR)
    assert await work.people.person("U1") == (ANA, NOW)
    assert await work.people.person("U2") == (STRANGER, NOW + HOUR)
    assert await work.people.person("U9") is None


async def test_what_slack_says_later_replaces_it(work: SqlUnitOfWork) -> None:
    """All of it, the instant too."""
    await work.people.put_person(STRANGER, NOW)
    changed = Person("U2", "T1", "Bo", "Asia/Tokyo")
    await work.people.put_person(changed, NOW + HOUR)
    assert await work.people.person("U2") == (changed, NOW + HOUR)


async def test_several_are_read_at_once(work: SqlUnitOfWork) -> None:
    """Those whom we know, however often they are asked for."""
    await work.people.put_person(ANA, NOW)
    await work.people.put_person(STRANGER, NOW)
    assert await work.people.persons(["U1", "U9", "U2", "U1"]) == {"U1": ANA, "U2": STRANGER}
    assert await work.people.persons([]) == {}


async def test_a_channel_comes_back_as_slack_said_and_when(work: SqlUnitOfWork) -> None:
    """And is replaced by what Slack says later."""
    await work.people.put_channel(PLACE, NOW)
    assert await work.people.channel("C1") == (PLACE, NOW)
    await work.people.put_channel(Channel("C1", "team"), NOW + HOUR)
    assert await work.people.channel("C1") == (Channel("C1", "team"), NOW + HOUR)
    assert await work.people.channel("C9") is None


async def test_another_tenant_neither_reads_nor_changes_them(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork
) -> None:
    """The same ids in another workspace are other people and places."""
    async with ours:
        await ours.people.put_person(ANA, NOW)
        await ours.people.put_channel(PLACE, NOW)
        await ours.commit()
    async with theirs:
        assert await theirs.people.person("U1") is None
        assert await theirs.people.persons(["U1"]) == {}
        assert await theirs.people.channel("C1") is None
        await theirs.people.put_person(Person("U1", "T2", "Another"), NOW)
        await theirs.people.put_channel(Channel("C1", "another"), NOW)
        await theirs.commit()
    async with ours:
        assert await ours.people.person("U1") == (ANA, NOW)
        assert await ours.people.channel("C1") == (PLACE, NOW)


async def test_what_a_person_says_survives_what_slack_says(work: SqlUnitOfWork) -> None:
    """Their own words about their time stay when Slack's are written anew, and the other way round."""
    said = Preferences(zone="Asia/Tokyo", days_off=frozenset({date(2026, 12, 24)}), muted=frozenset({"D1"}))
    await work.people.put_person(ANA, NOW)
    await work.people.prefer("U1", said)
    renamed = Person("U1", "T1", "Ana Novak", "Europe/Ljubljana")
    await work.people.put_person(renamed, NOW + HOUR)
    assert await work.people.person("U1") == (replace(renamed, preferences=said), NOW + HOUR)
    assert (await work.people.persons(["U1"]))["U1"].preferences == said


async def test_what_a_team_says_survives_what_slack_says(work: SqlUnitOfWork) -> None:
    """The same for a channel: days off and what is not asked about stay, and can be taken back."""
    off = frozenset({date(2026, 12, 24), date(2026, 12, 25)})
    await work.people.put_channel(PLACE, NOW)
    await work.people.take_off("C1", off)
    await work.people.put_channel(PLACE, NOW + HOUR)
    assert await work.people.channel("C1") == (replace(PLACE, days_off=off), NOW + HOUR)
    await work.people.unask("C1", frozenset({"edit", "blame"}))
    unasked = replace(PLACE, days_off=off, unasked=frozenset({"edit", "blame"}))
    await work.people.put_channel(PLACE, NOW + HOUR)
    assert await work.people.channel("C1") == (unasked, NOW + HOUR)
    await work.people.unask("C1", frozenset())
    await work.people.take_off("C1", frozenset())
    assert await work.people.channel("C1") == (PLACE, NOW + HOUR)
