"""What a browser gets: a clinic's page, our script, our frame."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from bot.embed.page import Found, read

LARGEST = 3_000_000  # bytes of a page
AGENT = "Mozilla/5.0 (compatible; si-screen-embed-check/1)"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, and how to mend it. `blocks` False: the chat shows all the same."""

    what: str
    mend: str
    blocks: bool = True


class Unreachable(Exception):
    """The page itself can't be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched: the last address, after redirects."""

    url: str
    headers: httpx.Headers
    found: Found

    @property
    def origin(self) -> str:
        return origin(self.url)

    @property
    def policies(self) -> list[str]:
        return [*self.headers.get_list("content-security-policy"), *self.found.policies]


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()


def client() -> httpx.Client:
    return httpx.Client(trust_env=False, timeout=15, headers={"User-Agent": AGENT}, max_redirects=5)


def fetched(http: httpx.Client, url: str) -> Page:
    """Raises Unreachable."""
    try:
        with http.stream("GET", url, follow_redirects=True) as answer:
            if answer.status_code != 200:
                raise Unreachable(f"{answer.url} answers {answer.status_code}, so there is no page to look at. Open it "
                                  "in a browser where nobody is signed in.")
            body = b""
            for part in answer.iter_bytes():
                body += part
                if len(body) > LARGEST:
                    break
            text = body.decode(answer.charset_encoding or "utf-8", "replace")
            return Page(str(answer.url), answer.headers, read(str(answer.url), text))
    except (httpx.HTTPError, httpx.InvalidURL, LookupError) as fault:
        raise Unreachable(f"{url} can't be fetched: {str(fault) or type(fault).__name__}. Check the address.") from None


def asked(http: httpx.Client, url: str) -> httpx.Response | Trouble:
    """What a browser gets at this address, or why it gets nothing."""
    try:
        answer = http.get(url, follow_redirects=True)
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        return Trouble(f"nothing answers at {url} ({str(fault) or type(fault).__name__})",
                       "compare the address in our line with the one that SI Screen has from outside, and see that it "
                       "runs")
    if answer.status_code != 200:
        return Trouble(f"{url} answers {answer.status_code}",
                       "compare the address in our line with the one that SI Screen has from outside; no login or "
                       "firewall may stand before it")
    return answer
