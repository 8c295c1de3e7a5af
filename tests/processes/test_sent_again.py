"""A form that was taken, but whose answer was lost: sent again, it says nothing wrong, whatever has happened since."""

from bot.playground.acting.actor import Modal
from tests.databases import Database
from tests.processes.conftest import SetScene
from tests.processes.scene import Scene
from tests.processes.story import CloudReport


async def told_until(scene: Scene, last: str) -> CloudReport:
    """Tell the story up to the step named `last`."""
    report = CloudReport(scene)
    for step in report.steps:
        await step()
        if step.__name__ == last:
            return report
    raise AssertionError(f"there is no step {last}")


async def taken_but_not_answered(scene: Scene, form: Modal, entries: dict[str, object]) -> None:
    """Submit a form so that the bot takes it and the person sees an error."""
    scene.workspace.misbehave("delivery:interactive", "ack_lost")
    outcome = await form.submit(entries)
    assert outcome.error
    assert form.is_open


async def test_a_back_brief_may_come_again_after_it_was_confirmed(
    set_scene: SetScene, sqlite: Database
) -> None:
    """Sam's form closes, although Maya has confirmed what it said before it came again."""
    scene = await set_scene(sqlite)
    await scene.start_bot()
    report = await told_until(scene, "sam_presses_accept")
    form = report.form
    await taken_but_not_answered(scene, form, {"back_brief": "Totals within 2 percent."})
    await report.maya_confirms()
    await scene.quiet()
    again = await form.submit({})
    assert again.ok, again
    assert not form.is_open
    assert await scene.owed.states() == [("in progress", "None")]


async def test_a_shipment_may_come_again_after_its_after_action_began(
    set_scene: SetScene, sqlite: Database
) -> None:
    """Sam's form closes, although the after-action that it led to is under way."""
    scene = await set_scene(sqlite)
    await scene.start_bot()
    report = await told_until(scene, "sam_presses_ship")
    form = report.form
    await taken_but_not_answered(scene, form, {"prediction": "Met"})
    await scene.in_thread("variance at most 2 percent")
    await scene.come("review_start")
    await scene.in_thread("Everybody writes")
    again = await form.submit({})
    assert again.ok, again
    assert not form.is_open
    assert await scene.owed.states() == [("in review", "writing")]
