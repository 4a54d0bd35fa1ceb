"""What may be sent, as the OpenAPI document has it."""

from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from knowledge.models import Tier

# 1 equals True for Python, and is another thing in JSON.
Yes = Annotated[Literal[True], BeforeValidator(lambda value: value if value is True else "")]
# In this order, as docs/machine-interface.md has them.
ACTS = ("open", "say", "tick", "tap", "change", "notice", "back", "restart", "stop", "why", "help", "person", "status",
        "emergency", "privacy", "note", "desk", "joint", "problem", "share", "language")
SEEN = ("tick", "tap", "change", "back", "restart")  # each acts on what the client saw, and needs If-Match
# Numbers are times too for pydantic, and for nobody else.
Moment = Annotated[AwareDatetime, BeforeValidator(lambda text: text if "T" in str(text).upper() else "")]
Show = Literal["all", "new", "open", "handled", "unmatched"]


class In(BaseModel):
    """What is sent must be what we know: a misspelt field would be lost."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class OpenChat(In):
    """A new chat of the clinic that the API key belongs to."""

    lang: str = Field(default="", max_length=35, description="Language code such as es; left out: the clinic's.")
    country: str = Field(default="", max_length=2, description="ISO code of the client's country; left out: the "
                         "clinic's, else the client is asked.")
    ref: str = Field(default="", pattern=r"^[A-Za-z0-9_-]{0,64}$", description="Opaque reference of the booking; it "
                     "stands for the client's name and the time of the visit.")


class TickLine(In):
    line: str = Field(description="Id of the line.")
    value: Literal["no", "unsure", "yes"]


class Danger(In):
    row: str = Field(description="Clinical row that something else understood, such as RF-CES-1.")
    said: str = Field(default="", description="The words it was understood from.")


LEFT_OUT: Any = None  # no value that can be sent


def one_act(schema: dict[str, Any]) -> None:
    """What pydantic can't say: exactly one act, and none of them is null."""
    for own in schema["properties"].values():
        own.pop("default", None)
    schema["oneOf"] = [{"required": [act]} for act in ACTS]


class Event(In):
    """One thing that the client does: exactly one of the acts. docs/machine-interface.md explains each."""

    model_config = ConfigDict(json_schema_extra=one_act)

    say: str = Field(default="", description="Typed words.")
    tap: str | list[str] = Field(default="", description="A whole answer: ids of options or of ticked lines.")
    unsure: list[str] = Field(default=[], description="With tap: the lines that the client is not sure of.")
    tick: TickLine = Field(default=LEFT_OUT, description="One line of a card; an emergency line acts at once.")
    question: str = Field(default="", description="With tap or tick: `question.id` of the chat as it was shown.")
    shown: str = Field(default="", description="With tap, tick or say: `question.shown` of the chat as it was shown.")
    change: Yes | str = Field(default="", description="List the answers, or ask this question again.")
    notice: Danger = Field(default=LEFT_OUT, description="A danger word that something else understood.")
    open: Yes = Field(default=LEFT_OUT, description="Say again where the chat is.")
    back: Yes = Field(default=LEFT_OUT, description="Take back the last answer.")
    restart: Yes = Field(default=LEFT_OUT, description="Begin again.")
    stop: Yes = Field(default=LEFT_OUT, description="Leave, to go on later.")
    why: Yes = Field(default=LEFT_OUT, description="Why this is asked.")
    help: Yes = Field(default=LEFT_OUT, description="What the client can do.")
    person: Yes = Field(default=LEFT_OUT, description="Talk to a person.")
    status: Yes = Field(default=LEFT_OUT, description="How far the chat is.")
    emergency: Yes = Field(default=LEFT_OUT, description="What to do in an emergency.")
    privacy: Yes = Field(default=LEFT_OUT, description="What is kept.")
    note: Yes = Field(default=LEFT_OUT, description="The note for the therapist, after a massage result.")
    desk: Yes = Field(default=LEFT_OUT, description="The text to show at a desk, after a referral or an emergency.")
    joint: Yes = Field(default=LEFT_OUT, description="What the SI joint is.")
    problem: Yes = Field(default=LEFT_OUT, description="Report a problem; the next `say` is the report.")
    share: Yes = Field(default=LEFT_OUT, description="Hand over a summary: the chat asks the client, step by step.")
    language: Yes = Field(default=LEFT_OUT, description="The list of languages.")

    @model_validator(mode="after")
    def one(self) -> Self:
        if len(self.acts()) != 1:
            raise ValueError(f"exactly one of {', '.join(ACTS)}")
        return self

    def acts(self) -> list[str]:
        return [act for act in ACTS if act in self.model_fields_set]


class SummaryQuery(BaseModel):
    """Which summaries, newest first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    after: str = Field(default="", pattern=r"^[0-9a-f]{0,16}$", description="`next` of the page before.")
    limit: int = Field(default=50, ge=1, le=100)
    show: Show = Field(default="all", description="new: nobody has opened it; open: it is not handled; unmatched: "
                       "the client named no booking.")
    disposition: list[Tier] = Field(default=[], description="Only these outcomes.")
    since: Moment | None = Field(default=None, description="Only those that were sent at this time or later.")


class ReadQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    lang: str = Field(default="", max_length=35, description="Language of the summary, if it was made in it; left out "
                      "or not there: the clinic's, else the client's.")


class Handled(In):
    handled: bool = Field(default=True, description="false: it is open again.")
