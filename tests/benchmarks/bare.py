"""The floor: a bare Bolt listener that does one insert, with the engine that Leeway has, and answers.

Run as `python -m tests.benchmarks.bare DATABASE_URL API_URL APP_TOKEN [--before-response]`: with it Bolt answers
when the listener has ended (`process_before_response`), without it Bolt polls for the ack, as is its default.
"""

import asyncio
import sys
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import JSON, Column, MetaData, String, Table, insert

from storage.engine import open_engine
from tests.benchmarks.slack import BOT_TOKEN

metadata = MetaData()
submissions = Table(
    "submissions",
    metadata,
    Column("id", String, primary_key=True),
    Column("user_id", String, nullable=False),
    Column("fields", JSON, nullable=False),
)
INSERT = insert(submissions)


async def run(database_url: str, api_url: str, app_token: str, *, before_response: bool) -> None:
    """Serve until killed."""
    engine = open_engine(database_url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    app = AsyncApp(
        client=AsyncWebClient(BOT_TOKEN, base_url=api_url), process_before_response=before_response
    )

    @app.view("brief_guards")
    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        view = body["view"]
        row = {
            "id": view["private_metadata"],
            "user_id": body["user"]["id"],
            "fields": view["state"]["values"],
        }
        async with engine.begin() as connection:
            await connection.execute(INSERT, row)
        await ack()

    client = AsyncWebClient(app_token, base_url=api_url)
    await AsyncSocketModeHandler(app, app_token, web_client=client).start_async()


if __name__ == "__main__":
    _, database_url, api_url, app_token, *options = sys.argv
    asyncio.run(run(database_url, api_url, app_token, before_response="--before-response" in options))
