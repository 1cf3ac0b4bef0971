"""Damage of a page: tags of its tables that do not match, where the page's writer closed them with care."""

from __future__ import annotations

import re

_TAG = re.compile(r"<(/?)(table|tr|td|th)(?=[\s/>])", re.I)
_UNREAD = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.I | re.S)
_FEWEST = 8
_MOST_UNMATCHED = 0.1


def is_unbalanced(page: str) -> bool:
    """Whether a few tags of tables have no counterpart: rows are lost or run together.

    A writer who leaves out closing tags leaves out all of them: that is no damage.
    """
    opened: dict[str, int] = {}
    closed: dict[str, int] = {}
    for match in _TAG.finditer(_UNREAD.sub(" ", page)):
        count = closed if match.group(1) else opened
        name = match.group(2).lower()
        count[name] = count.get(name, 0) + 1
    for name in opened.keys() | closed.keys():
        more, less = sorted((opened.get(name, 0), closed.get(name, 0)), reverse=True)
        if more != less and (name == "table" or (more >= _FEWEST and more - less <= _MOST_UNMATCHED * more)):
            return True
    return False
