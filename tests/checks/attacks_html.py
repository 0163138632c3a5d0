"""Ways to bring code, or a request to another machine, into a page: what a lesson's text tries.

Each row: what it is, the step's body, the rule that refuses it and the place it is told at. The
body begins on line 6 of the file.
"""

from __future__ import annotations

EVENT, HTML, LINK, DEAD = "html-event-handler", "raw-html", "link-not-safe", "link-dead"

ATTACKS: tuple[tuple[str, str, str, str], ...] = (
    ("an event handler", '<kbd onclick="alert(1)">a</kbd>', EVENT, "6:1"),
    ("an event handler in capitals", "<IMG SRC=x ONERROR=alert(1)>", EVENT, "6:1"),
    ("an event handler after a slash", "*a <svg/onload=alert(1)> b*", EVENT, "6:4"),
    ("an event handler on a new line", "<div\nonclick=alert(1)>a</div>", EVENT, "6:1"),
    ("an event handler without its end", "<div onclick=alert(1)>a", EVENT, "6:1"),
    ("an event handler in a list", "- a <b onclick=alert(1)>b</b>", EVENT, "6:5"),
    ("an event handler in a quotation", "> <img src=x onerror=a>", EVENT, "6:3"),
    ("an event handler in a table", "|a|\n|-|\n|<b onclick=x>|", EVENT, "8:2"),
    ("an event handler in a block", "/// tip\n<b onfocus=a() autofocus>b\n///", EVENT, "7:1"),
    ("an event handler in notes", "/// notes\n<b onclick=a()>b</b>\n///", EVENT, "7:1"),
    ("an event handler in a heading", "### <b onclick=a()>b</b>", EVENT, "6:5"),
    (
        "an event handler in a comment that ends early",
        "<!--><img src=x onerror=a>-->",
        EVENT,
        "6:1",
    ),
    ("an event handler in CDATA", "a <![CDATA[><img src=x onerror=a>]]> b", EVENT, "6:3"),
    ("an event handler in an instruction", "<?x ><img src=x onerror=a>?>", EVENT, "6:1"),
    ("a detail that opens itself", "<details open ontoggle=alert(1)>", EVENT, "6:1"),
    ("a script", "<script>alert(1)</script>", HTML, "6:1"),
    ("a script in capitals within text", "a <SCRIPT SRC=//example.org/a.js></SCRIPT>", HTML, "6:3"),
    ("a style sheet", "<style>@import 'https://example.org/a.css'</style>", HTML, "6:1"),
    ("a page within the page", "<iframe src=https://example.org></iframe>", HTML, "6:1"),
    ("a picture from elsewhere in HTML", "<img src=https://example.org/a.png>", HTML, "6:1"),
    ("a link in HTML", "<a href='javascript:alert(1)'>a</a>", HTML, "6:1"),
    ("a form", "<form action=https://example.org><input></form>", HTML, "6:1"),
    ("a new base address", "a <base href=https://example.org/> b", HTML, "6:3"),
    ("a refresh", '<meta http-equiv="refresh" content="0;url=//example.org">', HTML, "6:1"),
    ("a drawing in the text", "<svg width=1>", HTML, "6:1"),
    ("HTML behind a backslash", "\\<script>alert(1)\\</script>", HTML, "6:2"),
    ("a style on an allowed tag", "<kbd style='background:url(//a.b)'>a</kbd>", HTML, "6:1"),
    ("the end of the page's main part", "a </main> b", HTML, "6:3"),
    ("a comment", "a <!-- b --> c", HTML, "6:3"),
    ("a declaration", "<!DOCTYPE html>", HTML, "6:1"),
    ("an element of nobody's", "<x-a b=c>d</x-a>", HTML, "6:1"),
    ("an address as a tag", "<javascript:alert(1)>", HTML, "6:1"),
    ("javascript:", "[a](javascript:alert(1))", LINK, "6:5"),
    ("javascript: in odd letters", "[a](jAvAsCrIpT:alert(1))", LINK, "6:5"),
    ("javascript: after a space", "[a](<  javascript:alert(1)>)", LINK, "6:8"),
    ("javascript: after a control sign", "[a](\x01javascript:alert(1))", LINK, "6:5"),
    ("javascript: with an entity", "[a](java&#115;cript:alert(1))", LINK, "6:5"),
    ("javascript: with a named colon", "[a](javascript&colon;alert(1))", LINK, "6:5"),
    ("javascript: with a named tab", "[a](java&Tab;script:alert(1))", LINK, "6:5"),
    ("javascript: with a named line end", "[a](java&NewLine;script:alert(1))", LINK, "6:5"),
    ("javascript: in a reference", "[a][1]\n\n[1]: javascript:alert(1)", LINK, "8:6"),
    ("javascript: around a picture", "[![b](a.svg)](javascript:alert(1))", LINK, "6:15"),
    ("javascript: in a quiz", "/// quiz\n[a](javascript:b)?\n\n- [x] a\n- b\n///", LINK, "7:5"),
    ("javascript: in an answer", "/// quiz\na?\n\n- [x] [a](javascript:b)\n- b\n///", LINK, "9:11"),
    ("javascript: in notes", "/// notes\n[a](javascript:b)\n///", LINK, "7:5"),
    (
        "javascript: in an infographic",
        "/// infographic\n- wifi: [a](javascript:b)\n///",
        LINK,
        "7:13",
    ),
    ("vbscript:", "[a](vbscript:msgbox)", LINK, "6:5"),
    ("data: with a page", "[a](data:text/html;base64,PHNjcmlwdD4=)", LINK, "6:5"),
    ("file:", "[a](file:///etc/passwd)", LINK, "6:5"),
    ("another scheme", "[a](intent://example.org#Intent;end)", LINK, "6:5"),
    ("a bare ftp address", "<ftp://example.org/a>", LINK, "6:2"),
    ("another machine by two slashes", "[a](//example.org)", LINK, "6:5"),
    ("another machine by slash and backslash", "[a](/\\example.org)", LINK, "6:5"),
    ("another machine by two backslashes", "[a](\\\\\\\\example.org)", LINK, "6:7"),
    ("https: without slashes", "[a](https:example.org)", LINK, "6:5"),
    ("a path upwards", "[a](../../../etc/passwd)", DEAD, "6:5"),
    ("a path from the root", "[a](/etc/passwd)", DEAD, "6:5"),
    ("a question", "[a](?b=c)", DEAD, "6:5"),
)

