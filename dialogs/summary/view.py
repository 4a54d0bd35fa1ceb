"""One client's chat as this therapist may see it: in the therapist's language, private answers by group."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dialogs.flow import Place
from dialogs.house import House
from dialogs.said import label, last, quote, titled
from dialogs.session import Notice, Session, Told
from dialogs.summary.models import Booking, Line
from dialogs.summary.private import state
from dialogs.words import Words, listed
from knowledge.condition import Condition, Leaf
from knowledge.match import Because, Finding
from knowledge.models import Knowledge

OPENS, CLOSES = "\u2068", "\u2069"  # keep words of the other writing direction in their place
RTL = ("R", "AL", "AN")
TITLE = 12  # words of a question that stay, so that it can be told what was answered
ANSWER = 6  # words of an answer that stay behind the line it is about; a longer one is left to the parts, never cut


@dataclass(frozen=True, slots=True)
class View:
    id: str  # of the summary; "" before it is handed over
    client: Session  # as it is
    session: Session  # the same in the therapist's language
    house: House
    knowledge: Knowledge
    words: Words
    place: Place
    booking: Booking
    private: bool
    now: datetime
    told: tuple[Told, ...] = ()  # at the hand-over

    @property
    def facts(self) -> dict[str, str]:
        return self.place.facts

    @property
    def doctor_first(self) -> bool:
        """Massage waits for a doctor, by a rule or because the outcome says so."""
        return self.place.assessment.doctor_first or self.place.assessment.text == "D4w"

    def hides(self, fact: str) -> str:
        """The group of an answer that is not to be told; "" for one that is."""
        return "" if self.private else self.knowledge.private.get(fact, "")

    def shown(self, finding: Finding) -> bool:
        """Whether the finding may be told with its words; else only by its group."""
        return not any(self.hides(b.fact) for b in finding.because)

    def named(self, fact: str, value: str, most: int = 40) -> str:
        """The client's words for one answer, in quotes; of a private one the group, without. Of a line or a question at
        most so many words, with the answer to it whole: cut off it could read as its opposite."""
        group = self.hides(fact)
        if group:
            return self.words(f"sum_group_{group}")
        if fact.startswith("heard."):
            typed = self.typed(fact.removeprefix("heard."))
            return f'"{typed}"' if typed and self.private else self.words("sum_typed")
        def short(said: str) -> str:
            return clip(said, most)

        question = self.knowledge.by_fact.get(fact)
        said = quote(fact, value, self.session, self.knowledge, short)
        if value in ("yes", "no", "unsure") and question and not question.checklist and not question.clarifies:
            said = f"{clip(titled(question), max(most, TITLE))}: {said}"  # "Yes" alone says nothing
        elif question and question.kind == "choice" and isinstance(question.when, Leaf):
            opened = self.opened(question.when.fact)
            left = opened and len(said.split()) > max(most - len(opened.split()), ANSWER)
            said = f"{short(opened).rstrip('…')}…" if left else f"{short(opened)}: {said}" if opened else said
        return f'"{clean(said)}"'

    def opened(self, fact: str) -> str:
        """The ticked line that a question follows from: "In the last 6 months" alone does not tell of what."""
        card = self.knowledge.by_fact.get(fact)
        ticked = card and card.checklist and not self.hides(fact) and self.facts.get(fact) in ("yes", "unsure")
        return label(fact, "yes", self.knowledge) if ticked else ""

    def typed(self, row: str) -> str:
        """What was typed that pointed at this row."""
        said = [e.said for e in self.session.log[self.session.start :] if isinstance(e, Notice) and e.row == row]
        return clip(clean(said[-1]), 12) if said else ""

    def said(self, answers: Iterable[Because], most: int = 40) -> str:
        """`"A" and "B"`, each once; with fewer words `most` for each, only two of them."""
        words = list(dict.fromkeys(self.named(b.fact, b.value, most) for b in answers))
        if most < 40 and len(words) > 2:
            return f"{', '.join(words[:2])} {self.words('sum_more', n=len(words) - 2)}"
        return listed(words, self.words.lang)

    @property
    def sep(self) -> str:
        """Between the entries of a line."""
        return self.words("sum_sep") + " "

    def proof(self, *answers: Because) -> tuple[str, ...]:
        """The answers as provenance; of private ones the group."""
        found: dict[str, None] = {}
        hidden = any(self.hides(b.fact) for b in answers)
        for b in answers:
            group = self.hides(b.fact)
            if group:
                found[f"private.{group}={state(group, self.facts, self.knowledge)}"] = None
            elif not (hidden and b.fact.startswith("checked.")):
                question, answer = self.knowledge.by_id.get(b.fact), last(self.session, b.fact)
                number = question and question.kind == "number" and answer and answer.said.isdecimal()
                found[f"{b.fact}={answer.said if answer and number else b.value}"] = None
        return tuple(found)

    def rests(self, *ids: str) -> tuple[str, ...]:
        """Provenance by the names of the facts, those that have an answer."""
        return self.proof(*(Because(id, self.facts[id]) for id in ids if self.facts.get(id, "na") != "na"))

    def number(self, fact: str) -> str:
        """The number that was given, else the words of the band or "not sure"."""
        answer = last(self.session, fact)
        if answer and answer.said.isdecimal():
            return answer.said
        return label(fact, self.facts[fact], self.knowledge)

    def plain(self, answers: Iterable[Because]) -> list[str]:
        """The labels of these answers without quotes."""
        return [label(b.fact, b.value, self.knowledge) for b in answers if not self.hides(b.fact)]

    def note(self, finding: Finding) -> str:
        """What the therapist does or leaves. A note that only a private answer can cause is told by its group."""
        rule = finding.rule
        if self.shown(finding) or self.openly(rule.when):
            return rule.note
        group = self.words(f"sum_group_{next(filter(None, (self.hides(b.fact) for b in finding.because)))}")
        phrase = "first" if finding.doctor_first else "later" if rule.postpone else "ask"
        return self.words(f"sum_private_{phrase}", group=group[:1].upper() + group[1:])

    def openly(self, condition: Condition) -> bool:
        """Whether it could hold without any answer that is hidden."""
        if isinstance(condition, Leaf):
            return not self.hides(condition.fact)
        return sum(map(self.openly, condition.parts)) >= condition.n

    def line(self, id: str, text: str = "", rows: Iterable[str] = (), facts: Iterable[str] = (),
             label: str = "") -> Line:
        """A line under its phrase `sum_<id>`, or under another label."""
        return Line(id=id, label=label or self.words(f"sum_{id}"), text=text, rows=tuple(rows),
                    facts=tuple(dict.fromkeys(facts)))

    def stamp(self, at: datetime) -> str:
        return self.apart(f"{at:%Y-%m-%d %H:%M} UTC")

    def apart(self, text: str) -> str:
        """Words of the other writing direction, kept together."""
        other = any(unicodedata.bidirectional(c) in RTL for c in text) == (self.words.direction == "ltr")
        return f"{OPENS}{text}{CLOSES}" if other and text else text


def clean(text: str) -> str:
    """A person's words on one line, without control characters (which could turn the text around)."""
    return " ".join("".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text
        if c in "\u200c\u200d" or unicodedata.category(c) not in ("Cf", "Cs")
    ).split())


def clip(text: str, words: int) -> str:
    """At most so many words, and 12 characters a word."""
    kept = " ".join(text.split()[:words])[: 12 * words].rstrip()
    return text if kept == text else f"{kept}…"


def brief(note: str) -> str:
    """What a note is about: up to its colon, else its first words."""
    head = note.split(":")[0]
    return head if head != note and len(head.split()) <= 14 else clip(note, 8)


def count(text: str) -> int:
    """Words, as a reader counts them: a sign alone is none."""
    return len(re.findall(r"\S*\w\S*", text))
