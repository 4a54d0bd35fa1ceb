"""A clinic's own questions and rules, added to the content. They can only make the advice more careful.

Additive only: what the content asks and decides stays as it is, own questions come at the end of the story, before
any result, and an own rule can send to a doctor or add a caution, never more. Whatever else is refused.
"""

from collections.abc import Iterable, Iterator
from copy import deepcopy

from knowledge.build import domains, expanded, facts_of, rule
from knowledge.check import LINTS, client_texts, never_said, pieces, readable
from knowledge.condition import leaves
from knowledge.load import KnowledgeError, Plain, nearest, rows_of
from knowledge.match import DOCTOR_FIRST, assess
from knowledge.models import RANK, Knowledge, Question, Rule, families, touched
from knowledge.parse import questions
from knowledge.reading import BANNED, FORMULAS, NEVER, PLAINER, forbidden, hard
from knowledge.references import check as references
from knowledge.rows import Source

TIERS = ("D2", "D3", "D4", "D5")  # emergencies and "not the right place" are the content's alone
MOST = {"questions": 3, "rules": 10}  # the chat is long as it is
LONGEST = 200  # characters of a text
TEXTS = {"ask", "why", "name", "say", "no", "yes", "trigger", "reason", "tell", "caution", "note"}
QUESTION = {"id", "kind", "ask", "why", "name", "when", "ordered", "options", "lines", "place"}
LINE = {"id", "say", "when", "sure", "place"}
RULE = {"id", "tier", "when", "unsure", "wait", "postpone", "trigger", "reason", "tell", "caution", "note", "place"}
WHY = "a clinic's own part may only add questions, cautions and a doctor"


def merged(k: Knowledge, raw: Plain, langs: tuple[str, ...], clinic: str, signed_by: str, mark: str) -> Knowledge:
    """The content of one profile and language with the clinic's own part. `langs`: those that its clients can
    choose. Of the first the fingerprints of its questions are made; a therapist who reads another language gets
    the clinic's own part in it. Raises KnowledgeError."""
    whole(raw)
    lang = k.lang if k.lang in langs else langs[0]
    first = asked(said(raw.get("questions"), langs[0], langs), "")  # the same in every language
    own = asked(said(raw.get("questions"), lang, langs), k.common["still_not_sure"])
    shown = {question.id: question.shown for question in first}
    own = [question.model_copy(update={"shown": shown[question.id]}) for question in own]
    all_ = inserted(k.questions, own)
    domain = domains(list(all_))
    written = [ruled(row) for row in said(raw.get("rules"), lang, langs)]
    rules = (*k.rules, *(part for one in written for part in expanded(one, domain)))
    found = k.model_copy(update={
        "questions": all_, "in_order": inserted(k.in_order, own), "rules": rules,
        "families": families(rules), "touched": touched(families(rules)),
        "sources": {**k.sources, "own": Source(id="own", name=f"{clinic}: own rule, signed by {signed_by}",
                                               certainty="judgement")},
        "row_ids": {**k.row_ids, "OWN": tuple(one.id for one in written)},
        "by_id": {**k.by_id, **{question.id: question for question in own}},
        "by_fact": {**k.by_fact, **{fact: question for question in own for fact in facts_of(question)}},
        "handover": k.handover.model_copy(update={
            "cautions": (*k.handover.cautions, *(one.row for one in written if one.note))}),
        "version": f"{k.version}+{mark}", "signed_by": signed_by,
    })
    references(found)
    for complaint in complaints(k, found, written, lang):
        place, _, what = complaint.partition(": ")
        raise KnowledgeError(place, what, WHY, "see \"Own questions and rules\" in docs/clinics.md")
    return found


def whole(raw: Plain) -> None:
    """Raises KnowledgeError for anything but questions and rules of its own."""
    if not isinstance(raw, dict) or not raw or set(raw) - {"questions", "rules"}:
        raise KnowledgeError("the clinic's own file", "it holds something else than questions and rules", WHY,
                             "write `questions:` and `rules:`, and under each its rows, as docs/clinics.md shows")
    for kind, fields, begin in (("questions", QUESTION, "own_"), ("rules", RULE, "OWN-")):
        found = rows_of(raw.get(kind) or [], f"the clinic's own file, {kind}")
        for row in found:
            place = row["place"]
            lines = rows_of(row.get("lines") or [], place)
            rows = [(row, fields), *((line, LINE) for line in lines)]
            for name, fields in [(name, known) for one, known in rows for name in one if name not in known]:
                raise KnowledgeError(place, f"'{name}' can't stand here", WHY,
                                     f"{nearest(name, fields)}the fields are {', '.join(sorted(fields - {'place'}))}")
            ids = [str(row.get("id"))] + [str(line.get("id")) for line in lines]
            for id in [id for id in ids if not id.startswith(begin)]:
                raise KnowledgeError(place, f"the id '{id}' is not one of your own",
                                     "it could take the place of a question or rule of the content",
                                     f"begin it with {begin}, such as {begin}1")
        if len(found) > MOST[kind]:
            raise KnowledgeError(found[MOST[kind]]["place"], f"more than {MOST[kind]} own {kind}",
                                 "nobody finishes a chat that is too long", "join them, such as on one card to tick")


