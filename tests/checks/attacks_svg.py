"""Ways to bring code, or a request to another machine, into a drawing.

Each row: what it is, and what stands inside the drawing; `FILES` holds whole files.
"""

from __future__ import annotations

START = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:x="http://www.w3.org/2000/svg" xmlns:h="http://www.w3.org/1999/xhtml" '
    'viewBox="0 0 9 9">'
)


def draw(inside: str) -> str:
    """A whole drawing; `inside` begins on its second line."""
    return f"{START}\n{inside}\n</svg>\n"


SCRIPTS: tuple[tuple[str, str], ...] = (
    ("a script", "<script>alert(1)</script>"),
    ("a script from elsewhere", '<script href="https://example.org/a.js"/>'),
    ("a script in capitals", "<SCRIPT>alert(1)</SCRIPT>"),
    ("a script by another prefix", "<x:script>alert(1)</x:script>"),
    ("a script of HTML", "<h:script>alert(1)</h:script>"),
    ("an event attribute", '<rect onclick="alert(1)"/>'),
    ("an event attribute in capitals", '<rect ONLOAD="alert(1)"/>'),
    ("an event attribute of an animation", '<animate onbegin="alert(1)" attributeName="x"/>'),
    ("HTML within", "<foreignObject><h:img src='x' onerror='a'/></foreignObject>"),
    ("HTML within, in small letters", "<foreignobject><p/></foreignobject>"),
    ("a page within", "<h:iframe src='https://example.org'/>"),
    ("an object", "<h:object data='https://example.org'/>"),
    ("a handler of SVG Tiny", "<handler type='text/ecmascript'>alert(1)</handler>"),
    ("a javascript: link", '<a href="javascript:alert(1)"/>'),
    ("a javascript: link of XLink", '<a xlink:href="javascript:alert(1)"/>'),
    ("a javascript: link in odd letters", '<a href="  JavaScript:alert(1)"/>'),
    ("a javascript: link with a reference", '<a href="java&#115;cript:alert(1)"/>'),
    ("a javascript: link with a tab", '<a href="java&#9;script:alert(1)"/>'),
    ("a javascript: link with a line end", '<a href="java\nscript:alert(1)"/>'),
    ("a vbscript: link", '<a href="vbscript:a"/>'),
    ("a data: link with a page", '<a href="data:text/html,%3Cscript%3E"/>'),
    ("a data: link with XML", '<a href="data:application/xml,%3Cx/%3E"/>'),
    ("a data: link with a drawing", '<use href="data:image/svg+xml;base64,PHN2Zz4=#a"/>'),
    ("a data: link with a broken kind", '<use href="data:,a"/>'),
    ("set that writes a link", '<a><set attributeName="href" to="javascript:alert(1)"/></a>'),
    ("animate that writes a link", '<animate attributeName="href" values="#a;javascript:a"/>'),
    ("animate that writes an XLink", '<x:animate attributeName="xlink:href" to="https://a.b"/>'),
    ("animate that writes an event", '<animate attributeName="onclick" to="alert(1)"/>'),
    ("set in capitals with spaces", '<SET attributeName=" HREF " to="https://example.org"/>'),
)

LOADS: tuple[tuple[str, str], ...] = (
    ("use from elsewhere", '<use href="https://example.org/a.svg#b"/>'),
    ("use of XLink from elsewhere", '<use xlink:href="//example.org/a.svg#b"/>'),
    ("use of a file beside", '<use href="khac.svg#b"/>'),
    ("a picture from elsewhere", '<image href="http://example.org/a.png"/>'),
    ("a picture from elsewhere in a filter", '<filter><feImage href="https://a.b"/></filter>'),
    ("a link to elsewhere", '<a href="https://example.org"/>'),
    ("a link that reports", '<a href="#a" ping="https://example.org"/>'),
    ("a new base address", '<g xml:base="https://example.org/"/>'),
    ("a picture of HTML", '<h:img srcset="https://example.org/a.png 1x"/>'),
    ("a style sheet of HTML", '<h:link rel="stylesheet" href="https://example.org/a.css"/>'),
    ("an imported style", '<style>@import "https://example.org/a.css";</style>'),
    ("an imported style without a space", "<style>@import'https://a.b/a.css';</style>"),
    ("an imported style after a comment", "<style>@import/**/'https://a.b/a.css';</style>"),
    ("an imported style with an escape", "<style>@\\69mport 'https://a.b/a.css';</style>"),
    ("an imported style in CDATA", "<style><![CDATA[@import url(//a.b)]]></style>"),
    ("an address in a style", "<style>g { fill: url(https://example.org/a.svg#b) }</style>"),
    ("an address in a style, cut by a line", "<style>g{fill:url(\nhttps://a.b#c)}</style>"),
    ("an address in a style, cut by a reference", "<style>g{fill:u&#114;l(//a.b)}</style>"),
    ("an address in a style, cut by a comment", "<style>g{fill:u<!-- -->rl(//a.b)}</style>"),
    ("an address in a style, cut by CDATA", "<style>g{fill:u<![CDATA[rl(//a.b)]]>}</style>"),
    ("an address in a style, cut by an element", "<style>g{fill:u<g/>rl(//a.b)}</style>"),
    ("an address in a style, after an element", "<style><g/>@import '//a.b'</style>"),
    ("an address in a style, by a prefix", "<x:style>g{fill:url(//a.b)}</x:style>"),
    ("an address in a style, escaped", "<style>g{fill:u\\72l(//a.b)}</style>"),
    ("an address in a style, escaped at length", "<style>g{fill:\\000075rl(//a.b)}</style>"),
    ("an address in a style, escaped by itself", "<style>g{fill:\\url(//a.b)}</style>"),
    ("an address that is never closed", "<style>g{fill:url(//a.b</style>"),
    ("an address after a good one", "<style>a{fill:url(#a)} b{fill:url(//a.b)}</style>"),
    ("an address between two comments in text", "<style>a{b:'/*';c:url(//a.b);d:'*/'}</style>"),
    ("a font from elsewhere", "<style>@font-face{font-family:a;src:url(//a.b)}</style>"),
    ("a set of pictures", "<style>g{cursor:image-set('https://a.b/c.png' 1x)}</style>"),
    ("a drawing in a style", "<style>g{fill:url(data:image/svg+xml,%3Csvg/%3E)}</style>"),
    ("an address in an attribute", '<rect fill="url(https://example.org/a.svg#b)"/>'),
    ("an address in an attribute, escaped", '<rect fill="u\\72l(//a.b/c.svg#d)"/>'),
    ("an address in an attribute, quoted", "<rect style=\"filter:URL( '//a.b/c.svg#d' )\"/>"),
    ("an address in an animation", '<animate attributeName="fill" to="url(//a.b/c.svg#d)"/>'),
    ("an instruction within", '<?xml-stylesheet href="https://example.org/a.css"?>'),
)

