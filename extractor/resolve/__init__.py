"""One body, one id: in a document and across documents."""

from __future__ import annotations

from extractor.resolve.cluster import resolve_institutions
from extractor.resolve.registry import Entry, Registry, institutions_yaml, registry
from extractor.resolve.same import same_institution

__all__ = ["Entry", "Registry", "institutions_yaml", "registry", "resolve_institutions", "same_institution"]
