"""The rest behind the first screen, a part for each question a therapist may have."""

from dialogs.languages import name
from dialogs.problem import whom
from dialogs.said import label, side_of_pain
from dialogs.session import Answer, Mark
from dialogs.summary import pain, screen
from dialogs.summary.ideas import guarding, spoke
from dialogs.summary.ledger import checked, ledger
from dialogs.summary.models import Line, Part
from dialogs.summary.private import bare
from dialogs.summary.told import outcome, quotable, reached, told
from dialogs.summary.view import View, clean
from knowledge.condition import NA
from knowledge.match import Finding, because, shown_fit

# Whoever hands a summary over reads all of it: no claim stands here that is never told to a client.
MUSCLES = ("AF-45", "AF-47", "AF-48", "AF-49", "AF-50", "AF-52")
SILENT = ("consent", "country", "review")  # questions whose answer is no word about the body


def parts(view: View) -> tuple[Part, ...]:
    return (result(view), fit(view), sore(view), cautions(view), techniques(view), muscles(view), ledger(view),
            words(view), told_part(view), about(view))


def part(id: str, view: View, *lines: Line | None) -> Part:
    """Lines that say nothing are left out."""
    return Part(id=id, title=view.words(f"sum_p_{id}"),
                lines=tuple(line for line in lines if line and (line.text or line.rows)))


def result(view: View) -> Part:
    """The outcome, since when, and every finding with its answers."""
    found, w = view.place.assessment, view.words
    text = view.knowledge.dispositions[found.text]
    closed = view.session.closed[:-1] if outcome(view) else view.session.closed
    earlier = [f"{view.knowledge.dispositions[tier].name} ({view.stamp(c.at)})" for c in closed
               if (tier := str(c.outcome["disposition"])) in view.knowledge.dispositions]
    now = outcome(view)
    rests = [fact for f in found.findings for fact in view.proof(*f.because)]
    names = dict.fromkeys(view.apart(view.knowledge.sources[s].name) for f in found.findings if view.shown(f)
                          for s in f.rule.source)
    return part(
        "result", view,
        view.line("outcome", f"{text.name} ({found.disposition})", (), rests or view.rests("spot")),
        view.line("massage", text.massage),
        view.line("since_when", view.stamp(now.at if now else reached(view))),
        view.line("earlier", "", earlier),
        view.line("reason", "", dict.fromkeys(reason(f, view) for f in found.findings), rests),
        view.line("checked", "", checked(view)),
        view.line("sources", "", names),
        view.line("profile", w(f"sum_profile_{view.knowledge.profile}")),
    )


def reason(finding: Finding, view: View) -> str:
    said = view.said(finding.because)
    if not view.shown(finding):
        return said
    return view.words("sum_rule", reason=finding.rule.reason, row=finding.rule.row, said=said)


def fit(view: View) -> Part:
    """What speaks for and against the SI joint, and what else it looks like."""
    found, w = view.place.assessment, view.words
    band = shown_fit(found)
    if band is None:
        return part("fit", view, view.line("pattern", w("sum_band_none")))
    lines = []
    for id, sign in (("pro", 1), ("con", -1)):
        items = [item for item in found.fit.speaks if item.points * sign > 0]
        rests = [fact for item in items for fact in view.proof(*item.because)]
        lines.append(view.line(id, "" if items else w("nothing"), (spoke(item, view) for item in items),
                               rests or view.rests("spot")))
    look = found.lookalike if found.lookalike and found.lookalike.id != "muscle" else None
    answer = {"yes": w("yes"), "no": w("no")}
    sitting = w("note_sitting", **{k: answer.get(view.facts.get(f, ""), "?")
                                   for k, f in (("sit", "agg_sit"), ("walk", "agg_walk"))})
    return part(
        "fit", view, view.line("pattern", w(f"sum_band_{band}"), (), lines[0].facts + lines[1].facts), *lines,
        view.line("look", look.note, (), view.proof(*because(look.when, view.facts))) if look else None,
        view.line("walk", sitting, (), view.rests("agg_sit", "agg_walk")),
    )


def sore(view: View) -> Part:
    """The pain itself, and the author's note on its side."""
    w, facts, k = view.words, view.facts, view.knowledge
    worst = None
    if facts.get("spot", NA) != NA:
        option = k.by_id["spot"].option(facts["spot"])
        said = label("spot", facts["spot"], k)
        numbered = option and option.number and option.number <= 20
        text = w("sum_number", said=said, n=option.number) if option and numbered else said
        worst = view.line("worst", text, (), view.rests("spot"))
    cards = {id: pain.picked(q, view) for id, q in (("also_label", "where_else"), ("worse", "worse"), ("feel", "feel"))}
    listed = {id: view.line(id, "", told, view.proof(*lines)) for id, (lines, told) in cards.items()}
    where = pain.where(view).line(view)  # only if nothing was asked
    return part(
        "pain", view, worst or where,
        listed["also_label"],
        view.line("side", f"{w(f'side_{side_of_pain(facts, k)}')}. {w('sum_side_note')}", (),
                  view.rests("spot", "also_other")) if worst else None,
        view.line("strength", view.number("pain"), (), view.rests("pain")) if "pain" in facts else None,
        *(view.line(id, label(fact, facts[fact], k), (), view.rests(fact))
          for id, fact in (("duration", "duration"), ("onset", "onset")) if facts.get(fact, NA) != NA),
        listed["worse"],
        *(draft.line(view) for draft in pain.eased(view, whole=True) if worst or draft.facts),
        listed["feel"],
    )


