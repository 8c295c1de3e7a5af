"""Signed HTTP: one route for commands, interactions and events, over the aiohttp that the bot has anyway."""

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

EVENTS_PATH = "/slack/events"
BODY_BYTES = 1_000_000  # a view of 250 KB, form-encoded, with room to spare


def add_events_route(server: web.Application, slack: AsyncApp) -> None:
    """Have `server` answer Slack's requests with `slack`, which checks their signatures."""

    async def receive(request: web.Request) -> web.Response:
        answer = await slack.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    server.router.add_post(EVENTS_PATH, receive)
