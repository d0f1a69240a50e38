"""XML and HTML from others: read without anything in them being acted upon."""

import re
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from server.domain.sheet import BadFile, Fault

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"})
_SILENT = frozenset({"script", "style", "head", "title"})


class _Refused(Exception):
    """The file declares entities, which may grow without bound."""


def xml(data: bytes) -> Element:
    """The root of an XML file; `BadFile` where it isn't one, or declares a document type."""
    parser, builder = expat.ParserCreate(), TreeBuilder()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
        return builder.close()
    except expat.ExpatError as error:
        raise BadFile([Fault(error.lineno, "broken_xml")]) from error
    except (_Refused, AssertionError, ValueError, LookupError) as error:
        raise BadFile([Fault(1, "broken_xml")]) from error


def _refuse(*_declared: object) -> None:
    raise _Refused


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """A block begins a line; what a browser doesn't show is left out."""
        self.silent += tag in _SILENT
        self.found += ["\n"] if tag in _BREAKS else []

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line."""
        self.silent -= tag in _SILENT and self.silent > 0
        self.found += ["\n"] if tag in _BREAKS else []

    def handle_data(self, data: str) -> None:
        """What is shown."""
        self.found += [] if self.silent else [data]


def text_of(html: str) -> str:
    """The text of a piece of HTML: one line for each line that it shows. What is no HTML stays as it is."""
    if "<" not in html and "&" not in html:
        return html.strip()
    parser = _Text()
    try:
        parser.feed(html)
        parser.close()
    except AssertionError:  # of html.parser, on "<![": what is no HTML
        return html.strip()
    lines = (" ".join(line.split()) for line in "".join(parser.found).split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()
