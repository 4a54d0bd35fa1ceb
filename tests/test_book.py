"""The review book holds the whole content, says what is not signed, and stands alone."""

import re
import shutil
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bot.book import book
from bot.cli import main
from dialogs.cases import cases
from dialogs.flow import ASKING, ENDS, TRANSITIONS
from dialogs.words import words
from knowledge.build import knowledge, rule
from knowledge.load import DATA, folder
from knowledge.safety import hazards
from tests.browser.driver import WIDE

pytest_plugins = ["tests.browser.fixtures"]

TODAY = date(2026, 11, 22)
VOID = {"meta", "br", "path", "rect", "line", "circle"}


class Document(HTMLParser):
    """Text, ids, links and tags of an HTML text; text also by the id of the element around it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html, self.ids, self.links, self.said = html, list[str](), list[str](), list[str]()
        self.tags, self.attributes = Counter[str](), list[tuple[str, str, str]]()
        self.headings, self.open = list[int](), list[tuple[str, str]]()
        self.inside: dict[str, list[str]] = {}
        self.feed(html)
        self.text = " ".join("".join(self.said).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        self.attributes += [(tag, name, value) for name, value in own.items()]
        self.ids += [own["id"]] if "id" in own else []
        self.links += [own["href"]] if tag == "a" else []
        self.headings += [int(tag[1])] if re.fullmatch(r"h\d", tag) else []
        if tag not in VOID:
            self.open.append((tag, own.get("id", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] == "style":
            return
        self.said.append(data)
        for _, id in self.open:
            if id:
                self.inside.setdefault(id, []).append(data)

    def of(self, id: str) -> str:
        return " ".join("".join(self.inside[id]).split())


@pytest.fixture(scope="module")
def whole() -> Document:
    return Document(book(TODAY))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def edit(copy: Path, file: str, old: str, new: str) -> None:
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_all_the_content_is_in_the_book(whole: Document) -> None:
    k = knowledge("strict")
    said = [text for q in k.questions for text in (q.ask, q.why, *(o.say for o in q.options))]
    said += [line.say for q in k.questions for line in q.all_lines()]
    said += [text for _, rows in folder(DATA / "rules") for row in rows for r in [rule(row)]
             for text in (r.id, r.trigger, r.reason, r.tell, r.caution, r.note)]
    said += [text for item in k.fit.items for text in (item.say, f"{item.points:+d}")]
    said += [text for item in k.lookalikes for text in (item.client, item.note)]
    said += [text for item in k.techniques for text in (item.name, item.guarded, item.instead, *item.steps)]
    said += [text for d in k.dispositions.values() for text in (d.name, d.title, d.action, d.massage, d.next, d.change)]
    said += [sign.say for sign in k.warning_signs] + [phrase for found in k.heard.values() for phrase in found]
    said += [text for c in k.countries.values() if c.id for text in (c.name, c.emergency.say, *(x.say for x in c.also))]
    said += [text for row in k.article for text in (row.id, row.says, row.reason)] + [row.use for row in k.listed]
    said += [source.name for source in k.sources.values()] + list(words("en").phrases.values())
    said += [text for case in cases() for text in (case.name, case.quote)] + list(k.client_facts.values())
    said += [text for h in hazards() for text in (h.hazard, h.cause, h.harm, h.residual, h.open)]
    said += [c.how for h in hazards() for c in h.controls] + k.picture_alt.splitlines()
    said += [row.mark for row in k.sign_offs]
    missing = [text for text in said if text != "{about}" and " ".join(text.split()) not in whole.text]
    assert len(said) > 3000 and missing == []


def test_a_rule_is_told_in_plain_words(whole: Document) -> None:
    told = whole.of("rule-RF-CES-1")
    card, older, course = (whole.of(f"q-{id}").split()[0] for id in ("signs_nerve", "older_which", "pee_course"))
    assert "D1 Emergency now emergency department both profiles UNVERIFIED" in told
    assert f"Acts if Any of these: {card} “It is hard to start a pee, or to feel it”: yes or not sure ces_pee" in told
    assert (f"All of these: {older} “Pee is hard to start or feel, or it leaks”: yes or not sure old_pee "
            f"{course} Your pee: what fits best? “It is getting worse” pee_course") in told
    assert "once a doctor has checked this D4 Doctor alongside" in told and "Certainty: source" in told
    assert "D4 Doctor alongside calibrated D3 Doctor soon strict" in whole.of("rule-RF-CA.night")
    assert "if an answer stays “not sure” D3 Doctor soon" in whole.of("rule-RF-DVT")
    assert "65 or over (from 65 to 110)" in whole.of("q-age") and "“0 to 6” (from 0 to 6)" in whole.of("q-pain")


def test_every_link_leads_somewhere_and_the_document_stands_alone(whole: Document) -> None:
    assert [id for id, count in Counter(whole.ids).items() if count > 1] == []
    assert [link for link in whole.links if not link.startswith("#") or link[1:] not in whole.ids] == []
    assert not set(whole.tags) & {"script", "img", "link", "iframe", "object", "form", "button"}
    outside = [value for _, name, value in whole.attributes if name in ("src", "href", "xlink:href", "action")]
    assert [value for value in outside if not value.startswith("#")] == []
    assert not [name for _, name, _ in whole.attributes if name.startswith("on")]
    policies = [value for tag, name, value in whole.attributes if (tag, name) == ("meta", "content")]
    assert any("default-src 'none'" in value for value in policies)


def test_headings_tables_and_pictures_can_be_read_aloud(whole: Document) -> None:
    steps = zip(whole.headings, whole.headings[1:], strict=False)
    assert whole.headings[0] == 1 and [pair for pair in steps if pair[1] > pair[0] + 1] == []
    assert ("html", "lang", "en") in whole.attributes
    scopes = sum(tag == "th" and name == "scope" for tag, name, _ in whole.attributes)
    assert scopes == whole.tags["th"] > 0
    labelled = [value for tag, name, value in whole.attributes if (tag, name) == ("svg", "aria-labelledby")]
    assert len(labelled) == whole.tags["svg"] == 2 and set(" ".join(labelled).split()) <= set(whole.ids)


def test_the_flow_is_the_table_of_the_machine(whole: Document) -> None:
    picture = whole.html.split("<svg")[1].split("</svg>")[0]
    assert set(re.findall(r'class="state">(\w+)<', picture)) == {*ASKING, *ENDS}
    drawn = [int(n) for n in re.findall(r'class="number">(\d+)<', picture)]
    assert drawn == [n for n, (_, dest, _) in enumerate(TRANSITIONS, 1) if dest]


def test_nothing_unsigned_looks_signed(whole: Document) -> None:
    rules = [id for id in whole.ids if id.startswith("rule-")]
    assert len(rules) == len([r for _, rows in folder(DATA / "rules") for r in rows])
    assert [id for id in rules if "UNVERIFIED" not in whole.of(id) or "Initials Date Remark" not in whole.of(id)] == []
    assert "No clinician has signed any of them" in whole.text
    assert re.search(r"\b0 of \d+ phone numbers are verified", whole.text)
    assert "The proof says that the rules are followed, not that they are right." in whole.text


def test_a_signature_is_shown_until_it_ends_or_the_words_change(copy: Path) -> None:
    mark = next(row.mark for row in knowledge("strict").sign_offs if row.row == "RF-DVT")
    with (copy / "signatures.yaml").open("a", encoding="utf-8") as file:
        file.write(f'- name: "Dr A. Example"\n  role: GP\n  date: "2026-11-01"\n  until: "2027-11-01"\n'
                   f'  rows:\n    RF-DVT: {mark}\n')
    assert "Signed by Dr A. Example, until 2027-11-01" in Document(book(TODAY, data=copy)).of("rule-RF-DVT")
    late = Document(book(date(2028, 1, 1), data=copy)).of("rule-RF-DVT")
    assert "UNVERIFIED: signed, but not for today" in late and "Signed by" not in late
    later = shutil.copytree(copy, copy.parent / "later")
    edit(later, "rules/2-same-day.yaml", "This can be a blood clot.", "This may be a blood clot.")
    assert "UNVERIFIED: changed since it was signed" in Document(book(TODAY, data=later)).of("rule-RF-DVT")


def test_markup_in_the_content_stays_text(copy: Path) -> None:
    edit(copy, "questions/2-screen.yaml", '"Pee leaks out"', "'Pee <script>alert(1)</script> & \"leaks\"'")
    edit(copy, "rules/2-same-day.yaml", '"This can be a blood clot. ', "'</style></p><img src=x>")
    edit(copy, "rules/2-same-day.yaml", 'Massage could move it."', "Massage could move it.'")
    found = Document(book(TODAY, data=copy))
    assert found.tags["script"] == found.tags["img"] == 0
    assert 'Pee <script>alert(1)</script> & "leaks"' in found.text and "</style></p><img src=x>" in found.text


def test_the_command_as_typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "book.html"
    assert main(["book", "--out", str(out), "--profile", "calibrated"]) == 0
    found = Document(out.read_text(encoding="utf-8"))
    assert "rule-RF-CA.night" in found.ids and "rule-RF-CA.strict" not in found.ids
    assert "Doctor soon strict" not in found.text and knowledge().version in found.text
    assert main(["book", "--out", str(tmp_path / "nowhere" / "book.html")]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "--out is wrong" in told


@pytest.mark.parametrize("width", [400, 1200])
def test_in_a_browser_nothing_sticks_out_and_nothing_is_fetched(
    browser: Browser, whole: Document, tmp_path: Path, width: int
) -> None:
    file = tmp_path / "book.html"
    file.write_text(whole.html, encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked, said = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    wide = [tag for tag in page.evaluate(WIDE)]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, wide
    assert asked == [file.as_uri()] and said == []
    page.close()
