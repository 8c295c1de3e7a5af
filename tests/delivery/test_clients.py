"""What becomes of answers that are not what Slack promises: a proxy's page, half a document, no body at all."""

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.delivery.clients import open_client, open_session
from bot.delivery.outcomes import Outcome, Verdict, classify
from bot.metrics import Metrics
from bot.playground.server import PlaygroundServer


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ((200, "text/html", "<p>Sign in</p>"), Outcome(Verdict.UNKNOWN, "http_200", is_suspect=True)),
        ((502, "text/html", "<p>Bad</p>"), Outcome(Verdict.AMBIGUOUS, "http_502", is_suspect=True)),
        ((200, "application/json", '{"ok": tr'), Outcome(Verdict.UNKNOWN, "http_200", is_suspect=True)),
        ((503, "application/json", ""), Outcome(Verdict.AMBIGUOUS, "http_503", is_suspect=True)),
        ((429, "text/plain", "slow down"), Outcome(Verdict.LATER, "ratelimited", 7.0)),
    ],
)
async def test_an_answer_that_is_no_json_is_told_by_its_status(
    answer: tuple[int, str, str], outcome: Outcome
) -> None:
    """It may have been posted all the same, but for a 429, whose time to wait is read whatever its body is."""
    status, kind, body = answer

    async def reply(_: web.Request) -> web.Response:
        return web.Response(status=status, content_type=kind, text=body, headers={"retry-after": "7"})

    server = web.Application()
    server.router.add_post("/api/{method}", reply)
    runner = web.AppRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with open_session(Metrics()) as session:
        client = open_client("xoxb-1", f"http://127.0.0.1:{runner.addresses[0][1]}/api", session)
        with pytest.raises(Exception, match=r"failed|JSON") as failed:
            await client.api_call("chat.postMessage", json={"channel": "C1", "text": "Hello"})
    await runner.cleanup()
    assert classify(failed.value) == outcome


async def test_every_request_is_timed_whoever_makes_it(
    server: PlaygroundServer, session: aiohttp.ClientSession, metrics: Metrics
) -> None:
    """Bolt's own clients, an answer for one person only, and what ends without one: each under its name."""
    bolts = AsyncWebClient(server.workspace.app.bot_token, base_url=server.api_url, session=session)
    await bolts.auth_test()
    nobodys = AsyncWebhookClient(server.api_url.replace("/api/", "/actions/T1/gone"), session=session)
    await nobodys.send(text="Hello")
    server.workspace.misbehave("auth.test", "refuse_connection")
    with pytest.raises(aiohttp.ClientError):
        await open_client(bolts.token, server.api_url, session).auth_test()
    told = metrics.text(0, 0.0, 0).decode()
    assert 'leeway_slack_call_seconds_count{method="auth.test"} 2.0' in told
    assert 'leeway_slack_call_seconds_count{method="response_url"} 1.0' in told
