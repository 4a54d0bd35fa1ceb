"""A clinic's page as a browser would read it: the ways to the chat that stand in it, and what may hold them back."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal
from urllib.parse import parse_qs, urljoin, urlsplit

Way = Literal["script", "frame", "link"]
HEAD = {"html", "head", "title", "meta", "link", "script", "style", "base", "noscript", "template"}
WAYS: dict[str, Way] = {"script": "script", "iframe": "frame", "a": "link"}
OURS = "embed.js"
HIDDEN = {"noscript", "template", "textarea", "xmp"}  # what stands in these does not run
RUNS = {"", "text/javascript", "application/javascript", "module", "text/ecmascript", "application/ecmascript"}
# Who puts the address of a script elsewhere until later.
HELD = ("data-src", "data-rocket-src", "data-litespeed-src", "data-lazy-src", "data-pmdelayedscript", "data-cmp-src",
        "data-suppressedsrc", "data-cookieblock-src", "data-wpmeteor-src", "data-src-defer", "data-ezscrex-src")


@dataclass(frozen=True, slots=True)
class Line:
    """One way to the chat. `within` is what it stands in if it can't run there: an element, "comment" or "text"."""

    way: Way
    address: str
    attributes: dict[str, str]
    within: str = ""
    head: bool = False  # above the body of the page

    @property
    def clinic(self) -> str:
        if self.way == "script":
            return self.attributes.get("data-clinic", "")
        return parse_qs(urlsplit(self.address).query).get("clinic", [""])[0]

    @property
    def home(self) -> str:
        """The address of the chat that it leads to."""
        return urljoin(self.address, ".") if self.way == "script" else self.address.partition("?")[0]

    @property
    def held(self) -> bool:
        """Its address stands in an attribute that no browser reads."""
        return not self.attributes.get("src") and self.way != "link"


@dataclass(slots=True)
class Found:
    """What was read. `policies` are those that the page sets by itself; `scripts` what names other tools in it."""

    lines: list[Line] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.base, self.found = url, Found()
        self.open: list[str] = []  # the elements of HIDDEN that are not closed yet
        self.head = True  # a policy further down is ignored by browsers

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.head = self.head and tag in HEAD
        if tag in HIDDEN:
            self.open.append(tag)
        if tag == "base" and attributes.get("href"):
            self.base = urljoin(self.base, attributes["href"])
        elif tag == "meta" and self.head and attributes.get("http-equiv", "").lower() == "content-security-policy":
            self.found.policies.append(attributes.get("content", ""))
        elif tag == "script":
            self.found.scripts.append(" ".join(f"{name}={value}" for name, value in attributes.items()))
        self.take(tag, attributes)

    def take(self, tag: str, attributes: dict[str, str]) -> None:
        way = WAYS.get(tag)
        address = attributes.get("href" if way == "link" else "src", "")
        if way and way != "link" and not address:
            address = next((attributes[name] for name in HELD if attributes.get(name)), "")
        if way and ours(way, address, attributes):
            within = self.open[-1] if self.open else ""
            self.found.lines.append(Line(way, joined(self.base, address), attributes, within, self.head))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_comment(self, data: str) -> None:
        self.written(data, "comment")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.found.scripts.append(data[:2000])
        else:
            self.written(data, "text")  # "&lt;script" comes as "<script"

    def written(self, data: str, within: str) -> None:
        """Our line as somebody reads it, not as a browser runs it."""
        inner = Reader(self.base)
        if OURS in data and "<script" in data:
            inner.feed(data)
        self.found.lines += [Line(one.way, one.address, one.attributes, within) for one in inner.found.lines]


def ours(way: Way, address: str, attributes: dict[str, str]) -> bool:
    """Whether it leads to the chat: by its name, or by the clinic that it names."""
    if way == "script":
        return "data-clinic" in attributes or bool(re.search(rf"/{re.escape(OURS)}([?#]|$)", address))
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.path.endswith(("/", "/plain")) and "clinic" in parse_qs(parts.query, keep_blank_values=True)


def joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def read(url: str, html: str) -> Found:
    reader = Reader(url)
    reader.feed(html)
    reader.close()
    return reader.found
