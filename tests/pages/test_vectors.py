"""Pictures in SVG: what draws stays, whatever does more goes, and is said."""

import pytest
from lxml import etree

from claimbook.errors import ClaimbookError
from claimbook.pages.vectors import LONGEST, clean_svg

NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
PICTURE = f"""\
<svg {NAMES} viewBox="0 0 9 9" role="img" aria-label="url of an image">
 <!-- by hand -->
 <defs><style type="text/css">*{{stroke-linejoin: round}}</style>
  <clipPath id="a-1"><rect width="9" height="9"/></clipPath></defs>
 <g clip-path="url(#a-1)" style="fill: url('#g'); image-rendering: auto"><use xlink:href="#a-2" x="1"/></g>
 <image xlink:href="data:image/png;base64,iVBORw0KGgo=
AAAA" width="1"/>
 <text x="1">&lt;script&gt; <tspan>a</tspan></text>
</svg>"""
HOSTILE = [
    "<script>canary()</script>",
    '<script xlink:href="//evil.example/a.js"/>',
    '<s:script xmlns:s="http://www.w3.org/2000/svg">canary()</s:script>',
    '<h:script xmlns:h="http://www.w3.org/1999/xhtml">canary()</h:script>',
    '<foreignObject><h:i xmlns:h="http://www.w3.org/1999/xhtml" onclick="canary()"/></foreignObject>',
    '<g onload="canary()"/>',
    '<a xlink:href="javascript:canary()"><text>a</text></a>',
    '<a href="https://evil.example/"><text>a</text></a>',
    '<use xlink:href="//evil.example/a.svg#b"/>',
    '<use href="data:image/svg+xml;base64,PHN2Zz4=#x"/>',
    '<image href="https://evil.example/a.png"/>',
    '<image href="file:///etc/passwd"/>',
    '<image href="data:image/svg+xml,%3Csvg onload=canary()%3E"/>',
    '<feImage href="https://evil.example/a.png"/>',
    "<style>@import '//evil.example/a.css';</style>",
    "<style>g{fill:url(//evil.example/a)}</style>",
    r"<style>g{fill:u\72l(//evil.example/a)}</style>",
    "<style>g{background:image-set('//evil.example/a' 1x)}</style>",
    '<g style="fill:url(https://evil.example/a)"/>',
    '<g fill="url(https://evil.example/a#b)"/>',
    '<g mask="url( &quot;//evil.example/a#b&quot; )"/>',
    "<g filter=\"src('//evil.example/a')\"/>",
    '<animate attributeName="href" to="javascript:canary()"/>',
    '<set attributeName="onload" to="canary()"/>',
    '<g xml:base="https://evil.example/"><use href="#a"/></g>',
    '<textPath href="https://evil.example/a#b">a</textPath>',
    '<linearGradient href="https://evil.example/a#b"/>',
    '<metadata><h:iframe xmlns:h="http://www.w3.org/1999/xhtml" src="//evil.example"/></metadata>',
    '<iframe src="//evil.example"/>',
    '<cursor href="//evil.example/a"/>',
]


def test_a_picture_that_only_draws_stays_as_it_was_written() -> None:
    """Its own parts, the pixels that it carries and its styles are no addresses of others."""
    assert clean_svg(PICTURE) == (PICTURE, ())
    assert clean_svg(f'<?xml version="1.0"?>\n<!DOCTYPE svg>\n{PICTURE}') == (PICTURE, ())


@pytest.mark.parametrize("part", HOSTILE)
def test_what_does_more_than_draw_is_dropped(part: str) -> None:
    """No script, handler, animation, foreign element or address of another host is left."""
    cleaned, dropped = clean_svg(f"<svg {NAMES}><g>{part} behind</g></svg>")

    assert " behind" in cleaned
    for sign in ("canary", "evil", "passwd", "import", "data:", "javascript", "foreign", "set>"):
        assert sign not in cleaned
    assert dropped or "xml:base" in part
    assert clean_svg(cleaned) == (cleaned, ())
    etree.fromstring(cleaned)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a picture",
        "<svg",
        f"<svg {NAMES}>",
        f"<svg {NAMES}>&x;</svg>",
        f"<svg {NAMES}/><svg/>",
        f'<!DOCTYPE svg [<!ENTITY a "<svg/>">]>{PICTURE}',
        f'<s:svg xmlns:s="http://www.w3.org/2000/svg">{PICTURE}</s:svg>'.replace("<svg", "<sv"),
        '<svg xmlns="http://www.w3.org/1999/xhtml"><script>canary()</script></svg>',
        "<svgx/>",
        "<g>" * 100_000,
        f"<svg {NAMES}>{'<g>' * 5_000}{'</g>' * 5_000}</svg>",
        f"<svg {NAMES}>\x00</svg>",
    ],
)
def test_what_is_no_svg_is_refused(text: str) -> None:
    """Entities, other elements and what is not well-formed are one line."""
    with pytest.raises(ClaimbookError, match="draws a picture that is no SVG") as raised:
        clean_svg(text)
    assert "\n" not in str(raised.value)


def test_a_picture_of_many_megabytes_is_refused() -> None:
    """It says how large it is."""
    with pytest.raises(ClaimbookError, match=r"picture of 5\.0 MB, 5 MB are the most"):
        clean_svg("<svg>" + " " * LONGEST)
