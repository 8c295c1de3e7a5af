"""One flag from raising to its answer, over both transports and on both databases."""

from bot.domain.lifecycle import Role
from bot.playground.acting.actor import text_of
from tests.flows.conftest import MONDAY, World
from tests.flows.steps import THURSDAY_17, begin
from tests.flows.test_flags import AFTERNOON, FOUR_HOURS, SEEN, flag, move


async def test_a_flag_is_thanked_and_obliges_the_manager(world: World) -> None:
    """The thanks name who owes an answer by when; the manager has the move until then, and the answer gives it back."""
    card = await begin(world)
    asked = await flag(world, card, sureness="nearly certain")
    thanks = text_of(await world.message(world.sam, "Thank you."))
    assert "An answer from Maya is due by" in thanks
    assert AFTERNOON in thanks
    assert "It stays your call." in thanks
    assert "Sam raised a flag" in text_of(asked)
    assert "nearly certain" in text_of(asked)
    assert "Seen early. That is what flags are for." in text_of(asked)
    assert await move(world) == (Role.MANAGER, MONDAY + FOUR_HOURS)
    assert "Your move, until" in text_of(await world.card(world.maya, SEEN))
    assert "an answer to your flag" in text_of(await world.card(world.sam, SEEN))
    await world.later(minutes=40)
    await world.maya.click(asked, "Agreed, go on")
    answer = await world.message(world.sam, "agrees with what you saw: go on.")
    assert "It stays your call." in text_of(answer)
    await world.quiet()
    assert await move(world) == (Role.OWNER, THURSDAY_17)
    assert "is answered: agreed, go on" in text_of(world.maya.look_again(asked))
    assert "Agreed, go on" not in str(world.maya.look_again(asked).blocks)
    assert "answered: agreed, go on" in text_of(await world.message(world.sam, "Thank you."))
