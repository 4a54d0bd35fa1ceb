"""What stands between a line that is right and a chat that shows: policies, mixed content, headers, origins."""

import base64
import hashlib
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

from bot.embed.fetch import Page, Trouble, origin
from bot.embed.page import Line
from bot.embed.policy import Kind, blocking, directives
from dialogs.house import Clinic

NAMES: dict[Kind, str] = {"script": "script-src", "frame": "frame-src", "style": "style-src"}


def of_script(page: Page, line: Line, answer: httpx.Response) -> Iterator[Trouble]:
    """What is served in the name of our script, and whether a browser runs it."""
    if "EMBED" not in answer.text:
        yield Trouble(f"what is served at {line.address} is not the script of SI Screen",
                      "the address is wrong: it is https://, the name of your SI Screen, and /embed.js")
    elif origin(line.address) == page.origin and "cross-origin-resource-policy" not in answer.headers:
        yield Trouble(f"a copy of our script is served from your own site ({line.address})",
                      "an optimiser made it; exclude embed.js there, so that the line keeps the address of SI Screen")
    elif answer.headers.get("cross-origin-resource-policy", "cross-origin") != "cross-origin":
        yield Trouble("the web server before SI Screen changes the header Cross-Origin-Resource-Policy of embed.js",
                      "let it pass on the headers of SI Screen as they are")
    kind = answer.headers.get("content-type", "").split(";")[0]
    if kind not in ("text/javascript", "application/javascript"):
        yield Trouble(f"embed.js is served as '{kind}', so browsers do not run it",
                      "let the web server before SI Screen pass on its headers as they are")
    shared = answer.headers.get("access-control-allow-origin", "")
    asks = [name for name in ('type="module"', "crossorigin") if name.partition("=")[0] in line.attributes
            and (name == "crossorigin" or line.attributes["type"].lower() == "module")]
    if asks and shared not in ("*", page.origin):
        yield Trouble(f"our line has {' and '.join(asks)}, and browsers then want a header that is not sent",
                      f"take {' and '.join(asks)} away; an optimiser may have added it")
    seal = line.attributes.get("integrity", "")
    if seal and not any(fits(mark, answer.content) for mark in seal.split()):
        yield Trouble("the attribute integrity of our line does not fit the script, so browsers do not run it",
                      "take integrity away: the script changes with each version")
    elif seal:
        yield Trouble("our line has the attribute integrity, which the next version will not fit",
                      "take integrity away", blocks=False)


def fits(mark: str, content: bytes) -> bool:
    name, _, digest = mark.partition("-")
    if name not in ("sha256", "sha384", "sha512"):
        return False
    return base64.b64encode(hashlib.new(name, content).digest()).decode() == digest


def mixed(page: Page, url: str, what: str) -> Iterator[Trouble]:
    """Plain http inside an https page is refused by browsers, but for this very computer."""
    here = (urlsplit(url).hostname or "") in ("localhost", "127.0.0.1", "::1")
    upgraded = any("upgrade-insecure-requests" in directives(policy) for policy in page.policies)
    if page.url.startswith("https:") and url.startswith("http:") and not here and not upgraded:
        yield Trouble(f"your page is https, and {what} is at http ({url}): browsers refuse that",
                      "put SI Screen behind https, and write https in our line")


def by_policy(page: Page, kind: Kind, url: str, line: Line) -> Iterator[Trouble]:
    """Whether the page's own content security policy lets it through."""
    rule = blocking(page.policies, kind, url, page.url, line.attributes.get("nonce", ""))
    if rule == "sandbox":
        yield Trouble("the content security policy of your page has sandbox without allow-scripts",
                      "take sandbox out of it")
    elif rule:
        where = "the header" if page.headers.get("content-security-policy") else "the meta element"
        mend = f"in {where} Content-Security-Policy of your site, add {origin(url)} to {NAMES[kind]}"
        if "'strict-dynamic'" in rule:
            mend = ("with 'strict-dynamic' only a nonce counts: write the nonce of your policy into our line, as in "
                    "the other scripts of the page")
        elif not rule.startswith(NAMES[kind]):
            mend += f" (there is none yet; it then stands beside {rule.split()[0]})"
        yield Trouble(f"the content security policy of your page forbids our {kind}: {rule}", mend)


def ruled(page: Page, line: Line, answer: httpx.Response, clinic: Clinic | None) -> Iterator[Trouble]:
    """Whether SI Screen lets this site show the chat in a frame."""
    policies = answer.headers.get_list("content-security-policy")
    ancestors = [directives(policy)["frame-ancestors"] for policy in policies
                 if "frame-ancestors" in directives(policy)]
    if not ancestors:
        yield Trouble(f"what answers at {line.home} is not SI Screen, or its headers were taken away",
                      "check the address in our line; a web server before SI Screen must pass on its headers")
        return
    if answer.headers.get("x-frame-options"):
        yield Trouble("the web server before SI Screen adds X-Frame-Options: "
                      f"{answer.headers['x-frame-options']}", "take that header away for SI Screen: it says itself "
                      "who may show the chat", blocks=False)
    if all(page.origin in named for named in ancestors):
        return
    listed = clinic.origins if clinic else ()
    if clinic is None or not clinic.id:
        return  # told already: there is no such clinic, or none is named
    if page.origin in listed:
        yield Trouble(f"the clinic file names {page.origin}, but SI Screen does not know it yet",
                      "start SI Screen again: clinic files are read at the start")
        return
    near = [one for one in listed if alike(one, page.origin)]
    yield Trouble(
        f"the site {page.origin} is not among the origins of clinic '{clinic.id}'"
        + (f"; {near[0]} is, but that is another site to a browser" if near else ""),
        f'in the clinic file write: origins: "{" ".join([*listed, page.origin])}", and start SI Screen again')


def alike(one: str, other: str) -> bool:
    """The same site but for www, http or the port."""
    return re.sub(r"^https?://(www\.)?|:\d+$", "", one) == re.sub(r"^https?://(www\.)?|:\d+$", "", other)
