"""Faults in the machine: one function at a time is given back with a line changed, or the
table of the machine with its rows moved. `how` is the weakening itself, old and new."""

import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from dialogs import flow
from dialogs.flow import ASKING, ENDS, TRANSITIONS

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Weak:
    """One fault: a line of a function (`where` is module:function) with other words."""

    name: str
    where: str
    old: str
    new: str
    kind: str = "machine: a line changed"

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


@dataclass(frozen=True)
class Moved:
    """One fault: the table of the machine with other rows."""

    name: str
    rows: Callable[[tuple[Row, ...]], tuple[Row, ...]]
    kind: str = "machine: the table changed"

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


LINES: tuple[Weak, ...] = (
    # flow: the conditions of the table
    Weak("only an ambulance is an emergency", "dialogs.flow:emergency", "not in TALK", "== 'ambulance'"),
    Weak("only the last finding can be an emergency", "dialogs.flow:emergency", ".findings\n", ".findings[-1:]\n"),
    Weak("abuse and overdose are no crisis", "dialogs.flow:crisis", "in TALK", "== 'crisis'"),
    Weak("a crisis is never noticed", "dialogs.flow:crisis", "any(", "False and any("),
    Weak("out of scope is never noticed", "dialogs.flow:out_of_scope", '== "D0"', '== "D9"'),
    Weak("a phase is done though one question is open", "dialogs.flow:asked", "not walk.waiting.get(walk.state)",
         "len(walk.waiting.get(walk.state, ())) < 2"),
    Weak("whoever answers has agreed", "dialogs.flow:agreed", 'startswith("agree")', 'startswith("")'),
    Weak("the doctor-first guard is dropped", "dialogs.flow:doctor_first", "assessment.doctor_first",
         "assessment.doctor_first and False"),
    Weak("only an emergency needs a doctor first", "dialogs.flow:doctor_first", "assessment.doctor_first",
         'assessment.disposition == "D1"'),
    # match: which rules hold, and what follows
    Weak("a rule that waits does not send to a doctor first", "knowledge.match:Finding.doctor_first",
         " or self.rule.wait", ""),
    Weak("the mildest finding decides", "knowledge.match:assess", "urgent = min(", "urgent = max("),
    Weak("D2 and D3 change places", "knowledge.match:assess", "URGENCY[urgent] if",
         '{"D2": "D3", "D3": "D2"}.get(URGENCY[urgent], URGENCY[urgent]) if'),
    Weak("D0 comes before every doctor", "knowledge.match:assess", "disposition = URGENCY[urgent]",
         'disposition = "D0" if any(f.rule.tier == "D0" for f in findings) else URGENCY[urgent]'),
    Weak("massage does not wait", "knowledge.match:massage", "f.rule.wait or ", ""),
    Weak("massage is not put off", "knowledge.match:massage", " or f.rule.postpone", ""),
    Weak("massage though a doctor is needed soon", "knowledge.match:massage", '"D0", "D1", "D2", "D3"',
         '"D0", "D1", "D2"'),
    Weak("only the first finding is kept", "knowledge.match:found", "for rule in held)", "for rule in held[:1])"),
    Weak("of the forms of a rule the mildest counts", "knowledge.match:found", "in family.forms if",
         "in reversed(family.forms) if"),
    Weak("the second rule of an answer is not looked at", "knowledge.match:found", "sorted(places)",
         "sorted(places)[:1]"),
    Weak("no technique is held back", "knowledge.match:assess", "if holds(t.guard, facts)", "if False"),
    # condition: what holds
    Weak("what is unknown is False", "knowledge.condition:holds", "elif result is None:", "elif result is ...:"),
    Weak("a leaf that is unknown is False", "knowledge.condition:holds",
         "return None if value is None else value in condition.values", "return value in condition.values"),
    Weak("one part too many is needed", "knowledge.condition:holds", "need = condition.n\n",
         "need = condition.n + (condition.n > 1)\n"),
    Weak("what was not asked counts as yes", "knowledge.condition:holds",
         "result = None if value is None else value in part.values",
         'result = None if value is None else value in part.values or value == "na"'),
    # build: the forms of a rule
    Weak("no rule has a form for not sure", "knowledge.build:expanded", "if r.unsure:", "if False:"),
    Weak("not sure is read as no", "knowledge.build:expanded", 'frozenset(["unsure"])', "frozenset()"),
    Weak("seen by a doctor is as good as a word on massage", "knowledge.build:lowered", 'suffix == ".seen"',
         "False"),
    Weak("worse since lowers the tier too", "knowledge.build:expanded",
         'Leaf(fact, frozenset(["unsure", "worse", NOT_CHECKED]))', "Leaf(fact, frozenset([NOT_CHECKED]))"),
    # facts: which answers count
    Weak("an answer to other words still counts", "dialogs.facts:_counted", "question.shown != entry.shown", "False"),
    Weak("what was taken back still counts", "dialogs.facts:_counted", "if i in gone:", "if False:"),
    Weak("a no from before a danger word still counts", "dialogs.facts:_counted", 'if v == "yes"', "if v"),
    Weak("a danger word brings no question", "dialogs.facts:_counted",
         "result.noticed.insert(place, question.id)", "pass"),
    Weak("a joined line is presumed nothing", "dialogs.facts:_choice", "facts[question.id] = question.presume", "pass"),
    Weak("an open gate is a shut gate", "dialogs.facts:_choice", "if gate is False:", "if not gate:"),
    Weak("a line with an open gate is ruled out", "dialogs.facts:_lines", "or shown is False", "or not shown"),
    Weak("a clarifying answer changes nothing", "dialogs.facts:_clarify",
         "result.facts[question.id] = result.facts[line] = value", "result.facts[question.id] = value"),
    Weak("a line waits for no clarifying answer", "dialogs.facts:_clarify", "del result.facts[line]",
         'result.facts[line] = "no"'),
    # edits, retracts: what a tap does
    Weak("not sure on a card is a no", "dialogs.edits:carded", '"unsure" if id in unsure else "no"', '"no"'),
    Weak("what was ticked on the way is lost", "dialogs.edits:carded",
         '''ticked |= {id for id, v in held.items() if v == "yes"} - unsure''', "pass"),
    Weak("every line of an emergency card is answered", "dialogs.edits:commit", 'if v != "no"', "if v"),
    Weak("a tick alone is no emergency", "dialogs.edits:held_back", '== "emergency"', '== "never"'),
    Weak("an old tick counts", "dialogs.edits:ticked", " or tick.shown != card.shown", ""),
    Weak("a stale tap counts", "dialogs.step:tapped", "(tap.shown and tap.shown != card.shown)", "False"),
    Weak("no answer is grave", "dialogs.retracts:retract", "elif serious:", "elif False:"),
    Weak("only the cited answer is grave, not what led to it", "dialogs.retracts:grave", "rests_on(turn, cited)",
         "cited"),
    Weak("a restart asks nothing", "dialogs.retracts:restart", "if grave(turn, entries):", "if False:"),
    Weak("whatever is tapped takes an answer back", "dialogs.retracts:confirmed",
         'tap.options == ("take_back",)', "True"),
    Weak("what was grave is forgotten when it is taken back", "dialogs.retracts:confirmed",
         "confirmed=True, grave=pending.grave", "confirmed=True, grave=()"),
    Weak("a card is erased, not taken back", "dialogs.retracts:retract",
         "turn.session.add(Retract(entries=entries, by=by, at=turn.now))",
         "turn.session.but(log=tuple(e for i, e in enumerate(turn.session.log) if i not in entries), draft=None)"),
    # step, tell, house: what is said first, and to whom
    Weak("what is urgent is said last", "dialogs.endings:arrange", "return here[:1] + before + here[1:]",
         "return before + here"),
    Weak("who stops is told nothing urgent", "dialogs.edits:stop", "if findings and", "if False and"),
    Weak("who comes back is told nothing urgent", "dialogs.step:step", "turn.quiet = False  #", "turn.quiet = True  #"),
    Weak("nothing typed is dangerous", "dialogs.step:said", "elif heard.row:", "elif False:"),
    Weak("a danger word is not kept", "dialogs.notices:notice",
         "turn.session.add(Notice(row=row, said=kept, at=turn.now))", "turn.session"),
    Weak("the UK is not strict", "dialogs.house:House.knowledge_for", '"strict" if', '"calibrated" if'),
    Weak("every country has the number of the US", "dialogs.house:House.country",
         "countries.get(self.country_code(session))", 'countries.get("US")'),
    Weak("an unverified number stands alone", "dialogs.house:phone", 'listed([line.say, general.say], lang, "or")',
         "line.say"),
)


