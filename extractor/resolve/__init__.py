"""One body, one id: in a document and across documents."""

from __future__ import annotations

from extractor.resolve.same import same_institution

__all__ = ["same_institution"]
