"""Where the found events come from: a dataset made before, or the plan files that lie near their gold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from extractor.errors import UsageError
from extractor.evaluate.gold import GoldPlan
from extractor.model import PlanDocument

_LEVELS = 3


def plan_file(gold: GoldPlan) -> Path | None:
    """The file a gold speaks of: beside it, or in a folder above it or in one of those' own folders.

    So `corpora/gold/X.docx.yaml` finds `corpora/plans/X.docx`.
    """
    folder = gold.path.resolve().parent
    for level in (folder, *folder.parents[: _LEVELS - 1]):
        beside = level / gold.source
        if beside.is_file():
            return beside
        for sub in sorted(x for x in level.iterdir() if x.is_dir() and not x.name.startswith(".")):
            if (sub / gold.source).is_file():
                return sub / gold.source
    return None


def read_dataset(path: Path) -> Mapping[str, PlanDocument]:
    """The plans of a `dataset.json` (or of the JSON of one plan) by the name of their file.

    Raises:
        UsageError: the file cannot be read or is no dataset.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {Path(plan.document.source).name: plan for plan in _plans(data)}
    except (OSError, json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        detail = f"{type(error).__name__}: {error}".replace("\n", " ")[:200]
        raise UsageError(detail, source=str(path), code="dataset") from error


def _plans(data: Mapping[str, object]) -> Iterator[PlanDocument]:
    if "documents" not in data:
        yield PlanDocument.from_dict(data)
        return
    documents, events = data["documents"], data.get("events") or []
    if not isinstance(documents, list) or not isinstance(events, list):
        raise ValueError("documents and events are lists")
    by_document: dict[str, list[object]] = {}
    for event in events:
        by_document.setdefault(event["document_id"], []).append(event)
    for document in documents:
        yield PlanDocument.from_dict({"document": document, "events": by_document.get(document["id"], [])})