def without(dest: str, source: object = None) -> Callable[[tuple[Row, ...]], tuple[Row, ...]]:
    return lambda rows: tuple(r for r in rows if not (r[1] == dest and source in (None, r[0])))


def last(dest: str) -> Callable[[tuple[Row, ...]], tuple[Row, ...]]:
    """The first row to this state comes after every other, before "stay"."""
    def moved(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        row = next(r for r in rows if r[1] == dest)
        others = [r for r in rows if r is not row]
        return (*others[:-1], row, others[-1])

    return moved


def open_guard(source: str, dest: str, guard: str) -> Callable[[tuple[Row, ...]], tuple[Row, ...]]:
    """A row without one of its conditions."""
    return lambda rows: tuple(
        (s, d, tuple(c for c in guards if c.__name__ != guard)) if (s, d) == (source, dest) else (s, d, guards)
        for s, d, guards in rows)


TABLES: tuple[Moved, ...] = (
    Moved("no row for an emergency", without("emergency")),
    Moved("the emergency row comes last", last("emergency")),
    Moved("the emergency row only in the screen", lambda rows: (("screen", *rows[0][1:]), *rows[1:])),
    Moved("the crisis row comes before the emergency row", lambda rows: (rows[1], rows[0], *rows[2:])),
    Moved("no row for a crisis", without("crisis")),
    Moved("the crisis row comes last", last("crisis")),
    Moved("no row from the story to a doctor", without("refer", "story")),
    Moved("no row from consent to a doctor", without("refer", "consent")),
    Moved("the story goes on before it sends to a doctor", lambda rows: (
        *(r for r in rows[:-1] if r[:2] != ("story", "refer")), *(r for r in rows if r[:2] == ("story", "refer")),
        rows[-1])),
    Moved("out of scope comes before the doctor", lambda rows: (
        *rows[:2], *(r for r in rows if r[1] == "outside"), *(r for r in rows[2:] if r[1] != "outside"))),
    Moved("no row from the story out of scope", without("outside", "story")),
    Moved("no row from consent out of scope", without("outside", "consent")),
    Moved("the screen ends before it is asked", open_guard("screen", "story", "asked")),
    Moved("the story ends before it is asked", open_guard("story", "pattern", "asked")),
    Moved("the pattern ends before it is asked", open_guard("pattern", "review", "asked")),
    Moved("massage before the review", lambda rows: tuple(
        ("pattern", "recommend", r[2]) if r[:2] == ("pattern", "review") else r for r in rows)),
    Moved("massage before the touch card is asked", open_guard("review", "recommend", "asked")),
)


@contextmanager
def planted(fault: Weak | Moved) -> Iterator[None]:
    """While this lasts the fault is there, wherever the function was imported."""
    undo: list[tuple[Any, str, Any]] = []

    def put(owner: Any, name: str, value: Any) -> None:
        undo.append((owner, name, getattr(owner, name)))
        setattr(owner, name, value)

    try:
        rows = TRANSITIONS
        if isinstance(fault, Weak):
            old, new = changed(fault, put)
            rows = tuple((s, d, tuple(new if c is old else c for c in guards)) for s, d, guards in rows)
        else:
            rows = fault.rows(rows)
        if rows != TRANSITIONS:
            table(rows, put)
        yield
    finally:
        for owner, name, value in reversed(undo):
            setattr(owner, name, value)


def changed(fault: Weak, put: Callable[[Any, str, Any], None]) -> tuple[Any, Any]:
    """The function as it is and as it becomes; the new one stands everywhere."""
    module_name, name = fault.where.split(":")
    module = import_module(module_name)
    owner: Any = module
    for part in name.split(".")[:-1]:
        owner = getattr(owner, part)
    name = name.split(".")[-1]
    old = getattr(owner, name)
    source = textwrap.dedent(inspect.getsource(getattr(old, "fget", old)))
    if source.count(fault.old) != 1:
        raise ValueError(f"'{fault.name}' no longer fits {fault.where}: mend it in tests/mutants/machine.py")
    space = dict(vars(module))
    exec(compile(source.replace(fault.old, fault.new), module.__file__ or name, "exec"), space)
    new = space[name]
    if owner is not module:
        put(owner, name, new)
        return old, new
    for other, known in imported(old):
        put(other, known, new)
    return old, new


def imported(function: Any) -> list[tuple[Any, str]]:
    """Every (module, name) under which this function is known."""
    rooms = [m for n, m in sys.modules.items() if n.split(".")[0] in ("knowledge", "dialogs", "tests")]
    return [(room, name) for room in rooms for name, value in vars(room).items() if value is function]


def table(rows: tuple[Row, ...], put: Callable[[Any, str, Any], None]) -> None:
    """The one machine, built anew from these rows."""
    machine = type(flow.FLOW)(
        model=None, initial="consent", states=[*ASKING, *ENDS], auto_transitions=False, send_event=True,
        transitions=[{"trigger": "answer", "source": list(s) if isinstance(s, tuple) else s, "dest": d,
                      "conditions": list(guards)} for s, d, guards in rows])
    put(flow, "FLOW", machine)
    put(flow, "_ANSWER", machine.events["answer"])
    for module in (flow, import_module("dialogs.proof.prove")):
        put(module, "TRANSITIONS", rows)
