"""The content in other languages: PO files, one a language, keyed by a path of ids.

A translation counts only for the exact English text it was made from: when that changes, it
is stale. What a client must be able to read may be neither missing nor stale, else the
language leaves the menu (`complete`); notes for therapists fall back to English.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from babel import Locale
from babel.messages.pofile import read_po

from knowledge.load import DATA, KnowledgeError
from knowledge.models import Knowledge, Option, Question, families, family_of, touched
from knowledge.rows import Country, Row

R = TypeVar("R", bound=Row)
Translate = Callable[[str, str], str]  # (key, English) -> text
Catalog = Mapping[str, tuple[str, str]]  # key -> (English it was made from, text)
FOLDER = DATA / "lang"
LINES = ("advice", "crisis", "abuse", "poison")  # phone lines of a country, beside the emergency number
FOR_THERAPISTS = ("note", "technique", "fit")  # first or last part of a key


@lru_cache(maxsize=16)
def catalog(file: Path) -> Catalog:
    """The finished translations of one PO file. Raises KnowledgeError."""
    try:
        with file.open("rb") as handle:
            found = read_po(handle, abort_invalid=True)
    except Exception as fault:  # Babel has no common error of its own
        raise KnowledgeError(
            file.name, f"can't be read as a PO file ({fault})", "clients would read English in places",
            "open it in a PO editor, which shows the line that is broken",
        ) from fault
    return {
        str(message.context): (str(message.id), str(message.string))
        for message in found if message.context and message.string and not message.fuzzy
    }


def mapped(k: Knowledge, tr: Translate) -> Knowledge:
    """The same content with each text replaced by `tr(key, text)`; conditions stay as they are."""
    questions = {q.id: asked(q, k, tr) for q in k.questions}
    rules = tuple(each(r, f"rule.{family_of(r)}", tr, "reason", "tell", "caution", "note") for r in k.rules)
    found = families(rules)
    return k.model_copy(update={
        "questions": tuple(questions.values()),
        "in_order": tuple(questions[q.id] for q in k.in_order),
        "by_id": questions,
        "by_fact": {fact: questions[q.id] for fact, q in k.by_fact.items()},
        "rules": rules, "families": found, "touched": touched(found),
        "fit": k.fit.model_copy(update={"items": tuple(each(i, f"fit.{i.id}", tr, "say") for i in k.fit.items)}),
        "lookalikes": tuple(each(x, f"lookalike.{x.id}", tr, "client", "note") for x in k.lookalikes),
        "dispositions": {id: each(d, f"disposition.{id}", tr, "name", "title", "action", "massage", "next", "change")
                         for id, d in k.dispositions.items()},
        "warning_signs": tuple(each(w, f"warning.{w.id}", tr, "say") for w in k.warning_signs),
        "techniques": tuple(
            each(t, f"technique.{t.id}", tr, "name", "short", "guarded", "instead").model_copy(update={
                "steps": tuple(tr(f"technique.{t.id}.{n}", step) for n, step in enumerate(t.steps, 1))})
            for t in k.techniques),
        "client_facts": {id: tr(f"fact.{id}", text) for id, text in k.client_facts.items()},
        "common": {id: tr(f"common.{id}", text) for id, text in k.common.items()},
        "handover": k.handover.model_copy(update={"questions": tuple(
            each(x, f"hand.{x.id}", tr, "ask", "name").model_copy(update={
                "options": tuple(each(o, f"hand.{x.id}.{o.id}", tr, "say") for o in x.options),
                "told": tuple(each(t, f"hand.{x.id}.told.{t.id}", tr, "say") for t in x.told),
            }) for x in k.handover.questions)}),
        "countries": {code: called(country, f"country.{code or 'general'}", tr)
                      for code, country in k.countries.items()},
        "picture_alt": tr("picture.alt", k.picture_alt),
    })


def each(row: R, key: str, tr: Translate, *fields: str) -> R:
    """The row with these fields translated; what has no letters stays."""
    said = {f: getattr(row, f) for f in fields}
    changed = {f: tr(f"{key}.{f}", text) for f, text in said.items() if any(map(str.isalpha, text))}
    return row.model_copy(update=changed) if any(said[f] != text for f, text in changed.items()) else row


def called(country: Country, key: str, tr: Translate) -> Country:
    """The country with the words beside its numbers."""
    lines = {kind: getattr(country, kind) for kind in LINES}
    changed = {kind: each(line, f"{key}.{kind}", tr, "say") for kind, line in lines.items() if line}
    return country.model_copy(update={**changed, "emergency": each(country.emergency, key, tr, "say")})


def named(country: Country, code: str, lang: str) -> Country:
    """The country by its name in the language, from CLDR; the general one is no country."""
    name = Locale.parse(lang).territories.get(code)
    return country.model_copy(update={"name": name}) if name else country


def asked(q: Question, k: Knowledge, tr: Translate) -> Question:
    """A question; the offered ones share one key, a clarifying one has its card's `why`."""
    if q.clarifies:
        card = k.by_fact[q.clarifies]
        why, key = f"q.{card.id}.why", f"q.{q.id}"
    else:
        key = "checked" if q.offered else f"q.{q.id}"
        why = f"{key}.why"

    def option(o: Option) -> Option:
        shared = q.clarifies and o.id == "unsure"
        return o.model_copy(update={"say": tr("common.still_not_sure" if shared else f"{key}.{o.id}", o.say)})

    lines = tuple(line.model_copy(update={"say": tr(f"line.{line.id}", line.say)}) for line in q.lines)
    more = q.more.model_copy(update={"say": tr(f"line.{q.more.id}", q.more.say)}) if q.more else None
    changed: dict[str, Any] = {
        "why": tr(why, q.why), "options": tuple(map(option, q.options)), "lines": lines, "more": more,
    }
    return each(q, key, tr, "ask", "name").model_copy(update=changed)


def texts(k: Knowledge) -> dict[str, str]:
    """Every text to translate: key -> English, in the order in which it is asked and said."""
    found: dict[str, str] = {}

    def collect(key: str, english: str) -> str:
        found.setdefault(key, english)
        return english

    mapped(k, collect)
    return found


def for_client(key: str) -> bool:
    """Must a client be able to read it?"""
    parts = key.split(".")
    return parts[0] not in FOR_THERAPISTS and parts[-1] not in FOR_THERAPISTS


def lacking(english: Mapping[str, str], translations: Catalog, need: Callable[[str], bool] = for_client) -> list[str]:
    """The keys without a translation of just this English text, among those that are needed."""
    return [key for key, text in english.items() if need(key) and translations.get(key, ("", ""))[0] != text]


def translated(k: Knowledge, lang: str, translations: Catalog) -> Knowledge:
    """The content in another language; what is missing or stale stays English."""

    def say(key: str, english: str) -> str:
        made_from, text = translations.get(key, ("", ""))
        return text if made_from == english else english

    found = mapped(k, say)
    countries = {code: named(country, code, lang) for code, country in found.countries.items()}
    return found.model_copy(update={"lang": lang, "countries": countries})


def languages(folder: Path = FOLDER) -> list[str]:
    """The languages with a PO file, without English."""
    return sorted(file.stem for file in folder.glob("*.po"))


def union(contents: Iterable[Knowledge]) -> dict[str, str]:
    """The texts of several contents (both profiles) together."""
    found: dict[str, str] = {}
    for k in contents:
        found |= {key: text for key, text in texts(k).items() if key not in found}
    return found
