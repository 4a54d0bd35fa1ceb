"""The check itself: which way to the chat stands in a page, whether it runs, and whether the chat then shows."""

from collections.abc import Iterator, Mapping

import httpx

from bot.embed.fetch import Page, Trouble, asked
from bot.embed.page import Line
from bot.embed.rules import by_policy, mixed, of_script, ruled
from bot.embed.tools import holding, present
from dialogs.house import Clinic


def troubles(http: httpx.Client, page: Page, clinics: Mapping[str, Clinic], wanted: str = "") -> list[Trouble]:
    """Everything that keeps the chat from showing on this page, gravest first. `wanted` is the clinic it should be."""
    lines = sorted(page.found.lines, key=lambda line: (bool(line.within), ("script", "frame", "link").index(line.way)))
    if not lines:
        return [missing(page)]
    first = lines[0]
    found = [*standing(first), *named(first, clinics, wanted)]
    if not first.within and not first.held:
        found += [*(of_link(http, first) if first.way == "link" else of_frame(http, page, first, clinics))]
    return sorted(found, key=lambda one: not one.blocks)


def missing(page: Page) -> Trouble:
    """No way to the chat stands in the page."""
    tools = ", ".join(tool.name for tool in present(page.found))
    what, mend = "no line of SI Screen is in this page", (
        "save and publish the page, and empty its cache. Many site builders take scripts away: use their block for "
        "HTML or code, or the frame, or the plain link, which always works (docs/clinics.md). A page that is built "
        "by scripts can't be checked this way")
    if tools:
        what += f"; it is rewritten by {tools}"
        mend = f"if the line is in your editor, {tools} may have put it into a file of its own: exclude embed.js " \
               f"there. If not: {mend}"
    return Trouble(what, mend)


def standing(line: Line) -> Iterator[Trouble]:
    """Whether a browser runs it where it stands."""
    if line.within == "text":
        yield Trouble("our line stands in the page as text that visitors read",
                      "the editor took it for words: put it into a block for HTML or code")
    elif line.within == "comment":
        yield Trouble("our line stands in a comment (<!-- -->), so no browser runs it", "take the comment signs away")
    elif line.within:
        yield Trouble(f"our line stands inside <{line.within}>, so it does not run",
                      f"move it out of <{line.within}>; some lazy loaders put it there, then exclude embed.js in them")
    if line.head and line.attributes.get("data-show") == "inline":
        yield Trouble('our line stands in the head of the page, and with data-show="inline" the chat is put where it '
                      "stands, which nobody sees", "move it to the place in the page where the chat is to be")
    tool = holding(line)
    if tool:
        yield Trouble(f"{tool.name} holds our line back: visitors see the chat late or never", tool.mend)


def named(line: Line, clinics: Mapping[str, Clinic], wanted: str) -> Iterator[Trouble]:
    """Whether it names the clinic that it should."""
    ids = ", ".join(sorted(id for id in clinics if id)) or "none yet"
    where = "data-clinic" if line.way == "script" else "clinic= in its address"
    if not line.clinic:
        write = f'data-clinic="{wanted or "YOUR-ID"}"' if line.way == "script" else f"/?clinic={wanted or 'YOUR-ID'}"
        yield Trouble(f"our line names no clinic ({where} is missing or empty)",
                      f"write {write} into it; the clinics here are {ids}")
    elif line.clinic not in clinics:
        yield Trouble(f"our line names the clinic '{line.clinic}', which does not exist here",
                      f"the clinics here are {ids}; check capital letters too")
    elif wanted and line.clinic != wanted:
        yield Trouble(f"our line names the clinic '{line.clinic}', not '{wanted}'",
                      "clients would come to the other clinic: change the id in the line")


def of_link(http: httpx.Client, line: Line) -> Iterator[Trouble]:
    """A plain link needs only that something is there."""
    answer = asked(http, line.address)
    if isinstance(answer, Trouble):
        yield answer


def of_frame(http: httpx.Client, page: Page, line: Line, clinics: Mapping[str, Clinic]) -> Iterator[Trouble]:
    """The script, if that is the way, and the frame that the chat runs in."""
    if line.way == "script":
        yield from mixed(page, line.address, "our script")
        yield from by_policy(page, "script", line.address, line)
        answer = asked(http, line.address)
        if isinstance(answer, Trouble):
            yield answer
            return
        yield from of_script(page, line, answer)
        if "EMBED" not in answer.text:
            return
    frame = f"{line.home}?clinic={line.clinic}"
    yield from mixed(page, frame, "the chat")
    yield from by_policy(page, "frame", frame, line)
    sandbox = line.attributes.get("sandbox") if line.way == "frame" else None
    if sandbox is not None and not {"allow-scripts", "allow-same-origin", "allow-forms"} <= set(sandbox.split()):
        yield Trouble(f'the frame is closed in by sandbox="{sandbox}"',
                      "take sandbox away, or write allow-scripts allow-same-origin allow-forms")
    if page.headers.get("cross-origin-embedder-policy", "").split(";")[0] in ("require-corp", "credentialless"):
        yield Trouble("your page sends Cross-Origin-Embedder-Policy, so a browser shows no frame of another site",
                      "take this header away from the page, or use the plain link")
    answer = asked(http, frame)
    if isinstance(answer, Trouble):
        yield answer
    else:
        yield from ruled(page, line, answer, clinics.get(line.clinic))
