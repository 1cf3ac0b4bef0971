"""What tags, attributes and simple style rules say of the look of HTML text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

_BOLD_TAGS = frozenset(("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"))
_ITALIC_TAGS = frozenset(("i", "em", "cite", "dfn", "var"))
_STRUCK_TAGS = frozenset(("s", "strike", "del"))
_ALIGNS = {"left": "left", "center": "center", "middle": "center", "right": "right", "justify": "justify"}
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,2000})\}")
_SELECTOR = re.compile(r"[a-z0-9]{0,10}\.([\w-]{1,60})", re.I)
_LENGTH = re.compile(r"(-?\d{0,5}(?:\.\d{1,6})?)(pt|px|in|cm|mm|em)")
_POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.3465, "mm": 2.83465, "em": 12.0}
_MOST_RULES = 3_000

Declarations = dict[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """The look that goes down to children; `hidden` hides all of them."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    hidden: bool = False
    align: str | None = None
    indent: float = 0.0
    verbatim: bool = False


def declarations(style: str) -> Declarations:
    """`font-weight:bold; …` as a mapping, names and values in lower case."""
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.strip() for name, colon, value in pairs if colon}


class Stylesheet:
    """The page's own rules for classes (`.c1{font-weight:700}`, as Google writes them); nothing finer."""

    def __init__(self, rules: dict[str, Declarations]) -> None:
        self._rules = rules

    @classmethod
    def read(cls, root: etree._Element) -> Stylesheet:
        """The rules of all `<style>` elements."""
        rules: dict[str, Declarations] = {}
        for style in root.iter("style"):
            for match in _RULE.finditer(style.text or ""):
                for selector in match.group(1).split(","):
                    named = _SELECTOR.fullmatch(selector.strip())
                    if named and len(rules) < _MOST_RULES:
                        rules.setdefault(named.group(1), {}).update(declarations(match.group(2)))
        return cls(rules)

    def style(self, element: etree._Element) -> Declarations:
        """What the element's classes and its own `style` declare."""
        found: Declarations = {}
        for name in (element.get("class") or "").split():
            found.update(self._rules.get(name, {}))
        own = element.get("style")
        if own:
            found.update(declarations(own))
        return found


def look_of(element: etree._Element, base: Look, style: Declarations) -> Look:
    """The look inside an element."""
    tag = element.tag
    bold = base.bold or tag in _BOLD_TAGS
    weight = style.get("font-weight")
    if weight is not None:
        bold = weight in ("bold", "bolder") or (weight.isdecimal() and int(weight) >= 600)
    slant = style.get("font-style")
    line = style.get("text-decoration", "") + style.get("text-decoration-line", "")
    align = style.get("text-align") or (element.get("align") or "").lower()
    look = replace(
        base,
        bold=bold,
        italic=slant in ("italic", "oblique") if slant else base.italic or tag in _ITALIC_TAGS,
        struck=base.struck or tag in _STRUCK_TAGS or "line-through" in line,
        hidden=base.hidden or _is_hidden(element, style),
        align="center" if tag == "center" else _ALIGNS.get(align, base.align),
        verbatim=base.verbatim or tag == "pre" or style.get("white-space", "").startswith("pre"),
    )
    margin = style.get("margin-left") or style.get("padding-left")
    return replace(look, indent=base.indent + _points(margin)) if margin and tag not in ("td", "th") else look


def _is_hidden(element: etree._Element, style: Declarations) -> bool:
    return (
        style.get("display") == "none"
        or style.get("visibility") == "hidden"
        or style.get("mso-hide") == "all"
        or element.get("hidden") is not None
    )


def _points(text: str) -> float:
    match = _LENGTH.match(text)
    if match is None or match.group(1) in ("", "-"):
        return 0.0
    return float(match.group(1)) * _POINTS[match.group(2)]


def text_of(element: etree._Element) -> str:
    """All text inside an element."""
    return "".join(str(text) for text in element.itertext())
