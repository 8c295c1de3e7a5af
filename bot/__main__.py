"""The command line: run, demo, doctor, resend, migrate, manifest. Each imports only what it needs."""

import asyncio
import sys
from collections.abc import Callable
from typing import Annotated, NoReturn

import typer

from bot.settings import Settings, WrongSettings, load_settings

WRONG_SETTINGS = 2
NO_DATABASE = (
    "DATABASE_URL leads to no database that can be opened: check the address, and whether the server runs."
)
cli = typer.Typer(
    help="Leeway: delegation guardrails in Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback goes to the log as it is, without the values of variables
)


@cli.command()
def run() -> None:
    """Run the bot with the settings of the environment and of .env."""
    settings = _settings(Settings.missing_for_run)
    from bot.event_loop import run_on_loop
    from bot.running import CannotRun, run_until_stopped
    from bot.usecases.ports import Unavailable

    try:
        run_on_loop(run_until_stopped(settings))
    except CannotRun as reason:
        _refuse([str(reason)])
    except Unavailable:
        _refuse([NO_DATABASE])


@cli.command()
def demo(port: Annotated[int, typer.Option(help="The page's port; 0 picks one.")] = 8080) -> None:
    """Run the bot in a stand-in workspace on this machine, with a page to use it from."""
    settings = _settings()
    from bot.demo import run_demo
    from bot.event_loop import run_on_loop

    run_on_loop(run_demo(port, settings))


@cli.command()
def doctor() -> None:
    """Check the settings, the database and the way to Slack, and say what to do."""
    settings = _settings()
    from bot.doctor import examine

    raise typer.Exit(asyncio.run(examine(settings)))


@cli.command()
def resend(
    nudges: Annotated[list[str] | None, typer.Argument(help="Ids of nudges; none lists them.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that were given up.")] = False,
) -> None:
    """List the nudges that were given up, or send some or all of them again."""
    settings = _settings()
    from bot.resend import resend as send_again
    from bot.usecases.ports import Unavailable

    try:
        raise typer.Exit(asyncio.run(send_again(settings, nudges or (), everything=everything)))
    except Unavailable:
        _refuse([NO_DATABASE])


@cli.command()
def migrate() -> None:
    """Bring the database to this version's tables."""
    settings = _settings()
    from bot.usecases.ports import Unavailable
    from storage.migrate import upgrade

    try:
        upgrade(settings.database_url)
    except Unavailable:
        _refuse([NO_DATABASE])
    typer.echo("The database is up to date.")


@cli.command()
def manifest(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of YAML.")] = False,
) -> None:
    """Print the app's manifest for Slack, with the command's name from LEEWAY_COMMAND."""
    settings = _settings()
    from bot.manifest import manifest_text

    typer.echo(manifest_text(settings.leeway_command, as_json=as_json))


def _settings(missing: Callable[[Settings], list[str]] | None = None) -> Settings:
    try:
        return load_settings(missing)
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
