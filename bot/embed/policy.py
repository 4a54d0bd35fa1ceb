"""Whether a content security policy of a page lets our script, frame or style through (CSP level 3, in short)."""

import re
from typing import Literal
from urllib.parse import urlsplit

Kind = Literal["script", "frame", "style"]
FALLS_BACK = {"script": ("script-src-elem", "script-src", "default-src"),
              "frame": ("frame-src", "child-src", "default-src"),
              "style": ("style-src-elem", "style-src", "default-src")}
SOURCE = re.compile(r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<host>[^/:]+)(?::(?P<port>\d+|\*))?(?P<path>/.*)?", re.I)
PORTS = {"http": 80, "https": 443}


def directives(policy: str) -> dict[str, list[str]]:
    """By name; of two with the same name the first counts."""
    found: dict[str, list[str]] = {}
    for part in policy.split(";"):
        words = part.split()
        if words:
            found.setdefault(words[0].lower(), words[1:])
    return found


def blocking(policies: list[str], kind: Kind, url: str, page: str, nonce: str = "") -> str:
    """The directive that forbids it, as it stands in the page's policy; "" if none does. Several policies must all
    allow it. One header may hold several, with commas between."""
    for policy in (one for text in policies for one in text.split(",")):
        found = directives(policy)
        if kind == "script" and "sandbox" in found and "allow-scripts" not in found["sandbox"]:
            return "sandbox"
        name = next((name for name in FALLS_BACK[kind] if name in found), "")
        if name and not allowed(found[name], kind, url, page, nonce):
            return f"{name} {' '.join(found[name])}".strip()
    return ""


def allowed(sources: list[str], kind: Kind, url: str, page: str, nonce: str) -> bool:
    lower = [source.lower() for source in sources]
    if kind != "frame" and nonce and f"'nonce-{nonce}'" in sources:
        return True
    if kind == "script" and "'strict-dynamic'" in lower:
        return False  # then only a nonce counts, and a name of a server does not
    return any(fits(source, url, page) for source in lower)


def fits(source: str, url: str, page: str) -> bool:
    """Whether one source expression names this address."""
    to, on = urlsplit(url), urlsplit(page)
    if source == "*":
        return to.scheme in ("http", "https", on.scheme)
    if source == "'self'":
        return (to.hostname, port(url)) == (on.hostname, port(page)) and upward(on.scheme, to.scheme)
    if source.startswith("'"):
        return False
    if re.fullmatch(r"[a-z][a-z0-9+.-]*:", source):
        return upward(source[:-1], to.scheme)
    found = SOURCE.fullmatch(source)
    if not found:
        return False
    scheme, path = found["scheme"] or on.scheme, found["path"] or ""
    return (upward(scheme, to.scheme) and same_host(found["host"], to.hostname or "")
            and found["port"] in ("*", str(port(url))) + ((None,) if port(url) == PORTS.get(to.scheme) else ())
            and (not path or (to.path.startswith(path) if path.endswith("/") else to.path == path)))


def upward(named: str, used: str) -> bool:
    """https is always good enough where http is named."""
    return named == used or (named, used) == ("http", "https")


def same_host(named: str, host: str) -> bool:
    return host.endswith(named[1:]) if named.startswith("*.") else named == "*" or named == host


def port(url: str) -> int | None:
    parts = urlsplit(url)
    return parts.port or PORTS.get(parts.scheme)
