"""The command `extractor`: one file a subcommand, each loaded only when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any, cast

import click

from extractor import __version__, messages
from extractor.cli.language import localised, localised_parameter
from extractor.errors import ExtractorError, MappingError, UsageError
from extractor.messages import _

COMMANDS = {
    "extract": "extractor.cli.extract:extract_command",
    "import": "extractor.cli.import_:import_command",
    "export": "extractor.cli.export:export_command",
    "search": "extractor.cli.search:search_command",
    "query": "extractor.cli.query:query_command",
    "evaluate": "extractor.cli.evaluate:evaluate_command",
    "explain": "extractor.cli.explain:explain_command",
    "date": "extractor.cli.date:date_command",
    "people": "extractor.cli.people:people_command",
    "institutions": "extractor.cli.institutions:institutions_command",
    "schema": "extractor.cli.schema:schema_command",
    "formats": "extractor.cli.formats:formats_command",
}
INTERRUPTED = 130

_SHARED = ("--lang", "--mappings")


def _speak(_context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value:
        messages.use(value)


def _shared_options() -> list[click.Option]:
    """The options that every command takes, wherever on the line they stand."""
    return [
        click.Option(
            ["--lang"],
            type=click.Choice(messages.LANGUAGES),
            is_eager=True,
            expose_value=False,
            callback=_speak,
            help="Language of help and messages.",
        ),
        click.Option(
            ["--mappings"],
            type=click.Path(path_type=Path),
            metavar="DIR",
            help="Folder of your own mappings, laid over the built-in ones.",
        ),
    ]


class Commands(click.Group):
    """Loads a subcommand when it is called, speaks the user's language, and turns expected errors into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """The commands in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command with its help in the language in use."""
        if cmd_name not in COMMANDS:
            return None
        module, _colon, name = COMMANDS[cmd_name].partition(":")
        command = localised(cast(click.Command, getattr(import_module(module), name)))
        command.params += [_for_help_only(option) for option in _shared_options()]
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, with the shared options moved to the front, and the language known before any error."""
        own, rest = _hoist(args)
        _choose_language(own)
        return super().parse_args(ctx, own + rest)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, in the language in use."""
        click.Group.format_help(localised(self), ctx, formatter)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it may expect to go wrong ends in one line and an exit code, never in a traceback."""
        from extractor.messages.codes import error_line

        try:
            return super().invoke(ctx)
        except ExtractorError as error:
            click.echo(error_line(error), err=True)
            ctx.exit(2 if isinstance(error, UsageError | MappingError) else 1)
        except KeyboardInterrupt:
            click.echo(_("Interrupted."), err=True)
            ctx.exit(INTERRUPTED)


def _for_help_only(option: click.Option) -> click.Option:
    """The option as it is listed in a command's help: its value was taken from the line before."""
    option.expose_value = False
    option.callback = None
    return cast(click.Option, localised_parameter(option))


def _hoist(args: list[str]) -> tuple[list[str], list[str]]:
    """The shared options with their values, and the rest of the line; what stands after `--` is left alone."""
    own: list[str] = []
    rest: list[str] = []
    waiting = list(args)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            return own, [*rest, word, *waiting]
        if word in _SHARED:
            own += [word, *waiting[:1]]
            del waiting[:1]
        elif word.startswith(tuple(f"{name}=" for name in _SHARED)):
            own.append(word)
        else:
            rest.append(word)
    return own, rest


def _choose_language(own: list[str]) -> None:
    """`--lang`, else plan-extractor.toml, else the locale."""
    from extractor.cli.config import find_config

    asked = [
        value
        for word, value in zip([*own, ""], [*own[1:], ""], strict=False)
        if word == "--lang" and value in messages.LANGUAGES
    ]
    asked += [word.partition("=")[2] for word in own if word.startswith("--lang=")]
    try:
        configured = find_config().lang
    except UsageError:
        configured = None  # said by `main`, in a language that is then known
    messages.use(next((v for v in (*reversed(asked), configured) if v in messages.LANGUAGES), messages.preferred()))


def _write_utf8() -> None:
    """A Windows console in cp866 prints «?» for what it has no letter for, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


@click.group(
    cls=Commands,
    params=cast(list[click.Parameter], _shared_options()),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Reads work plans of schools and libraries (Word, PDF, text, tables) into one dataset of events.",
)
@click.version_option(__version__, "-V", "--version", message="plan-extractor %(version)s")
def main(mappings: Path | None) -> None:
    from extractor.cli.config import find_config

    _write_utf8()
    overlay = mappings or find_config().mappings
    if overlay is not None:
        from extractor import mappings as knowledge

        knowledge.use(overlay)
