"""Commands with their help in the language in use: their texts in the code are the catalogue's English keys."""

from __future__ import annotations

import copy
import inspect

import click

from extractor.messages import _


def localised(command: click.Command) -> click.Command:
    """A copy of the command (and of a group's subcommands) whose help, options and epilog speak the user's language."""
    twin = copy.copy(command)
    twin.help = _(inspect.cleandoc(command.help)) if command.help else None
    twin.short_help = _(command.short_help) if command.short_help else None
    twin.epilog = _(command.epilog) if command.epilog else None
    twin.options_metavar = _(command.options_metavar) if command.options_metavar else None
    twin.params = [localised_parameter(parameter) for parameter in command.params]
    if isinstance(twin, click.Group):
        twin.subcommand_metavar = _(twin.subcommand_metavar)
        twin.commands = {name: localised(sub) for name, sub in twin.commands.items()}
    return twin


def localised_parameter(parameter: click.Parameter) -> click.Parameter:
    """A copy of the parameter with its help and the name of its value translated."""
    twin = copy.copy(parameter)
    text = getattr(parameter, "help", None)
    if text:
        twin.help = _(text)
    if twin.metavar:
        twin.metavar = _(twin.metavar)
    return twin
