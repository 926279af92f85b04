"""The command `palabre`."""

from __future__ import annotations

import asyncio
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="palabre",
    help="Palabre: wheel surveys for peer support groups, in Telegram.\n\n"
    "To try it without a Telegram account: palabre rehearse. Settings are environment variables; see the README.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,
)
invitations = typer.Typer(help="Make one-time links for people.", no_args_is_help=True)
app.add_typer(invitations, name="invite")
audits = typer.Typer(help="Look whether something was changed that never should be.", no_args_is_help=True)
app.add_typer(audits, name="audit")


def _part(name: str) -> Any:
    """A module of `bot.commands`, loaded when it is needed: all of the bot takes a second, and help should not."""
    return import_module(f"bot.commands.{name}")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"palabre {version('palabre')}")
        raise typer.Exit


@app.callback()
def _options(
    _show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Palabre: wheel surveys for peer support groups, in Telegram."""


@app.command("run")
def run_command() -> None:
    """Run the bot on Telegram until it is stopped. Needs PALABRE_BOT_TOKEN."""
    with _part("problems").told():
        asyncio.run(_part("run").run())


@app.command("rehearse")
def rehearse_command(  # noqa: PLR0917 - options, given by name
    port: Annotated[int, typer.Option(help="Where the chat page is served, on this machine only.")] = 8100,
    story: Annotated[
        str | None, typer.Option(help="A story to play at once: first-wheel, announcement, year, workshop or thread.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="The language of everyone: en, fr or es; else each their own.")
    ] = None,
    headless: Annotated[bool, typer.Option(help="Play the story without a browser, print it, and end.")] = False,
    out: Annotated[Path | None, typer.Option(help="A folder for transcript.jsonl and wheel.png.")] = None,
    without_bot: Annotated[bool, typer.Option(help="Serve only the double of Telegram, for other programs.")] = False,
    browser: Annotated[bool, typer.Option(help="Open the page in this machine's browser, where there is one.")] = True,
) -> None:
    """Play a whole group on this machine, in a browser. No token, no account."""
    with _part("problems").told():
        rehearse = _part("rehearse")
        wish = rehearse.Wish(
            port=port,
            story=story,
            headless=headless,
            out=out,
            without_bot=without_bot,
            browser=browser,
            language=language,
        )
        raise typer.Exit(asyncio.run(rehearse.rehearse(wish)))


@app.command("check")
def check_command(
    live: Annotated[
        bool,
        typer.Option("--live", help="Try on Telegram itself, with your help, what docs/unproven.md only believes."),
    ] = False,
) -> None:
    """Say in plain words what is right and what is wrong, before anyone is harmed."""
    with _part("problems").told():
        looked = _part("live.command").check_live() if live else _part("checkup").check()
        raise typer.Exit(asyncio.run(looked))


@app.command("migrate")
def migrate_command() -> None:
    """Bring the database up to date. `palabre run` does so by itself."""
    with _part("problems").told():
        _part("ready").migrate_database()


@app.command("backup")
def backup_command(
    file: Annotated[Path, typer.Argument(help="The file to write the copy to.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there already.")] = False,
) -> None:
    """Copy the SQLite database into a file, checked. The bot may run meanwhile."""
    with _part("problems").told():
        _part("backup").backup(file, force=force)


@app.command("restore")
def restore_command(
    file: Annotated[Path, typer.Argument(help="A file that `palabre backup` wrote.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a backup in the place of the SQLite database, which is kept. The bot must not run."""
    with _part("problems").told():
        _part("restore").restore(file, yes=yes)


@app.command("move")
def move_command(
    file: Annotated[Path, typer.Argument(help="The SQLite file. No bot may run on it.", metavar="SQLITE_FILE")],
    url: Annotated[
        str | None,
        typer.Argument(
            help="The empty database, like postgresql://user@host:5432/name; else that of PALABRE_DATABASE_URL,"
            " which may hold a password.",
            metavar="[POSTGRESQL_URL]",
        ),
    ] = None,
) -> None:
    """Copy a network from SQLite to PostgreSQL, counted and compared table by table."""
    with _part("problems").told():
        _part("move").move(file, url)


@invitations.command("coordinator")
def invite_coordinator_command(
    network: Annotated[str | None, typer.Option(help="The network; it is made if there is none of that name.")] = None,
) -> None:
    """Print a link that makes whoever opens it first a coordinator of the network."""
    with _part("problems").told():
        asyncio.run(_part("invite").coordinator(network))


@audits.command("verify")
def audit_verify_command(
    head: Annotated[
        list[str] | None, typer.Option(help="A head that a coordinator has noted, as /log shows it. May be repeated.")
    ] = None,
) -> None:
    """Find lines of the networks' logs that were changed, removed, moved or cut off. Ends with 1 if there are any."""
    with _part("problems").told():
        raise typer.Exit(asyncio.run(_part("audit").verify(head or [])))


@app.command("render")
def render_command(
    template: Annotated[str, typer.Argument(help="A shipped template's id, or a YAML file.")],
    levels: Annotated[str, typer.Option(help='One level a theme, such as "3.5,2,-,4"; - is withheld.')],
    out: Annotated[Path, typer.Option(help="The PNG file to write.")] = Path("wheel.png"),
    language: Annotated[str, typer.Option(help="The language of the words: en, fr, es.")] = "en",
    previous: Annotated[str | None, typer.Option(help="The previous round's levels, for the hollow ticks.")] = None,
) -> None:
    """Draw one wheel as a picture."""
    with _part("problems").told():
        _part("render").render(template, levels, out, language=language, previous=previous)


def main() -> None:
    """Where the console script begins."""
    app(prog_name="palabre")


if __name__ == "__main__":
    main()
