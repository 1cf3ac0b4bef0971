"""The options that say how documents are read: passwords and limits."""

from __future__ import annotations

import click

passwords_option = click.option(
    "--password",
    "passwords",
    multiple=True,
    metavar="PASSWORD",
    help="For documents and archives under a password (may be given several times; the first that fits serves).",
)
limits_option = click.option(
    "--limits",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Another cap on what a document may ask for («pages=2000»; may be given several times).",
)
