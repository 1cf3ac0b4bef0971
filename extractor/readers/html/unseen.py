"""What of a page is no content of the document: code, and what every page of a site repeats."""

from __future__ import annotations

import re

from lxml import etree

from extractor.readers.html.looks import text_of

_UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "footer",
        "aside",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "canvas",
        "audio",
        "video",
        "map",
        "button",
        "select",
        "textarea",
        "datalist",
        "meta",
        "link",
        "title",
        "frameset",
        "noframes",
    ]
)
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "menu", "menubar", "complementary"))
_SITE = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|navigation|breadcrumbs?|footer|sidebar|pagination|social|share)(?:$|[\s_-])", re.I
)
_ABOUT_THE_PAGE = re.compile(
    r"(?:^|\s)(?:(?:entry|post|article)[-_](?:meta|info|date|footer|author)|posted-on|byline|\S*breadcrumbs?\S*|cookie(?:[-_]\w+)*)(?:$|\s)",
    re.I,
)
"""When and by whom the page was put up, and the bar about cookies: dates and names that are not the document's."""
_SITES_OWN = frozenset(("div", "ul", "section", "header", "table", "td", "p", "span"))
_NOTE_LINK = re.compile(r"#_?(?:sd)?(?:ftn|footnote|endnote|edn|fn|cite_note)", re.I)
_NOTE_TEXT = re.compile(r"(?:sd)?(?:ftn|footnote|endnote|edn)[\d_]", re.I)
_MOST_LINKED = 0.8


def is_unseen(element: etree._Element, tag: str) -> bool:
    """Whether nothing of an element is read: code, a menu, a footer, a note and its mark."""
    if tag in _UNSEEN or element.get("role") in _ROLES:
        return True
    if tag == "a":
        return bool(_NOTE_LINK.match(element.get("href") or ""))
    if tag not in _SITES_OWN:
        return False
    if _NOTE_TEXT.match(element.get("id") or ""):
        return True
    called = f"{element.get('class') or ''} {element.get('id') or ''}"
    if _ABOUT_THE_PAGE.search(called):
        return next(element.iter("table"), None) is None
    return (_SITE.search(called) is not None or tag in ("ul", "header")) and _is_links(element)


def _is_links(element: etree._Element) -> bool:
    """Whether its text is nearly all links, three or more, and no table stands in it: a menu."""
    links = list(element.iter("a"))
    if len(links) < 3 or next(element.iter("table"), None) is not None:
        return False
    whole = len("".join(text_of(element).split()))
    linked = sum(len("".join(text_of(link).split())) for link in links)
    return bool(linked >= _MOST_LINKED * whole)
