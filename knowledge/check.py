"""What the content must hold, one small lint a function; messages for authors."""

from collections.abc import Callable, Iterator

from knowledge.build import domains, facts_of
from knowledge.check_names import rows_known
from knowledge.check_options import options_named, titles
from knowledge.check_phones import phones
from knowledge.cited import certain
from knowledge.condition import leaves
from knowledge.match import DOCTOR_FIRST, assess
from knowledge.models import RANK, Knowledge, Question, Rule, family_of
from knowledge.reading import NEVER, PLAINER, forbidden, hard

Lint = Callable[[Knowledge], Iterator[str]]


def row_places(k: Knowledge) -> dict[str, list[str]]:
    """Row id -> the rules, questions and listings that speak for it."""
    found: dict[str, list[str]] = {}
    for rule in k.rules:
        found.setdefault(rule.row, []).append(rule.id)
    for question in k.questions:
        for row in question.rows:
            found.setdefault(row, []).append(question.id)
        for line in question.all_lines():
            for row in line.rows:
                found.setdefault(row, []).append(line.id)
    for listed in k.listed:
        found.setdefault(listed.id, []).append(listed.use)
    for article in k.article:
        found.setdefault(article.id, []).extend(article.where or (article.reason,))
    return found


def rows_accounted(k: Knowledge) -> Iterator[str]:
    places = row_places(k)
    effect = {rule.row for rule in k.rules} | {row.id for row in k.listed}
    for ids in k.row_ids.values():
        for id in ids:
            if id not in places or (not id.startswith("AF") and id not in effect):
                yield (f"rows.yaml: {id} has no rule and is not listed: nobody with this sign would be helped by it; "
                       "put its rule (back) into the rules folder, or list it in listed.yaml and say there why")


def card_sizes(k: Knowledge) -> Iterator[str]:
    for q in k.questions:
        most = {"signs": 5, "history": 8}.get(q.kind, 99)
        if len(q.lines) > most:
            yield f"{q.place}: '{q.id}' has {len(q.lines)} lines; nobody reads more than {most}: split the card"


def statements(k: Knowledge) -> Iterator[str]:
    """Lines are statements to tick; no question asks in the negative."""
    for q in k.questions:
        low = f" {q.ask.lower()}"
        for bad in (" do you not ", " don't you ", " can't you ", " aren't you ", " isn't ", " didn't you "):
            if bad in low and q.kind != "review":
                yield (f"{q.place}: '{q.id}' asks in the negative ('{bad.strip()}'): "
                       "a plain No would mean Yes; turn it round")
        for line in q.all_lines():
            if "?" in line.say:
                yield f"{line.place}: the line '{line.id}' is a question: write a statement to tick"
            if len(line.say.split()) > 16:
                yield f"{line.place}: the line '{line.id}' has over 16 words: one idea a line"


def not_sure(k: Knowledge) -> Iterator[str]:
    for q in k.questions:
        if q.id == "consent" and not q.option("decline"):
            yield f"{q.place}: '{q.id}' can't be declined: give it the option 'decline'"
        if q.settles or q.id in ("consent", "age"):
            continue
        if q.kind in ("choice", "number", "spot") and not q.option("unsure"):
            yield f"{q.place}: '{q.id}' has no 'Not sure': it is a full answer, add the option"


def joined_lines(k: Knowledge) -> Iterator[str]:
    """A line for several rows counts as its gravest until a follow-up splits it."""
    splits = {q.splits: q for q in k.questions if q.splits}
    for card in k.questions:
        for line in card.lines if card.kind == "signs" else ():
            reds = [row for row in line.rows if row.startswith("RF-")]
            if len(reds) < 2 or " or " not in line.say:
                continue  # one sign that several rows use is not joined
            follow = splits.get(line.id)
            unchecked = {q.id: "not_checked" for q in k.questions if q.offered}
            alone = assess({line.id: "yes", **presumed(follow), **unchecked}, k)
            gated = any(leaf.fact == line.id for q in k.questions for leaf in leaves(q.when))
            if follow is None and not gated and RANK[alone.disposition] > RANK["D1"]:
                yield (f"{line.place}: '{line.id}' joins {', '.join(reds)} without a follow-up: "
                       "give it one with `splits`, or make it two lines")
            if follow and not follow.presume:
                yield f"{follow.place}: '{follow.id}' splits a line and needs `presume`, its gravest reading"


def presumed(follow: Question | None) -> dict[str, str]:
    return {follow.id: follow.presume} if follow and follow.presume else {}


def rules_whole(k: Knowledge) -> Iterator[str]:
    """Each rule is told once, whichever of its forms lacks something."""
    told: set[str] = set()
    for r in k.rules:
        complaints = [] if family_of(r) in told else list(lacking(r))
        told |= {family_of(r)} if complaints else set()
        yield from complaints


def lacking(r: Rule) -> Iterator[str]:
    if r.tier == "D1" and not r.kind and not r.id.endswith(".unsure"):
        yield f"{r.place}: '{r.id}' is an emergency without a kind: say where to go"
    if (r.tier in DOCTOR_FIRST or r.wait) and not (r.tell and r.reason):
        lacks = " and ".join(f"`{name}`" for name in ("reason", "tell") if not getattr(r, name))
        yield f"{r.place}: '{r.id}' sends to a doctor and has no {lacks}: say why, and what to say at the desk"
    if r.row.startswith(("MC-", "MP-")) and not (r.note and (r.caution or r.checked)):
        yield f"{r.place}: '{r.id}' is a caution and needs `caution` (client) and `note` (therapist)"
    if r.checked and RANK[r.checked] > RANK["D4"]:
        yield f"{r.place}: '{r.id}' falls below D4 once checked: a doctor should go on knowing of it"
    if r.strict and RANK[r.strict] > RANK[r.tier]:
        yield f"{r.place}: '{r.id}' is milder in strict: strict is never milder than calibrated"


