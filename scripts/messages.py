#!/usr/bin/env python3
"""Keeps the catalogue of messages: collects them from the code, compiles `.po` to `.mo` (needs Babel).

python scripts/messages.py            # add what is new to the .po files, then compile them
python scripts/messages.py --check    # exit 1 where a message lacks its translation or a .mo is not current
"""

from __future__ import annotations

import ast
import inspect
import io
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extractor import messages  # noqa: E402
from extractor.cli import COMMANDS, main  # noqa: E402
from extractor.cli import figures as cli_figures  # noqa: E402
from extractor.messages import codes  # noqa: E402

Key = str | tuple[str, str]

CLICK_UNUSED = ("editor", "Editing", "Windows error", "DeprecationWarning", "deprecated", "Bash version")
"""Parts of click's messages for what this program does not do (open editors, deprecate commands)."""


def keys() -> set[Key]:
    """All messages: of the code, of the commands' help, of the codes, and click's own."""
    found: set[Key] = set()
    for path in (ROOT / "extractor").rglob("*.py"):
        found |= set(_calls(ast.parse(path.read_text(encoding="utf-8"))))
    found |= set(_help(main))
    for name in COMMANDS:
        module, _colon, attribute = COMMANDS[name].partition(":")
        found |= set(_help(getattr(import_module(module), attribute)))
    for meaning in (*codes.ERRORS.values(), *codes.WARNINGS.values()):
        found |= {meaning.what, meaning.remedy} - {""}
    found |= set(cli_figures.FIELDS.values())
    return found | set(_click_keys())


def _calls(tree: ast.AST) -> Iterator[Key]:
    """The literal arguments of `_("…")`, `N_("…")` and `plural("…", "…", n)`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if node.func.id in ("_", "N_") and texts:
            yield texts[0]
        elif node.func.id == "plural" and len(texts) == 2:
            yield texts[0], texts[1]


def _help(command: click.Command) -> Iterator[str]:
    texts = [command.help, command.short_help, command.epilog, *(getattr(p, "help", None) for p in command.params)]
    texts += [command.options_metavar, *(p.metavar for p in command.params)]
    yield from (inspect.cleandoc(text) for text in texts if text)
    if isinstance(command, click.Group):
        yield command.subcommand_metavar
        for subcommand in command.commands.values():
            yield from _help(subcommand)


def _click_keys() -> Iterator[Key]:
    keywords = {"_": None, "ngettext": (1, 2)}
    for _file, _line, message, _comments, _context in extract_from_dir(Path(click.__file__).parent, keywords=keywords):
        texts = message if isinstance(message, tuple) else (message,)
        if not any(part in texts[0] for part in CLICK_UNUSED):
            yield message if isinstance(message, tuple) else texts[0]


def read(language: str) -> Catalog:
    """The catalogue of a language as its .po has it."""
    with po_path(language).open("rb") as stream:
        return read_po(stream, locale=language)


def po_path(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return messages.FOLDER / language / "LC_MESSAGES" / f"{messages.DOMAIN}.po"


def compiled(catalog: Catalog) -> bytes:
    """The .mo of a catalogue."""
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def faults(language: str) -> list[str]:
    """What is wrong with a catalogue: a message without translation, one that nothing says, a stale .mo."""
    catalog, wanted = read(language), keys()
    has = {message.id: message for message in catalog if message.id}
    missing = [f"no translation: {key!r}" for key in wanted if key not in has or not _whole(has[key].string)]
    unused = [f"nothing says: {key!r}" for key in has if key not in wanted]
    mo = po_path(language).with_suffix(".mo")
    stale = [] if mo.is_file() and mo.read_bytes() == compiled(catalog) else [f"{mo.name} is not current"]
    return sorted(missing) + sorted(unused) + stale


def _whole(translation: str | tuple[str, ...] | list[str]) -> bool:
    return bool(translation) and all([translation] if isinstance(translation, str) else translation)


def update(language: str) -> None:
    """Add new messages (untranslated) to the .po, drop those that nothing says, write the .mo."""
    catalog, wanted = read(language), keys()
    for key in {message.id for message in catalog if message.id} - wanted:
        catalog.delete(key)
    for key in sorted(wanted, key=str):
        if key not in catalog:
            catalog.add(key)
    with po_path(language).open("wb") as stream:
        write_po(stream, catalog, width=110, sort_output=True, omit_header=False)
    po_path(language).with_suffix(".mo").write_bytes(compiled(catalog))


if __name__ == "__main__":
    if "--check" not in sys.argv:
        update("ru")
    problems = faults("ru")
    print("\n".join(problems) or "messages: all translated")
    sys.exit(bool(problems))