def cautions(view: View) -> Part:
    """Every caution whole, with the answer it rests on."""
    lines = []
    for finding in screen.noted(view):
        row = finding.rule.row if view.shown(finding) else "private"
        said = view.words("sum_caution", note=view.note(finding), said=view.said(finding.because))
        lines.append(view.line("caution", said, (), view.proof(*finding.because), label=row))
    return part("cautions", view, *lines, None if lines else screen.avoid(view).line(view))


def techniques(view: View) -> Part:
    """The author's three techniques: how, or why not."""
    found, w = view.place.assessment, view.words
    general = w("sum_try_none") if view.doctor_first else w("sum_no_pattern") if shown_fit(found) == "no" \
        else w("sum_nothing") if found.disposition == "D0" else ""
    lines = []
    for t in view.knowledge.techniques:
        title = f"{t.id} {t.name}"
        if t.id in found.withheld:
            answers = guarding(t, view)
            why = w("sum_held_for", ids=w("sum_held"), said=view.said(answers)) + "."
            rows = [t.guarded, w("sum_instead", instead=t.instead)]
            lines.append(view.line(t.id, why, rows, view.proof(*answers), label=title))
        elif general:
            lines.append(view.line(t.id, f"{w('sum_held')}. {general}", (), (), label=title))
        else:
            lines.append(view.line(t.id, w("sum_offered") + ".", t.steps, view.rests("spot"), label=title))
    return part("techniques", view, view.line("model", w("sum_model_text")), *lines)


def muscles(view: View) -> Part:
    """What the author says of muscles, with our remark; nothing where massage is not advised."""
    found, w = view.place.assessment, view.words
    if found.massage == "no" or view.doctor_first:
        return part("muscles", view, view.line("muscles", w("sum_muscles_none")))
    rows = {row.id: row for row in view.knowledge.article}
    held = [t for t in view.knowledge.techniques if t.id in found.withheld and t.id != "T1"]
    rests = [fact for t in held for fact in view.proof(*guarding(t, view))]
    return part(
        "muscles", view, view.line("model", w("sum_model_text")),
        view.line("held", w("sum_iliacus"), (), rests) if held else None,
        *(view.line(id, view.apart(f"{rows[id].says} {rows[id].reason}".strip()), label=id) for id in MUSCLES),
    )


def words(view: View) -> Part:
    """What was tapped, in the client's language, and what was typed."""
    k = view.house.knowledge_for(view.client)
    tapped: list[str] = []
    typed: list[str] = []
    facts: list[str] = []
    kept = 0
    for id, at in view.place.read.index.items():
        entry = view.session.log[at]
        question = k.by_id.get(id)
        if id in SILENT or question is None or question.offered or not isinstance(entry, Answer):
            continue
        told = {f: v for f, v in entry.values.items() if v not in ("no", NA) or not question.checklist}
        open_ = {f: v for f, v in told.items() if not view.hides(f)}
        said = entry.said if question.kind == "number" else view.sep.join(label(f, v, k) for f, v in open_.items())
        if open_ and said:
            tapped.append(f"{question.name}: {clean(said)}" if question.name else f"{question.ask} {clean(said)}")
            facts += view.rests(*open_) or [f"{f}={v}" for f, v in open_.items()]  # a doubt that is still open
        if entry.typed and not bare(entry.typed, view.client, view.house):
            typed += [f'"{clean(entry.typed)}"'] if view.private else []
            kept += 1
    return part(
        "words", view, view.line("words_tapped", "" if tapped else view.words("sum_nothing"), tapped, facts),
        view.line("words_typed", "", dict.fromkeys(typed), ["typed"]),
        view.line("words_typed", view.words("sum_words_kept", n=kept), (), ["typed"]) if kept and not view.private
        else None,
    )


def told_part(view: View) -> Part:
    """The message that the client read, as they read it; without private answers only its advice."""
    closed, w = outcome(view), view.words
    short = told(view, dated=True)
    lines = [view.line("told", short.head, (), short.facts)]
    if closed and quotable(view):
        rows = [row.removeprefix("• ") for reply in closed.result for row in str(reply["text"]).split("\n")]
        lines.append(view.line("told_text", "", rows, short.facts))
    elif not quotable(view):
        lines.append(view.line("told_text", w("sum_told_left_out")))
    marks = [f"{w(e.what)} ({view.stamp(e.at)})" for e in view.session.log[view.session.start :]
             if isinstance(e, Mark) and e.what in ("going", "cannot")]
    return part("told", view, *lines, view.line("told_marks", "", marks, ["going"]))


def about(view: View) -> Part:
    """Which content made it, who signed that, and what it is not."""
    w, booking = view.words, view.booking
    return part(
        "about", view,
        view.line("booking", " · ".join(view.apart(clean(text)) for text in (booking.name, booking.visit, booking.ref)
                                            if text)),
        view.line("version", w("sum_version_text" if view.id else "sum_version_new",  # no id before it is handed over
                               version=view.place.assessment.version, id=view.id, at=view.stamp(view.now))),
        view.line("own", w("sum_own_text", rows=", ".join(view.knowledge.row_ids["OWN"]), by=view.knowledge.signed_by))
        if view.knowledge.signed_by else None,
        view.line("content", w("sum_signed" if view.house.standing().signed else "sum_unsigned"),
                  label=w("sum_signature")),
        view.line("languages", w("sum_languages_text", client=name(view.client.lang), own=name(view.words.lang))),
        view.line("private", w("sum_private_shared" if view.private else "sum_private_kept")),
        view.line("program", w("sum_program"), label=w("sum_maker")),
        view.line("problem", w("note_problem", whom=whom(view.session, view.house))),
    )
