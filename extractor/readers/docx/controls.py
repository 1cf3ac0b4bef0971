"""Forms: what content controls and old form fields show where their text alone does not say it."""

from __future__ import annotations

import re

from lxml import etree

from extractor.readers.docx.names import is_on, value, w, whole

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TICKED, _EMPTY = "☒", "☐"
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def shows_placeholder(control: etree._Element) -> bool:
    """Whether a content control shows its prompt («Выберите дату») and no content."""
    return is_on(control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}"))


def control_value(control: etree._Element) -> str:
    """What a control without text stands for: the day that was picked, a box; nothing for all others."""
    properties = control.find(w("sdtPr"))
    if properties is None:
        return ""
    picked = properties.find(w("date"))
    day = _DAY.match((picked.get(w("fullDate")) or "") if picked is not None else "")
    if day:
        return ".".join(reversed(day.groups()))
    box = properties.find(f"{_W14}checkbox")
    if box is None:
        return ""
    checked = box.find(f"{_W14}checked")
    return _TICKED if checked is not None and checked.get(f"{_W14}val") in ("1", "true", "on") else _EMPTY


def field_value(begin: etree._Element) -> str:
    """What an old form field shows by itself: a ticked box, the chosen entry of a list."""
    box = begin.find(f"{w('ffData')}/{w('checkBox')}")
    if box is not None:
        checked = box.find(w("checked"))
        return _TICKED if is_on(checked if checked is not None else box.find(w("default"))) else _EMPTY
    entries = begin.find(f"{w('ffData')}/{w('ddList')}")
    if entries is not None:
        names = [value(e) or "" for e in entries.iterchildren(w("listEntry"))]
        chosen = whole(value(entries.find(w("result"))) or value(entries.find(w("default"))))
        return names[chosen] if 0 <= chosen < len(names) else ""
    return ""
