"""Where an event may go: only to a public address, looked up once and then kept to.

A clinic's file names an address, and this server calls it, so it must not become a way to reach what only this
server can reach (the metadata service of a cloud, a database beside it). The name is looked up here, every answer
is checked, and the connection is made to the very address that was checked: a name that answers otherwise a moment
later gains nothing.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

UNICAST = IPv6Network("2000::/3")  # all other IPv6 addresses are special, or IPv4 addresses in disguise
RELAYED = (IPv6Network("2002::/16"), IPv6Network("2001::/23"))  # 6to4, Teredo and their like carry IPv4 inside
OLD_RELAY = "192.88.99."
Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]


class Refused(Exception):
    """Nothing is sent to this address; `kind` is one of the kinds in `say.KINDS`, and the text says what it was."""

    def __init__(self, kind: str, text: str = "") -> None:
        super().__init__(text)
        self.kind = kind


def parsed(url: str, local: bool) -> httpx.URL:
    """The address as the connection will read it: no second reading by another parser. Raises Refused."""
    try:
        found = httpx.URL(url)
        port = 443 if found.port is None else found.port
    except (httpx.InvalidURL, ValueError):
        raise Refused("address") from None
    if not found.host or found.userinfo or not 0 < port < 65536:
        raise Refused("address")
    if found.scheme != "https" and not (local and found.scheme == "http"):
        raise Refused("plain")
    return found


async def resolved(host: str, port: int) -> list[str]:
    """Every address of a name. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in found]


async def checked(url: httpx.URL, local: bool, resolve: Resolve = resolved) -> str:
    """The one address to connect to. Every answer must be allowed: a name that points to a public and a private
    address is refused. Raises Refused."""
    try:
        answers = await resolve(url.host, url.port or 443)
    except (OSError, UnicodeError):
        raise Refused("name", url.host) from None
    for answer in answers:
        if not allowed(answer, local):
            raise Refused("private", answer)
    if not answers:
        raise Refused("name", url.host)
    return min(answers, key=lambda one: ":" in one)  # IPv4 first: not every machine has a way out for IPv6


def allowed(answer: str, local: bool) -> bool:
    """Whether this is an address of the public internet or, with `local`, of this very computer."""
    try:
        found: Address = ip_address(answer.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return public(found) or (local and found.is_loopback)


def public(found: Address) -> bool:
    if not found.is_global or found.is_multicast or found.is_reserved:
        return False
    if isinstance(found, IPv6Address):
        return found in UNICAST and not any(found in network for network in RELAYED)
    return not str(found).startswith(OLD_RELAY) and not str(found).startswith("192.0.0.")
