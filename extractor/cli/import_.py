"""`extractor import`: folders of plans into one dataset."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.reading import limits_option, passwords_option
from extractor.exports import FORMATS
from extractor.messages import _

if TYPE_CHECKING:
    from extractor.importing.outcome import ImportReport
    from extractor.importing.run import ImportOptions


@click.command("import", short_help="Read folders of plans into one dataset.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(exists=True, allow_dash=True))
@click.option(
    "-o",
    "--output",
    "out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    metavar="DIR",
    help="Folder for the dataset.",
)
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="What to write (may be given several times); all by default.",
)
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="Processes that read; as many as cores by default."
)
@click.option("--timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="Limit for one document.")
@click.option(
    "--processor",
    type=click.FloatRange(1),
    metavar="SECONDS",
    help="Limit of the processor's time for one document; that of --timeout by default.",
)
@click.option("--memory", type=click.IntRange(256), metavar="MB", help="Limit of memory for one document.")
@click.option("--glob", "pattern", metavar="PATTERN", help="Read only files whose name fits («*.docx», «2030/*»).")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Read only the first N files.")
@passwords_option
@limits_option
@click.option("--retry", is_flag=True, help="Try all files anew that could not be read before.")
@click.option("--prune", is_flag=True, help="Take the plans of files that are gone out of the dataset.")
@click.option(
    "--store", "url", metavar="URL", help="Keep what is known in PostgreSQL (postgresql://…) instead of DIR/plans.db."
)
@click.option("--dry-run", is_flag=True, help="List the files that would be read, and write nothing.")
@click.pass_context
def import_command(
    context: click.Context,
    paths: tuple[str, ...],
    out: Path,
    formats: tuple[str, ...],
    workers: int | None,
    timeout: float | None,
    processor: float | None,
    memory: int | None,
    pattern: str | None,
    limit: int | None,
    passwords: tuple[str, ...],
    settings: tuple[str, ...],
    retry: bool,
    prune: bool,
    url: str | None,
    dry_run: bool,
) -> None:
    """Read files and folders (with all that is in them) into one dataset.

    The folder of the dataset remembers what was read: given the same command again, only files that are new or changed
    are read, and a run that was broken off goes on where it stood.

    «-» reads the paths from the standard input, one a line. Files whose names say that they are no documents are passed
    over, unless they are given themselves. ZIP archives are opened as folders.

    Exit codes: 0 all read, 1 some documents failed, 2 wrong usage, 3 nothing imported, 130 interrupted.
    """
    from extractor import mappings
    from extractor.cli.config import find_config
    from extractor.cli.progress import watching
    from extractor.cli.summary import print_summary
    from extractor.errors import StoreError
    from extractor.importing.run import ImportOptions, run_import
    from extractor.messages.codes import error_line
    from extractor.readers.limits import Limits

    config, standard = find_config(), ImportOptions()
    seconds = timeout or config.timeout or standard.timeout
    options = ImportOptions(
        workers=workers or config.workers,
        timeout=seconds,
        processor=processor,
        memory=memory or standard.memory,
        pattern=pattern,
        limit=limit,
        overlays=mappings.overlays(),
        formats=formats or standard.formats,
        limits=Limits(seconds=seconds).changed(settings),
        passwords=passwords,
        store=url,
        retry=retry,
        prune=prune,
    )
    if dry_run:
        _tell_ahead(_given(paths), out, options)
        return
    try:
        with watching(sys.stderr) as watcher:
            report = run_import(_given(paths), out, options, watcher)
    except OSError as error:
        click.echo(_("{file}: cannot be written: {reason}").format(file=out, reason=error.strerror), err=True)
        context.exit(3)
    except StoreError as error:  # a full disk, too: nothing was written
        click.echo(error_line(error), err=True)
        context.exit(3)
    except KeyboardInterrupt:
        click.echo(_("Interrupted: what was read is kept, the dataset's files are as they were."), err=True)
        context.exit(130)
    print_summary(report, out, options.formats)
    context.exit(exit_code(report))


def _tell_ahead(paths: list[str], out: Path, options: ImportOptions) -> None:
    """What would be read, a line each; on the error stream what is known, and what is gone."""
    from extractor.importing.preview import preview

    ahead = preview(paths, out, options)
    for source in ahead.to_read:
        click.echo(source)
    counts = {"read": len(ahead.to_read), "known": ahead.known, "gone": len(ahead.gone)}
    click.echo(_("To read: {read}, known: {known}, gone: {gone}").format(**counts), err=True)
    for source in ahead.gone:
        click.echo(_("gone: {file}").format(file=source), err=True)


def _given(paths: tuple[str, ...]) -> list[str]:
    """The paths of the line, «-» replaced by those that the standard input lists."""
    listed = [line.rstrip("\r\n") for line in sys.stdin] if "-" in paths else []
    return [*(path for path in paths if path != "-"), *filter(None, listed)]


def exit_code(report: ImportReport) -> int:
    """What the command ends with."""
    if report.interrupted:
        return 130
    if not report.documents_in_all:
        return 3
    return 1 if report.failures else 0
