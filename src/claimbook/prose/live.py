"""HTML of prose that could do something: run, load a page, send what a reader types, redraw the page.

nh3 reads a piece of HTML as a browser does, whatever its author left open or hid in an entity, and
writes it in one plain form; that form is looked at. What is not known to be harmless is refused,
unless `mkdocs.yml` allows it by name.
"""

import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser

import nh3

from claimbook.errors import ClaimbookError
from claimbook.prose.rawhtml import Attributes


def _split_names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Of HTML, of MathML and of drawings: what shows something, and no more.
HARMLESS = _split_names(
    """
    a abbr address area article aside audio b bdi bdo blockquote br caption center cite code col
    colgroup data dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header
    hgroup hr i img input ins kbd label li main map mark meter nav ol p picture pre progress q rp rt
    ruby s samp section small source span strike strong sub summary sup table tbody td tfoot th
    thead time tr track tt u ul var video wbr
    annotation math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom
    mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder
    munderover semantics none
    circle clippath defs desc ellipse g line lineargradient marker mask path pattern polygon
    polyline radialgradient rect stop svg symbol text textpath tspan
    """
)
# As a browser spells them, however they are written.
_SPELT = _split_names(
    """
    altGlyph altGlyphDef altGlyphItem animateColor animateMotion animateTransform clipPath feBlend
    feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
    feDisplacementMap feDistantLight feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage
    feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile
    feTurbulence foreignObject glyphRef linearGradient radialGradient textPath img
    """
)
REMOTE = "//"  # by which another host may be asked for pictures and sounds
_REFUSED = _split_names("action background formaction http-equiv is manifest ping slot srcdoc")
_HANDLED = (
    "data-cb-",
    "data-clipboard",
    "data-md-",
    "data-spec",
    "hx-",
    "v-",
)  # by scripts of the site
_ADDRESSES = _split_names("cite data href longdesc poster src srcset xlink:href")
_LOUD = re.compile(
    r"url\s*\(|image|position|z-index|expression|content|behaviou?r|binding|[\\@]", re.I
)
_LOADED = _split_names("poster src srcset")
_REMOTE = re.compile(r"[\\/]{2}|https?:|ftp:", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_GOOD = _split_names("attachment ftp http https mailto tel")
_RUN = _split_names("blob data file filesystem javascript vbscript")
_SHOWN = re.compile(r"data:(?:image|audio|video)/", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:avif|gif|jpeg|png|webp)\b", re.IGNORECASE)
_NAME = re.compile(r"<([A-Za-z][^\s/>]*)")
_OUTER = re.compile(r"<(?=(?:body|frameset|head|html)[\s/>])", re.IGNORECASE)  # of the page itself
_MARK = "the-"
_UNSEEN = re.compile(r"[\x00-\x20]+")  # which a browser leaves out of a scheme
_FIX = "take it out, or allow it by name in mkdocs.yml: extra: {claimbook: {html: ["


class _Finder(HTMLParser):
    """Name what is live in HTML of nh3's making, each with how it is written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}  # by the name that would allow it

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        tag = tag.removeprefix(_MARK)
        if tag not in HARMLESS:
            self.found.setdefault(tag, f"<{tag}>")
        for name, value in attrs:
            if said := _judge(name, value or ""):
                self.found.setdefault(said, f"<{tag} {name}>")


def _judge(name: str, value: str) -> str:
    """Return what an attribute is to be allowed by; nothing if it is harmless."""
    if name.startswith(("on", *_HANDLED)) or name in _REFUSED:
        return name
    if name == "style" and _LOUD.search(value):
        return name
    if name in _ADDRESSES:
        bare = _UNSEEN.sub("", value)
        scheme = _SCHEME.match(bare)
        shown = (_PICTURE if name == "href" else _SHOWN).match(bare)
        if scheme and scheme[1].lower() in _RUN and not shown:
            return scheme[0].lower()
        candidates = bare.split(",") if name == "srcset" else [bare]
        if name in _LOADED and any(map(_REMOTE.match, candidates)):
            return REMOTE
    return ""


def find_live(html: str) -> dict[str, str]:
    """Return what is live in a piece of HTML: the name that would allow it, and how it is written.

    >>> find_live('<p>a <kbd>b</kbd> <a href="java&#x0a;script:f()" onclick="g()">c</a></p>')
    {'javascript:': '<a href>', 'onclick': '<a onclick>'}
    >>> find_live("<img src='https://example.org/a.png'>")
    {'//': '<img src>'}
    >>> find_live("<p>&lt;script&gt;</p><script>f()</script>")
    {'script': '<script>'}
    """
    part = _OUTER.sub(f"<{_MARK}", html)  # it has none of these, and nh3 would drop them
    plain = nh3.clean(
        part,
        tags={name.lower() for name in _NAME.findall(part)} | HARMLESS | _SPELT,
        clean_content_tags=set(),
        attributes={},
        generic_attribute_prefixes={""},  # every one
        url_schemes={*_GOOD, *_RUN},
        link_rel=None,
    )
    finder = _Finder()
    finder.feed(plain)
    finder.close()
    return finder.found


def refuse_live(html: str, allowed: Collection[str] = ()) -> Iterator[ClaimbookError]:
    """Find what is live in the HTML of a text and not allowed by name."""
    for name, written in find_live(html).items():
        if name not in allowed:
            said = f"{written}, leading to {name}," if name.endswith(":") else written
            what = f"{said} is no plain HTML: with it a page may run, load or send something"
            if name == REMOTE:
                what = f"{written} asks another host, which is told of every reader"
            yield ClaimbookError(what, fix=f'{_FIX}"{name}"]}}}}')
