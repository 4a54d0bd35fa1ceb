"""The bands of a number question: each number from min to max lies in just one, and its label says which."""

import re

from knowledge.load import KnowledgeError
from knowledge.models import Option, Question

MOST = 999  # a longer number is no age and no grade of pain; nobody can type it


def check(question: Question) -> None:
    """Raises KnowledgeError at the first number that no band or two bands take, and at a label that says other
    numbers than its band has."""
    if question.kind != "number":
        return
    if not 0 <= question.min < question.max <= MOST:
        raise _fault(question, question.place, f"`min` {question.min} and `max` {question.max} are no range",
                     f"write whole numbers from 0 to {MOST}, `min` below `max`")
    for option in question.options:
        if option.id != "unsure":
            _whole(option, question)
    after = question.min
    for option in sorted((o for o in question.options if o.low is not None), key=lambda o: o.low or 0):
        low, high = option.low or 0, option.high or 0
        if low > after:
            raise _gap(after, low - 1, question, option.place)
        if low < after:
            what = f"is below `min` {after}" if after == question.min else f"stands in two bands ('{option.id}')"
            raise _fault(question, option.place, f"the number {low} {what}",
                         f"begin '{option.id}' at {after}, or end the band before it earlier")
        after = high + 1
    if after <= question.max:
        raise _gap(after, question.max, question, question.place)
    if after > question.max + 1:
        raise _fault(question, question.place, f"its last band goes up to {after - 1}, and `max` is {question.max}",
                     "let the last band end at `max`")
    for option in question.options:
        if option.low is not None and option.high is not None:
            _named(option, option.low, option.high, question)


def _gap(first: int, last: int, question: Question, place: str) -> KnowledgeError:
    numbers = f"the number {first} is" if first == last else f"the numbers {first} to {last} are"
    return _fault(question, place, f"{numbers} in no band",
                  "let each band begin one after the last number of the band before")


def _whole(option: Option, question: Question) -> None:
    low, high = option.low, option.high
    if low is None or high is None:
        raise _fault(question, option.place, f"the band '{option.id}' has no `from` or no `to`",
                     "write its lowest number as `from` and its highest as `to`")
    if low > high:
        raise _fault(question, option.place, f"the band '{option.id}' goes from {low} to {high}",
                     "write the lower number as `from`")


def _named(option: Option, low: int, high: int, question: Question) -> None:
    told = [int(digits) for digits in re.findall(r"\d+", option.say)]
    fits = [[low, high]]
    if low == high:
        fits.append([low])
    if high == question.max:
        fits.append([low])  # "65 or over"
    if low == question.min:
        fits.append([high + 1 if re.search(r"\b(under|below|less)\b", option.say.lower()) else high])
    if told not in fits:
        raise _fault(question, option.place, f"the band '{option.id}' reads \"{option.say}\" and has the numbers from "
                     f"{low} to {high}", "let the words and the numbers say the same, in digits")


def _fault(question: Question, place: str, what: str, mend: str) -> KnowledgeError:
    return KnowledgeError(place, f"'{question.id}': {what}",
                          "a client could not give this answer, or it would count as another", mend)
