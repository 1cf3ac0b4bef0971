"""Pages of school sites and editors that hold the same plan in other ways: all must give what the plain one gives."""

# ruff: noqa: E501 (mark-up as sites have it)
# fmt: off
from __future__ import annotations

MENU = "".join(f'<li class="menu-item"><a href="/p{n}">{name}</a></li>' for n, name in enumerate(("Главная", "О школе", "Документы", "Педагогам", "Контакты")))
TITLE = "План работы школьного музея на 2024-2025 учебный год"
ROWS = (
    ("1", "Экскурсия «Наша улица»", "12 сентября", "Глухова Е.П."),
    ("2", "Встреча с краеведом", "октябрь", "актив музея"),
    ("3", "Выставка одного экспоната", "до 20 декабря", "Глухова Е.П."),
)
HEAD = ("№", "Мероприятие", "Дата", "Ответственный")


def grid(cell: str = "<td>{}</td>", attributes: str = 'border="1"') -> str:
    """The table."""
    return f"<table {attributes}>" + "".join("<tr>" + "".join(cell.format(c) for c in row) + "</tr>" for row in (HEAD, *ROWS)) + "</table>"


def page(body: str, head: str = "") -> str:
    """Around a body."""
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Музей — МБОУ СОШ № 12</title>{head}</head><body>{body}</body></html>'


PAGES: dict[str, str] = {
    "plain": page(f"<h1>{TITLE}</h1>{grid()}"),
    "bitrix with a cookie bar and an accessibility panel": page(
        '<div id="panel"></div><div class="special-settings">Версия для слабовидящих <a href="#">А</a> <a href="#">А</a> <a href="#">А</a> Обычная версия</div>'
        f'<div class="bx-breadcrumb"><div class="bx-breadcrumb-item"><a href="/">Главная</a></div><div>Музей</div></div><nav><ul>{MENU}</ul></nav>'
        f'<div class="workarea"><div class="bx-content"><h1 class="bx-title">{TITLE}</h1>{grid()}</div></div>'
        '<div class="cookie">Сайт использует cookie <button>Хорошо</button></div><footer>© 2015–2024 Все права защищены 12.12.2015</footer>'
    ),
    "wordpress": page(
        f'<div id="page" class="site"><header id="masthead" class="site-header"><div class="site-branding"><p class="site-title"><a href="/">Школа № 12</a></p></div><nav class="main-navigation"><ul id="primary-menu" class="menu">{MENU}</ul></nav></header>'
        f'<div id="content"><main id="main"><article class="post-7"><header class="entry-header"><h1 class="entry-title">{TITLE}</h1><div class="entry-meta">Опубликовано <time datetime="2024-09-02">02.09.2024</time> автором admin</div></header>'
        f'<div class="entry-content"><figure class="wp-block-table">{grid()}</figure></div><footer class="entry-footer">Рубрика: Музей</footer></article></main></div>'
        '<aside id="secondary" class="widget-area"><h2>Свежие записи</h2><ul><li><a href="/a">Каникулы с 28 октября</a></li></ul></aside></div>'
    ),
    "ucoz: the page is a table": page(
        f'<table border="0" cellpadding="5" cellspacing="1" width="100%" class="eBlock"><tr><td style="padding:3px;"><div class="eTitle"><h1>{TITLE}</h1></div><div class="eMessage">{grid()}</div>'
        '<div class="eDetails" style="clear:both;">Категория: Музей | Просмотров: 211 | Добавил: admin | Рейтинг: 0.0/0</div></td></tr></table>'
        '<table border="0" width="100%"><tr><td>Всего комментариев: 0</td><td align="right"></td></tr></table>'
    ),
    "copied out of Word": page(
        f'<p class="MsoNormal" align="center" style="text-align:center"><b><span style="mso-fareast-language:RU">{TITLE}<o:p></o:p></span></b></p>'
        + grid('<td style="mso-border-alt:solid windowtext .5pt" valign="top"><p class="MsoNormal"><span style="font-size:12.0pt">{}<o:p></o:p></span></p></td>', 'class="MsoTableGrid" border="1"')
    ),
    "divisions in place of a table's paragraphs": page(f'<div style="text-align:center"><strong>{TITLE}</strong></div><div>&nbsp;</div>' + grid("<td><div>{}</div></td>")),
    "head cells and a caption": page(
        f"<table><caption>{TITLE}</caption><thead><tr>" + "".join(f"<th scope=col>{c}</th>" for c in HEAD) + "</tr></thead><tbody>"
        + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS) + "</tbody></table>"
    ),
    "nothing is closed": f"<html><body><h2>{TITLE}<table border=1>" + "".join("<tr>" + "".join(f"<td>{c}" for c in row) for row in (HEAD, *ROWS)) + "</table></body></html>",
    "capitals and old fonts": f'<HTML><BODY BGCOLOR="#FFFFFF"><CENTER><FONT SIZE="+2"><B>{TITLE}</B></FONT></CENTER>' + grid('<TD><FONT FACE="Times New Roman">{}</FONT></TD>', "BORDER=1") + "</BODY></HTML>",
    "entities for all letters": page(f"<p>{''.join(f'&#{ord(c)};' for c in TITLE)}</p>" + grid().encode("ascii", "xmlcharrefreplace").decode()),
    "hidden rows and a screen reader's text": page(
        f'<h1>{TITLE}</h1><span class="sr-only" style="position:absolute;left:-9999px"></span>'
        + grid().replace("</table>", '<tr style="display:none"><td>4</td><td>Старое</td><td>май</td><td>–</td></tr></table>')
    ),
    "a spreadsheet published by Google": page(
        f'<div id="sheets-viewport"><div class="ritz grid-container"><table class="waffle" cellspacing="0"><thead><tr><th class="row-header"></th><th>A</th><th>B</th><th>C</th><th>D</th></tr></thead><tbody>'
        f'<tr><th class="row-headers-background"><div>1</div></th><td colspan="4">{TITLE}</td></tr>'
        + "".join(f"<tr><th><div>{n}</div></th>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for n, row in enumerate((HEAD, *ROWS), 2))
        + "</tbody></table></div></div>"
    ),
}
