"""What an import tells at its end: documents, events, warnings by kind, failures by reason, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from extractor.exports import FILES
from extractor.exports.folder import DUPLICATES, FAILURES
from extractor.importing.outcome import ImportReport, Outcome
from extractor.importing.quarantine import FOLDER, REASONS
from extractor.messages import _, plural
from extractor.messages.codes import error_meaning, warning_meaning

_SHOWN = 10
"""Failures of one reason that are named; the others are counted (all stand in quarantine/reasons.csv)."""


def print_summary(report: ImportReport, out: Path, formats: Sequence[str]) -> None:
    """The summary, on the standard output."""
    for line in summary(report, out, formats):
        click.echo(line)


def summary(report: ImportReport, out: Path, formats: Sequence[str] = ("json", "csv")) -> Iterator[str]:
    """The lines of the summary."""
    if report.interrupted:
        yield _("Interrupted: what was read so far is kept. The same command goes on from here.")
    if report.documents_in_all:
        yield _("Documents: {documents}, events: {events}, seconds: {seconds}").format(
            documents=report.documents_in_all, events=report.events_in_all, seconds=f"{report.seconds:.1f}"
        )
        yield from _changed(report)
    else:
        yield _("Nothing was imported: no document could be read.")
    yield from _passed_over(report)
    yield from _warnings(report)
    yield from _failures(report.failures)
    if report.written:
        yield ""
        yield _("Written to {folder}: {names}").format(folder=out, names=", ".join(_written(report, formats)))
    elif report.documents_in_all:
        yield ""
        yield _("The dataset in {folder} is current: nothing had to be written.").format(folder=out)
    yield from _next(report, out, formats)


def _changed(report: ImportReport) -> Iterator[str]:
    """What this run read, and how its files differ from those of the run before."""
    known = sum(o.known for o in report.outcomes)
    change = report.change
    if not known and not change.gone:
        return
    yield _("Read now: {read}, known from earlier runs: {known}").format(read=len(report.outcomes) - known, known=known)
    if change.new or change.changed or change.back or change.gone:
        counts = (len(part) for part in (change.new, change.changed, change.back, change.gone))
        new, changed, back, gone = counts
        line = _("Files: {new} new, {changed} changed, {back} back again, {gone} gone")
        yield line.format(new=new, changed=changed, back=back, gone=gone)
    if change.gone:
        yield _("The plans of files that are gone stay in the dataset, marked; --prune takes them out.")


def _written(report: ImportReport, formats: Sequence[str]) -> Iterator[str]:
    """The files that are worth opening."""
    for name in formats:
        yield from FILES[name]
    if "csv" in formats and report.failures:
        yield FAILURES
    if "csv" in formats and report.duplicates:
        yield DUPLICATES


def _next(report: ImportReport, out: Path, formats: Sequence[str]) -> Iterator[str]:
    """What to do with all that."""
    advice: list[str] = []
    if report.failures:
        where = out / FOLDER / REASONS
        advice.append(_("Look into {file}: why files were not read, and what to do.").format(file=where))
        advice.append(_("Then give the same command: it reads what was mended. --retry tries all failures anew."))
    if report.documents and report.warnings() and "xlsx" in formats:
        advice.append(_("The events with warnings are coloured in plans.xlsx, each with what to do."))
    if advice:
        yield ""
        yield _("What to do next:")
        yield from (f"  – {line}" for line in advice)


def _passed_over(report: ImportReport) -> Iterator[str]:
    if report.duplicates:
        yield plural(
            "{n} file has the bytes of another one and was left out",
            "{n} files have the bytes of other ones and were left out",
            len(report.duplicates),
        )
    if report.other_kinds:
        yield plural(
            "{n} file of another kind was passed over by its name",
            "{n} files of other kinds were passed over by their names",
            len(report.other_kinds),
        )
    if report.irregular:
        yield plural(
            "{n} link, device or closed folder was not opened",
            "{n} links, devices or closed folders were not opened",
            len(report.irregular),
        )
    if report.unread:
        yield plural("{n} file was not reached", "{n} files were not reached", report.unread)


def _warnings(report: ImportReport) -> Iterator[str]:
    found = report.warnings()
    if not found:
        return
    yield ""
    yield _("Warnings:")
    for code, count, worst in found:
        meaning = warning_meaning(code)
        yield f"  {count:>5}  {meaning.said} ({code}). {meaning.advised}"
        yield "         " + ", ".join(f"{o.source}: {o.warnings[code]}" for o in worst)


def _failures(failures: tuple[Outcome, ...]) -> Iterator[str]:
    if not failures:
        return
    yield ""
    yield _("Not read:")
    for code, group in groupby(sorted(failures, key=_reason), key=lambda o: o.code or ""):
        outcomes = list(group)
        meaning = error_meaning(code)
        yield f"  {len(outcomes):>5}  {meaning.said} ({code}). {meaning.advised}"
        for outcome in outcomes[:_SHOWN]:
            yield f"         {outcome.source}" + (f" ({outcome.detail})" if outcome.detail else "")
        if len(outcomes) > _SHOWN:
            yield "         " + _("… and {n} more in {file}").format(
                n=len(outcomes) - _SHOWN, file=f"{FOLDER}/{REASONS}"
            )


def _reason(outcome: Outcome) -> tuple[str, str]:
    return outcome.code or "", outcome.source