def unsure_counts(k: Knowledge) -> Iterator[str]:
    """A sign that alone sends to a doctor first sends to one in some way when the client is not sure of it.

    Of the calibrated profile: what is a doctor first in strict alone may be milder when not sure."""
    unchecked = {q.id: "not_checked" for q in k.questions if q.offered}
    for r in k.rules:
        signs = [leaf.fact for leaf in leaves(r.when) if not leaf.fact.startswith("checked.")]
        question = k.by_fact.get(signs[0]) if len(signs) == 1 else None
        if k.profile == "strict" or r.tier not in DOCTOR_FIRST or not question or not question.ordered:
            continue
        can = question.checklist or question.option("unsure")
        if can and RANK[assess({signs[0]: "unsure", **unchecked}, k).disposition] > RANK["D4"]:
            yield (f"{r.place}: '{r.id}' leaves 'not sure' of '{signs[0]}' without a doctor: "
                   "say what follows (`unsure: D3`), or name unsure among its answers")


def asked_in_time(k: Knowledge) -> Iterator[str]:
    """What a doctor-first rule uses is asked in consent, screen or story."""
    phase = {fact: q.phase for q in k.questions for fact in facts_of(q)}
    for r in k.rules:
        if r.tier in DOCTOR_FIRST or r.wait:
            for leaf in leaves(r.when):
                if phase.get(leaf.fact, "screen") not in ("consent", "screen", "story"):
                    yield f"{r.place}: '{r.id}' needs '{leaf.fact}', asked after the story: move the question"


def all_used(k: Knowledge) -> Iterator[str]:
    """Every line and question is used by a rule, gate, fit or note, or its row is recorded only."""
    used = {leaf.fact for r in k.rules for leaf in leaves(r.when)}
    used |= {leaf.fact for item in k.fit.items for leaf in leaves(item.when)}
    used |= {leaf.fact for alike in k.lookalikes for leaf in leaves(alike.when)}
    used |= {leaf.fact for q in k.questions for leaf in leaves(q.when)}
    used |= {leaf.fact for q in k.questions for line in q.all_lines() for leaf in leaves(line.when)}
    used |= {id for row in k.article for id in row.where}
    for q in k.questions:
        if q.clarifies or q.offered or q.settles or q.id in ("consent", "country", "review"):
            continue
        for fact in facts_of(q):
            if fact not in used:
                yield f"{q.place}: nothing uses '{fact}': take it out, or say in article.yaml what it is for"


def article_places(k: Knowledge) -> Iterator[str]:
    known = {*domains(list(k.questions)), *k.by_id, *(x.id for x in k.fit.items), *k.client_facts,
             *(t.id for t in k.techniques), *(x.id for x in k.lookalikes), "therapist_note"}
    for row in k.article:
        for id in row.where:
            if id not in known:
                yield f"{row.place}: {row.id} points to '{id}', which does not exist"
        if row.use == "unused" and not row.reason:
            yield f"{row.place}: {row.id} is unused without a reason"


def client_texts(k: Knowledge) -> Iterator[tuple[str, str]]:
    """Every text of the content that a client may read, with its place."""
    for q in k.questions:
        if q.offered is None:
            listed = "\n".join([q.ask, *(line.say for line in q.lines), *(o.say for o in q.options)])
            yield f"{q.place} {q.id}", listed
            yield f"{q.place} {q.id} why", q.why
    for r in k.rules:
        for text in (r.reason, r.caution):
            if text and not r.id.endswith((".unsure", ".seen", ".ok")):
                yield f"{r.place} {r.id}", text
    for d in k.dispositions.values():
        yield f"{d.place} {d.id}", "\n".join([d.title, d.action, d.massage, d.next, d.change])
    for x in k.lookalikes:
        yield f"{x.place} {x.id}", x.client
    for id, text in k.client_facts.items():
        yield f"client_facts {id}", text


def pieces(k: Knowledge) -> Iterator[tuple[str, str]]:
    """The same texts, each alone with the place of its own row; and those that are too short to grade."""
    for q in k.questions:
        if q.offered is None:
            yield from ((f"{q.place} {q.id}", text) for text in (q.ask, q.why, q.name))
            yield from ((f"{line.place} {line.id}", line.say) for line in q.all_lines())
            yield from ((f"{o.place or q.place} {o.id}", o.say) for o in q.options)
    yield from ((f"{sign.place} {sign.id}", sign.say) for sign in k.warning_signs)
    asked = {q.place for q in k.questions if q.offered is None}
    yield from ((place, text) for place, text in client_texts(k) if place.split()[0] not in asked)


def readable(k: Knowledge) -> Iterator[str]:
    for place, text in client_texts(k):
        for fault in hard(text):
            yield f"{place}: {fault}: {text[:70]!r}: {PLAINER}"


def never_said(k: Knowledge) -> Iterator[str]:
    for place, text in pieces(k):
        for fault in forbidden(text):
            yield f"{place}: {fault}: {text[:70]!r}: {NEVER}"


LINTS: tuple[Lint, ...] = (
    rows_accounted, rows_known, card_sizes, statements, not_sure, joined_lines, rules_whole, unsure_counts,
    asked_in_time, all_used, article_places, readable, never_said, certain, phones, options_named, titles,
)


def check(k: Knowledge) -> list[str]:
    """Every complaint of every lint; empty when the content is fit to serve."""
    return [complaint for lint in LINTS for complaint in lint(k)]
