"""What is put into the store and what it gives back: frozen values, nothing of a database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from extractor.exports.records import PlanRecord


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that was read.

    `sha256` is of its bytes (hex). `version` is any string that says by which rules, mappings and limits it was read.
    `name` is the file name it was read under (the last part of its source): a plan without a year in its title takes it
    from there, and a wrong ending is warned of, so another first name may ask for another reading (`Store.unread`).
    `source`, `sources` and `gone` of the record's document are not kept: names are.
    """

    sha256: str
    version: str
    record: PlanRecord
    name: str = ""


@dataclass(frozen=True, slots=True)
class FailedReading:
    """Bytes that could not be read as a document: the error's `code` and `detail`; the rest as in `Reading`."""

    sha256: str
    version: str
    code: str
    detail: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of some bytes, without the document itself.

    `code` is None where there is a document, else that of the failure. `warnings` counts the codes of warnings, those
    of the document and of its `events` events together.
    """

    sha256: str
    name: str = ""
    code: str | None = None
    detail: str = ""
    events: int = 0
    warnings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A file as a run found it.

    `path` is absolute, with `/`, and tells names apart; within an archive it goes on behind `!/`
    (`/data/plans.zip!/school5/plan.docx`). `source` is what the dataset calls it. Both as `walk.printable` writes them.
    `sha256` is None where the bytes could not be had: `code` and `detail` say why then. An archive is seen like any
    file; its bytes are those of a `save_archive`.
    """

    source: str
    path: str
    sha256: str | None
    code: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What a run found otherwise than the store knew it: sources in order, each in one place only.

    `new` were never seen, `changed` have other bytes than before, `back` were gone and are there again, `gone` went.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A document to read: its bytes and the first of its names; `known` is what an outdated reading came to, if any."""

    sha256: str
    source: str
    path: str
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name within, its bytes or why they could not be had; `passed_over` is no document."""

    name: str
    sha256: str | None = None
    code: str = ""
    detail: str = ""
    passed_over: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A name that has no document in the dataset, and why. `sha256` is None where not even the bytes could be had."""

    source: str
    code: str
    detail: str = ""
    sha256: str | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was exported: from which state (`digest`), and what it looked like then (bytes, ns)."""

    name: str
    digest: str
    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for.

    Every word must be in the event (any form of it), or `any_word` of them; "words in quotes" stand side by side.
    `start` and `end` are the days that a span of the event must touch; `institution` is a body's name, or words of it,
    that the event or its plan names; `types` are codes of which one is the event's.
    """

    words: str = ""
    any_word: bool = False
    start: dt.date | None = None
    end: dt.date | None = None
    institution: str = ""
    types: tuple[str, ...] = ()
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """An event that was found: the best first, or by day where no words were given.

    `start` and `end` hull the spans of its date; `gone` says that none of its plan's files is there any more.
    """

    event_id: str
    title: str
    type: str
    start: dt.date | None
    end: dt.date | None
    date_text: str
    source: str
    institution: str
    responsible: str
    gone: bool = False
