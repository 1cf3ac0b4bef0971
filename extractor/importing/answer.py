"""What a worker says of a file, and how it travels."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from extractor.errors import ExtractorError, LimitError
from extractor.exports.records import PlanRecord
from extractor.importing.channel import HEAD, LONGEST, NonsenseError
from extractor.importing.guard import State

_DETAIL = 300
"""So many characters of an error's detail are kept."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: its number in the run, the name in the dataset, and where it lies.

    One `inside` an archive has been unpacked into the spool, and is removed from there once it has been read.
    """

    number: int
    source: str
    path: Path
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file of an archive: its name within, its bytes' SHA-256 and the path where it was put down.

    Without bytes: why there are none (`code`, `detail`), or nothing where its name was `passed_over`.
    """

    name: str
    sha256: str | None = None
    path: str = ""
    code: str = ""
    detail: str = ""
    passed_over: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One file: a plan (`record`), or the files of an archive (`opened`), or the code and detail of a failure.

    `sha256` is of the bytes that were read; a worker that was killed could not say (None).
    """

    number: int
    source: str
    sha256: str | None = None
    code: str | None = None
    detail: str = ""
    record: PlanRecord | None = None
    opened: tuple[Unpacked, ...] | None = None

    @property
    def read(self) -> bool:
        """Whether there is a document."""
        return self.record is not None

    @classmethod
    def failed(cls, job: Job, error: ExtractorError, sha256: str | None = None) -> Answer:
        """A file that gave an error."""
        return cls(job.number, job.source, sha256, error.code, error.detail[:_DETAIL])


def to_bytes(answer: Answer, state: State) -> bytes:
    """An answer for the pipe, with what the worker holds after it: a line of JSON, then the record's lines.

    JSON, since unpickling what a worker sends could run anything. A record that is too long becomes a failure.
    """
    lines = (answer.record.document, *answer.record.events) if answer.record else ()
    body = "\n".join(lines).encode()
    if len(body) > LONGEST - HEAD.size - 10_000:
        error = LimitError(f"result {len(body) >> 20} MB > {LONGEST >> 20} MB")
        short = Answer(answer.number, answer.source, answer.sha256, error.code, error.detail)
        return to_bytes(short, state)
    head = {
        "number": answer.number,
        "source": answer.source,
        "sha256": answer.sha256,
        "code": answer.code,
        "detail": answer.detail,
        "opened": [asdict(file) for file in answer.opened] if answer.opened is not None else None,
        "state": [state.address_space, state.resident],
    }
    return json.dumps(head).encode() + b"\n" + body


def from_bytes(message: bytes) -> tuple[Answer, State]:
    """What `to_bytes` gave.

    Raises:
        NonsenseError: it is nothing of the kind.
    """
    head, _newline, body = message.partition(b"\n")
    try:
        told: Mapping[str, Any] = json.loads(head)
        document, *events = body.decode().split("\n")
        opened = told["opened"]
        answer = Answer(
            told["number"],
            told["source"],
            told["sha256"],
            told["code"],
            told["detail"],
            PlanRecord(document, tuple(events)) if document else None,
            tuple(Unpacked(**file) for file in opened) if opened is not None else None,
        )
        return answer, State(*told["state"])
    except (ValueError, KeyError, TypeError) as error:
        raise NonsenseError from error
