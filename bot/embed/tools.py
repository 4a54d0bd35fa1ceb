"""Tools that hold scripts back or rewrite them: how each is known in a page, and how to leave our line alone."""

import re
from typing import NamedTuple

from bot.embed.page import HELD, RUNS, Found, Line


class Tool(NamedTuple):
    """`page` is a pattern somewhere in the page's scripts, `line` one in the type and attributes of a held line."""

    name: str
    page: str
    line: str
    mend: str


EXCLUDE = "exclude embed.js from delaying, deferring and combining scripts, and empty its cache"
CONSENT = ("mark our line as necessary, or exclude it: it sets no cookie, keeps nothing and asks no third party, so "
           "visitors need not agree first")
WHERE = {  # the name of a tool, its pattern in a page, that in a held line, and where in it to exclude our line
    "WP Rocket": (r"rocketlazyload|data-rocket|wp-rocket", r"rocketlazyloadscript|data-rocket-", "File Optimization"),
    "LiteSpeed Cache": (r"litespeed", r"litespeed", "Page Optimization, Tuning"),
    "Perfmatters": (r"perfmatters|pmdelayed", r"pmdelayed", "Assets"),
    "Autoptimize": (r"autoptimize", r"autoptimize", "JavaScript Options"),
    "W3 Total Cache": (r"w3tc|/cache/minify/", r"w3tc", "Minify"),
    "SiteGround Speed Optimizer": (r"siteground-optimizer|sg-optimizer", r"siteground", "Frontend"),
    "NitroPack": (r"nitropack", r"nitro", "its excludes"),
    "FlyingPress": (r"flying-?press|flying-?scripts", r"flying", "JavaScript"),
    "WP Meteor": (r"wpmeteor", r"wpmeteor", "its exclusions"),
    "Ezoic": (r"ezoic|ezscrex", r"ezscrex|ezoic", "Leap"),
}
BANNERS = "cookieyes|complianz|cmplz|borlabs|usercentrics|iubenda|onetrust|optanon|klaro|osano|cookie-?law"
TOOLS = (
    Tool("Cloudflare Rocket Loader", r"rocket-loader|data-cf-settings",
         r"^[0-9a-f]{8,}-(text/javascript|module)?|data-cf-modified",
         'add data-cfasync="false" to the line, before src, or turn Rocket Loader off for this page'),
    *(Tool(name, page, line, f"in {name} under {where}, {EXCLUDE}") for name, (page, line, where) in WHERE.items()),
    Tool("Partytown", r"partytown", r"partytown", 'take type="text/partytown" away from the line'),
    Tool("Cookiebot", r"cookiebot", r"cookieconsent|cookieblock",
         f'add data-cookieconsent="ignore" to the line; {CONSENT}'),
    Tool("a cookie banner", BANNERS, rf"text/plain|javascript/blocked|data-category|data-cmp|suppressed|{BANNERS}",
         CONSENT),
)


def holding(line: Line) -> Tool | None:
    """Who keeps a line that stands in the page from running; None if it runs."""
    if line.way == "link":
        return None
    kind = line.attributes.get("type", "").strip().lower() if line.way == "script" else ""
    if kind in RUNS and not line.held:
        return None
    written = " ".join([kind, *(f"{name}={value}" for name, value in line.attributes.items() if name != "data-clinic")])
    for tool in TOOLS:
        if any(re.search(tool.line, part, re.I) for part in (kind, written) if part):
            return tool
    why = f'type="{kind}"' if kind not in RUNS else "its address stands in " + next(
        (name for name in HELD if name in line.attributes), "no attribute that a browser reads")
    return Tool(f"something ({why})", "", "", f"find out what rewrites the page, and there {EXCLUDE}")


def present(found: Found) -> list[Tool]:
    """The tools that are at work somewhere in the page."""
    text = "\n".join(found.scripts)
    return [tool for tool in TOOLS if re.search(tool.page, text, re.I)]