BLOCK = "unknown-block"
ATTACKS += (
    (
        "attributes of a block in a list",
        "- a\n\n    /// tip\n        attrs: {onclick: b}",
        BLOCK,
        "8:1",
    ),
    ("a block that Markdown reads for ever", "- /// tip\n- a\n//// tip\nb\n////", BLOCK, "6:1"),
    ("a block in a block for ever", "/// quiz\n- /// tip\n///", BLOCK, "7:1"),
    ("a block in a quotation", "> /// tip\n> a\n> ///", BLOCK, "6:1"),
    ("a block behind a number", "1.  /// tip\n    ///", BLOCK, "6:1"),
)

PRACTICE = "/// practice\n{}\n\n![a](a.svg)\n\n- [x] 1 2 3 4 {}\n///"
ATTACKS += (
    ("javascript: in a practice", PRACTICE.format("[a](javascript:b)", "c"), LINK, "7:5"),
    ("javascript: at a hot area", PRACTICE.format("b", "[a](javascript:b)"), LINK, "11:19"),
    ("an event handler in a practice", PRACTICE.format("<b onclick=a>b", "c"), EVENT, "7:1"),
)

#: What is told at the step's own line, for it stands in the title.
TITLES: tuple[tuple[str, str, str], ...] = (
    ("an event handler in a title", "<b onclick=alert(1)>a</b>", EVENT),
    ("a script in a title", "a <script>alert(1)</script>", HTML),
    ("a comment that ends early in a title", "<!--><img src=x onerror=a>-->", EVENT),
    ("javascript: in a title", "[a](javascript:alert(1))", LINK),
)

#: What stays text or loses what it brought, and is no problem of its own.
HARMLESS: tuple[tuple[str, str], ...] = (
    ("a tag that never ends", "a <img src=x onerror=alert(1)"),
    ("a tag that never ends, alone", "<img src=x onerror=alert(1)"),
    ("a doubled sign before a value", '<kbd title=="x onclick=alert(1) y">k'),
    ("HTML in code", "`<script>alert(1)</script>`"),
    ("HTML in fenced code", "```\n<script>alert(1)</script>\n```"),
    ("HTML in indented code", "    <img src=x onerror=alert(1)>"),
    ("HTML as entities", "&lt;script&gt;alert(1)&lt;/script&gt; &#60;b onclick=a&#62;"),
    ("an event handler right after a quote", '<kbd title="a"onclick=alert(1)>a'),
    ("a refresh without quotes", "<meta http-equiv=refresh content=0;url=//example.org>"),
    ("HTML in a link's title", '[a](https://example.org "<b onclick=a>")'),
    ("a quote in a link's title", "[a](https://example.org 'b\" onclick=\"alert(1)')"),
    ("attributes in braces", "a {: onclick=alert(1) }"),
    ("attributes of a block", "/// tip\n    attrs: {onclick: alert(1)}\n\na\n///"),
    ("HTML as a block's title", "/// tip | <b onclick=alert(1)>a</b>\nb\n///"),
    (
        "HTML as a practice's title",
        "/// practice | <img src=x onerror=a>\n![a](a.svg)\n\n- [x] 1 2 3 4 b\n///",
    ),
    ("HTML in a picture's description", '![a" onerror="alert(1)](a.svg)'),
    ("a placeholder of Markdown's own", "\x02wzxhzdk:0\x03 a <kbd>b</kbd>"),
    ("a picture in a sign", "/// infographic\n- wifi: a ![b](https://example.org/c.png)\n///"),
)