FILES: tuple[tuple[str, str | bytes, str, str], ...] = (
    ("an entity", '<!DOCTYPE svg [<!ENTITY a "b">]>\n' + draw("<text>&a;</text>"),
     "svg-with-external-reference", "1:15"),
    ("a laughing entity", "<!DOCTYPE svg [" + "".join(
        f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(20)) + "]>\n" + draw("&a20;"),
     "svg-with-external-reference", "1:15"),
    ("an entity from a file", '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
     + draw("<text>&a;</text>"), "svg-with-external-reference", "1:15"),
    ("a document type from elsewhere", '<!DOCTYPE svg SYSTEM "https://a.b/c.dtd">' + draw(""),
     "svg-with-external-reference", "1:41"),
    ("a style sheet for the drawing", '<?xml-stylesheet href="//a.b/c.css"?>' + draw(""),
     "svg-with-external-reference", "1:1"),
    ("an event on the whole drawing", draw("").replace("viewBox", 'onload="alert(1)" viewBox'),
     "svg-with-script", "1:1"),
    ("a script in UTF-16", draw("<script/>").encode("utf-16"), "svg-with-script", "2:1"),
    ("a script after an unbound prefix", draw("<y:g/><script/>"), "picture-not-readable", "2:1"),
    ("an HTML page in a drawing's file", "<html><body onload='alert(1)'></body></html>",
     "svg-with-script", "1:7"),
    ("a page of HTML without a sign of it", "<html xmlns='http://www.w3.org/1999/xhtml'/>",
     "picture-not-readable", "1:1"),
    ("an endless view box", draw("").replace("0 0 9 9", "0 0 1e999 9"),
     "picture-not-readable", "1:1"),
    ("an encoding that nobody knows", '<?xml version="1.0" encoding="shift_jis"?>' + draw(""),
     "picture-not-readable", "1:1"),
    ("no XML", b"\x00\x01\x02", "picture-not-readable", "1:1"),
)  # fmt: skip

#: What is good, or is dropped when the drawing is written for the site.
HARMLESS: tuple[tuple[str, str], ...] = (
    ("a reference within", '<use href="#a" fill="url(#b)" style="clip-path:url( \'#c\' )"/>'),
    ("a picture within", '<image href="data:image/png;base64,iVBORw0KGgo="/>'),
    ("a picture within a style", "<style>g{cursor:url(data:image/webp;base64,UklGRg==)}</style>"),
    ("the word script in a text", "<text>&lt;script&gt;alert(1)&lt;/script&gt;</text>"),
    ("a script in CDATA in a text", "<text><![CDATA[<script>alert(1)</script>]]></text>"),
    ("a title that HTML reads otherwise",
     "<title><style><![CDATA[</style><img src=x onerror=alert(1)>]]></style></title>"),
    ("a description that HTML reads otherwise",
     '<desc><style><a id="&lt;/style>&lt;img src=x onerror=alert(1)>"/></style></desc>'),
    ("a comment that HTML reads otherwise", "<!--><img src=x onerror=alert(1)>-->"),
    ("a refresh of HTML", '<h:meta http-equiv="refresh" content="0;url=https://example.org"/>'),
    ("a form of HTML", '<h:form action="https://example.org"><h:button/></h:form>'),
    ("an element of HTML in the drawing's namespace", "<p><b/></p><textarea/><noscript/>"),
    ("what Inkscape notes", '<g inkscape:label="a" xmlns:inkscape="http://www.inkscape.org/x"/>'),
    ("a font size in another unit", '<text data-fit="9" font-size="2em">aaaaaaaaaa</text>'),
    ("a fit that is no number", '<text data-fit="wide" font-size="0">aaaaaaaaaa</text>'),
)  # fmt: skip
