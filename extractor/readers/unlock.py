"""Documents under a password, opened with one: PDF by pdfium, Word and Excel files by msoffcrypto-tool (an extra)."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from typing import Any
from xml.parsers.expat import ExpatError

from extractor.errors import MissingToolError, ReadError

HINT = 'pip install "plan-extractor[passwords]"'
_PACKAGE = b"PK"
_CARELESS = (OSError, ValueError, LookupError, AttributeError, TypeError, struct.error, ExpatError)
"""What msoffcrypto-tool lets out where the file is damaged: it checks nothing of what it reads."""
_WRONG_PASSWORD = 4


def unlock(data: bytes, passwords: Sequence[str]) -> bytes:
    """The same document without its password; the first of the passwords that fits serves.

    Raises:
        ReadError: none fits (`wrong_password`), damaged, or locked in a way that is not read
            (`unsupported_encryption`: OpenDocument).
        MissingToolError: msoffcrypto-tool is not installed; `detail` is the command that installs it.
    """
    if data.startswith(_PACKAGE):
        raise ReadError("OpenDocument", code="unsupported_encryption")
    opener = _unlock_pdf if b"%PDF-" in data[:1024] else _unlock_office
    for password in passwords:
        opened = opener(data, password)
        if opened is not None:
            return opened
    raise ReadError(code="wrong_password")


def _unlock_pdf(data: bytes, password: str) -> bytes | None:
    from pypdfium2 import PdfDocument, PdfiumError
    from pypdfium2.raw import FPDF_REMOVE_SECURITY

    try:
        document = PdfDocument(data, password=password)
    except PdfiumError as error:
        if error.err_code == _WRONG_PASSWORD:
            return None
        raise ReadError(str(error), code="damaged") from error
    out = io.BytesIO()
    try:
        document.save(out, flags=FPDF_REMOVE_SECURITY)
    except PdfiumError as error:
        raise ReadError(str(error), code="damaged") from error
    finally:
        document.close()
    return out.getvalue()


def _unlock_office(data: bytes, password: str) -> bytes | None:
    try:
        import msoffcrypto
        from msoffcrypto import exceptions
    except ImportError as error:
        raise MissingToolError(HINT) from error
    out = io.BytesIO()
    try:
        file: Any = msoffcrypto.OfficeFile(io.BytesIO(data))
        file.load_key(password=password, **_checked(file))
        file.decrypt(out)
    except (exceptions.InvalidKeyError, exceptions.DecryptionError):
        return None
    except (exceptions.FileFormatError, exceptions.ParseError, *_CARELESS) as error:
        raise ReadError(type(error).__name__, code="damaged") from error
    return out.getvalue()


def _checked(file: Any) -> dict[str, bool]:
    """DOCX and XLSX can check a password before they are decrypted; older files do it themselves."""
    return {"verify_password": True} if getattr(file, "format", "") == "ooxml" else {}
