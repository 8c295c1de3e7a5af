"""The command line: run, demo, doctor, migrate, manifest. Each imports only what it needs."""

import asyncio
import sys
from typing import Annotated, NoReturn

import typer

from bot.settings import Settings, WrongSettings, load_settings

WRONG_SETTINGS = 2
cli = typer.Typer(help="Leeway: delegation guardrails in Slack.", no_args_is_help=True, add_completion=False)


@cli.command()
def run() -> None:
    """Run the bot with the settings of the environment and of .env."""
    settings = _settings()
    faults = settings.missing_for_run()
    if faults:
        _refuse(faults)
    from bot.running import CannotRun, run_until_stopped

    try:
        asyncio.run(run_until_stopped(settings))
    except CannotRun as reason:
        _refuse([str(reason)])


@cli.command()
def demo(port: Annotated[int, typer.Option(help="The page's port; 0 picks one.")] = 8080) -> None:
    """Run the bot in a stand-in workspace on this machine, with a page to use it from."""
    settings = _settings()
    from bot.demo import run_demo

    asyncio.run(run_demo(port, settings))


@cli.command()
def doctor() -> None:
    """Check the settings, the database and the way to Slack, and say what to do."""
    settings = _settings()
    from bot.doctor import examine

    raise typer.Exit(asyncio.run(examine(settings)))


@cli.command()
def migrate() -> None:
    """Bring the database to this version's tables."""
    settings = _settings()
    from storage.migrate import upgrade

    upgrade(settings.database_url)
    typer.echo("The database is up to date.")


@cli.command()
def manifest(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of YAML.")] = False,
) -> None:
    """Print the app's manifest for Slack, with the command's name from LEEWAY_COMMAND."""
    settings = _settings()
    from bot.manifest import manifest_text

    typer.echo(manifest_text(settings.leeway_command, as_json=as_json))


def _settings() -> Settings:
    try:
        return load_settings()
    except WrongSettings as wrong:
        _refuse(wrong.faults)


def _refuse(faults: list[str]) -> NoReturn:
    for fault in faults:
        print(fault, file=sys.stderr)
    raise typer.Exit(WRONG_SETTINGS)


def main() -> None:
    """Run the command line."""
    cli()


if __name__ == "__main__":
    main()
