"""The whole way in one readable function: bytes → blocks → plan rows → events."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from extractor.errors import ExtractorError, ReadError
from extractor.model import Approval, Document, Institution, PlanDocument
from extractor.readers.limits import Limits

ID_LENGTH = 16
"""A document's id is so many hexadecimal digits of its SHA-256."""


def extract(
    source: str | Path | bytes, *, name: str = "", limits: Limits | None = None, passwords: Sequence[str] = ()
) -> PlanDocument:
    """Read one plan.

    Args:
        source: a path, or the bytes of a file.
        name: what to call the document (`document.source`); a path's own name where none is given.
        limits: caps on what a document may ask for.
        passwords: tried on a document that is under one.

    Raises:
        ExtractorError: the file cannot be read; its `source` names the file, its `code` tells why.
    """
    data, called = (source, name) if isinstance(source, bytes) else (_load(Path(source)), name or Path(source).name)
    try:
        return _extract(data, called, limits or Limits(), passwords)
    except ExtractorError as error:
        raise error.at(called) from error


def _load(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(source=str(path), code="not_found") from error
    except IsADirectoryError as error:
        raise ReadError(source=str(path), code="not_a_file") from error
    except OSError as error:
        raise ReadError(str(error.strerror), source=str(path), code="permission") from error


def _extract(data: bytes, name: str, limits: Limits, passwords: Sequence[str]) -> PlanDocument:
    from extractor.events import build_events
    from extractor.layout.zones import read_plan
    from extractor.readers import read

    digest = hashlib.sha256(data).hexdigest()
    source = read(data, name=name, limits=limits, passwords=passwords)
    plan = read_plan(source.blocks, source.heads)
    built = build_events(plan, digest[:ID_LENGTH], name=name)
    header = plan.main.header if plan.main else None
    known = built.resolved
    document = Document(
        id=digest[:ID_LENGTH],
        source=name,
        sha256=digest,
        format=source.format,
        pages=source.pages,
        title=header.title if header else None,
        period=built.period,
        institution=_known(header.institution if header else None, known),
        approvals=tuple(_approval(a, known) for a in header.approvals) if header else (),
        goals=header.goals if header else (),
        route=source.route,
        warnings=tuple(dict.fromkeys((*source.warnings, *built.warnings))),
    )
    return PlanDocument(document, built.events)


def _approval(approval: Approval, known: dict[Institution, Institution] | object) -> Approval:
    return replace(approval, institution=_known(approval.institution, known))


def _known(body: Institution | None, known: object) -> Institution | None:
    return known.get(body, body) if body is not None and isinstance(known, dict) else body