def said(raw: Plain, lang: str, langs: tuple[str, ...], place: str = "") -> Plain:
    """The rows in one language: a text may stand there once, or by language. Raises KnowledgeError."""
    if isinstance(raw, list):
        return [said(one, lang, langs, place) for one in raw]
    if not isinstance(raw, dict):
        return deepcopy(raw) if raw is not None else []
    place = raw.get("place", place)
    found = {}
    for name, value in raw.items():
        if name in TEXTS and isinstance(value, dict):
            lacks = [one for one in langs if not isinstance(value.get(one), str) or not value[one]]
            if lacks or set(value) - set(langs):
                raise KnowledgeError(
                    place, f"'{name}' is in {', '.join(sorted(value))}, and clients can choose {', '.join(langs)}",
                    "a client who can't read a question can't answer it",
                    "write it in each language, or change `languages` in the clinic file")
            found[name] = value[lang]
        elif name in TEXTS and value is not None and len(langs) > 1:
            raise KnowledgeError(
                place, f"'{name}' stands there in one language, and clients can choose {', '.join(langs)}",
                "a client who can't read a question can't answer it",
                f"write {name}: {{{langs[0]}: \"...\", {langs[1]}: \"...\"}}, or offer one language only")
        else:
            found[name] = said(value, lang, langs, place) if isinstance(value, (dict, list)) else value
        if name in TEXTS and len(str(found[name])) > LONGEST:
            raise KnowledgeError(place, f"'{name}' has more than {LONGEST} signs", "nobody reads so much on a phone",
                                 "write one or two short sentences")
    return found


def asked(rows: list[Plain], still: str) -> list[Question]:
    """The questions, with their source; `still` is their "still not sure"."""
    for row in rows:
        if row.get("kind") not in ("choice", "signs", "history"):
            raise KnowledgeError(row.get("place", "?"), f"'{row.get('id')}' is of the kind '{row.get('kind')}'", WHY,
                                 "write kind: signs, history or choice")
    return questions("story", [{**row, "source": "own"} for row in rows], still)


def inserted(known: tuple[Question, ...], own: list[Question]) -> tuple[Question, ...]:
    """Behind the last question of the story that is not only offered."""
    at = max(i for i, question in enumerate(known) if question.phase == "story" and not question.offered) + 1
    return (*known[:at], *own, *known[at:])


def ruled(row: Plain) -> Rule:
    """One rule. Raises KnowledgeError for one that could do more than to raise."""
    place = row.get("place", "?")
    for field in ("tier", "unsure"):
        if row.get(field, "D5") not in TIERS or (field == "tier" and "tier" not in row):
            raise KnowledgeError(
                place, f"'{row['id']}' has the {field} {row.get(field, '(none)')}", WHY,
                "write D2 (a doctor today), D3 (a doctor soon), D4 (a doctor beside it, or first with wait: true) or "
                "D5 (massage with care, or later with postpone: true)")
    if not row.get("caution") and not row.get("tell"):
        raise KnowledgeError(place, f"'{row['id']}' tells the client nothing",
                             "whoever reads a result must know what to do",
                             "write `caution` and `note` for D5, `reason` and `tell` for a doctor")
    if row["tier"] == "D5" and not (row.get("caution") and row.get("note")):
        raise KnowledgeError(place, f"'{row['id']}' is a caution and lacks `caution` or `note`",
                             "client and therapist must both know of it", "write both")
    return rule({**row, "row": row["id"], "source": "own", "certainty": "judgement", "verified": "false"})


def complaints(k: Knowledge, found: Knowledge, own: Iterable[Rule], lang: str) -> Iterator[str]:
    """What the lints say of the own part alone, words that are too hard, and what would make a red flag milder."""
    for one in own:
        for leaf in leaves(one.when):
            for value in leaf.values if leaf.fact in k.by_fact else ():
                tier = assess({**k.unchecked, leaf.fact: value}, k).disposition
                if tier in DOCTOR_FIRST and RANK[one.tier] > RANK[tier]:
                    yield (f"{one.place}: '{one.id}' makes {one.tier} of '{leaf.fact}: {value}', of which the content "
                           f"makes {tier}: it would never count, and reads as if massage went on with a warning sign")
    for lint in LINTS:
        if lint not in (readable, never_said):
            before = set(lint(k))
            yield from (complaint for complaint in lint(found) if complaint not in before)
    mine = {place for place, _ in client_texts(found)} - {place for place, _ in client_texts(k)}
    for place, text in client_texts(found):
        for fault in hard(text, lang) if place in mine and lang in FORMULAS else ():
            yield f"{place.split(' ')[0]}: {fault}: {text[:70]!r}: {PLAINER}"
    content = set(pieces(k))
    for place, text in pieces(found):
        for fault in forbidden(text, lang) if lang in BANNED and (place, text) not in content else ():
            yield f"{place.split(' ')[0]}: {fault}: {text[:70]!r}: {NEVER}"
