"""A nudge's whole way, from the outbox to the stand-in Slack."""

from datetime import timedelta

import pytest

from bot.playground.cast import JONAS, MAYA, NOOR, SAM
from bot.playground.workspace.workspace import Workspace
from tests.delivery.whole import Delivery, texts

PEOPLE = (MAYA, SAM, NOOR, JONAS)


@pytest.mark.parametrize(
    "how",
    [
        "rate_limited:2",
        "http_500",
        "http_500_after_accepting",
        "drop_after_accepting",
        "refuse_connection",
        "error:internal_error",
        "error_after_accepting:fatal_error",
        "error:brand_new",
    ],
)
async def test_whatever_slack_does_each_nudge_is_one_message_and_in_order(
    delivery: Delivery, workspace: Workspace, how: str
) -> None:
    """A third of the posts go wrong; in the end everybody has each of their messages once, as they fell due."""
    for number in range(12):
        delivery.outbox.owe(f"n{number:02}", to=PEOPLE[number % 4], due_in=number - 20)
    workspace.misbehave("chat.postMessage", how, times=4)
    await delivery.run()
    for place, person in enumerate(PEOPLE):
        expected = [f"n{number:02}" for number in range(place, 12, 4)]
        found = texts(workspace, person)
        assert (sorted(found) if how == "error:brand_new" else found) == expected


async def test_a_wake_up_sends_what_falls_due(delivery: Delivery, workspace: Workspace) -> None:
    """The alarm, the worker and the gateway together: a nudge owed in a moment is there a moment later."""
    delivery.wake_ups.start()
    delivery.worker.start()
    delivery.outbox.owe("n1", to=SAM, due_in=0.05)
    delivery.wake_ups.at(delivery.outbox.rows["n1"].nudge.due_at)
    delivery.clock.advance(timedelta(seconds=0.05))
    await workspace.until(lambda: texts(workspace, SAM) == ["n1"])
