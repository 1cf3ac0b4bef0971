"""`extractor formats`: what this machine can read, through what, and what to install for the rest."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

import click

from extractor.messages import _
from extractor.readers.office import INSTALL
from extractor.readers.ocr import HINT as OCR
from extractor.readers.ocr import is_available
from extractor.readers.unlock import HINT as PASSWORDS


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its reader's module, and what that needs: Python packages (all of them), programs (any of them).

    Programs that are not `required` read what the own reader cannot (Word files older than Word 97). `check` asks
    what no name tells (whether tesseract has its Russian data).
    """

    name: str
    extensions: str
    reader: str
    packages: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    install: str = ""
    required: bool = True
    check: Callable[[], bool] = lambda: True

    @property
    def read(self) -> bool:
        """Whether there is a reader for it at all."""
        return find_spec(f"extractor.readers.{self.reader}") is not None

    @property
    def missing(self) -> tuple[str, ...]:
        """What must be installed first."""
        packages = tuple(p for p in self.packages if find_spec(p) is None)
        without_program = bool(self.programs) and not any(map(shutil.which, self.programs))
        programs = self.programs[:1] if without_program and self.required else ()
        if not packages and not programs and not self.check():
            return (f"{self.programs[0]}-rus",)
        return (*packages, *programs)


FORMATS = (
    Format("DOCX", "docx, docm, dotx", "docx", ("lxml",)),
    Format("DOC", "doc, dot", "doc", ("lxml",), ("soffice", "antiword"), INSTALL, required=False),
    Format("PDF", "pdf", "pdf", ("pypdfium2",)),
    Format("ODT", "odt, ott", "odt", ("lxml",)),
    Format("RTF", "rtf", "rtf"),
    Format("HTML", "html, htm", "html", ("lxml",)),
    Format("text", "txt, md, csv, tsv", "text"),
    Format("XLSX", "xlsx, xlsm, xlsb", "sheets", ("python_calamine",)),
    Format("XLS", "xls", "sheets", ("python_calamine",)),
    Format("ODS", "ods", "sheets", ("lxml",)),
    Format("scans", "png, jpg, tiff, pdf", "scans", ("PIL", "numpy"), ("tesseract",), OCR, check=is_available),
    Format("ZIP", "zip", "archive"),
    Format("locked", "docx, xlsx, doc, xls", "unlock", ("msoffcrypto",), (), PASSWORDS),
)


@click.command("formats", short_help="List the formats that this machine can read.")
def formats_command() -> None:
    """List the formats: which are read here, through what, and what to install for the others.

    The format of a file is told by its content, not by its name.
    """
    for line in _lines():
        click.echo(line)


def _lines() -> Iterator[str]:
    for known in FORMATS:
        yield f"{_mark(known)} {known.name:<7} {known.extensions:<20} {_through(known)}"


def _mark(known: Format) -> str:
    return "+" if known.read and not known.missing else "-"


def _through(known: Format) -> str:
    if not known.read:
        return _("not read by this version")
    if known.missing:
        return _("needs {what}: {command}").format(
            what=", ".join(known.missing), command=known.install or f"pip install {' '.join(known.missing)}"
        )
    used = [*(p for p in known.programs if shutil.which(p)), *known.packages]
    through = ", ".join(used) or _("built in")
    if known.programs and not any(map(shutil.which, known.programs)):
        return through + "; " + _("for files older than Word 97 {command}").format(command=known.install)
    return through
