"""One family of exceptions: what went wrong, with which file, and what to do about it."""

from __future__ import annotations


class ExtractorError(Exception):
    """Base of all errors a caller may expect.

    `code` is stable and language-free (`encrypted`, `empty_file`, `unknown_format` …); the command line turns it
    into a sentence in the user's language. `detail` adds what only this case knows (a limit, a missing program).
    """

    code = "error"

    def __init__(self, detail: str = "", *, source: str | None = None, code: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.source = source
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        where = f"{self.source}: " if self.source else ""
        return f"{where}{self.code}" + (f" ({self.detail})" if self.detail else "")

    def at(self, source: str) -> ExtractorError:
        """The same error, naming the file it happened in."""
        if self.source is None:
            self.source = source
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.detail, self.source, self.code))


def _rebuild(kind: type[ExtractorError], detail: str, source: str | None, code: str) -> ExtractorError:
    return kind(detail, source=source, code=code)


class ReadError(ExtractorError):
    """The bytes could not be read as a document (empty, damaged, encrypted, of an unknown format)."""

    code = "unreadable"


class LimitError(ReadError):
    """The document exceeds one of the `Limits` (unpacked size, XML depth, cells, pages …)."""

    code = "limit"


class MissingToolError(ReadError):
    """The format needs a program or an extra that is not installed; `detail` is the command that installs it."""

    code = "missing_tool"


class MappingError(ExtractorError):
    """A file of `mappings/` is wrong: duplicate forms, an empty entry, an unknown key."""

    code = "mapping"


class UsageError(ExtractorError):
    """The caller's arguments make no sense (an unknown format, a period that ends before it starts)."""

    code = "usage"


class StoreError(ExtractorError):
    """The store of a dataset cannot be used: there is none, it is none, or the database refused; no password in it."""

    code = "store_failed"
