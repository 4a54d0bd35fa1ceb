"""What comes out, as the OpenAPI document has it. New fields may be added."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from dialogs.replies import ReplyKind
from knowledge.models import EmergencyKind, Massage, Profile, Tier


class Choice(BaseModel):
    id: str
    label: str


class Reply(BaseModel):
    kind: ReplyKind
    text: str = Field(description="Plain text; a line break is a line break.")
    choices: list[Choice]
    multiple: bool
    picture: Annotated[str, Field(description="`body`: the numbered drawing, /body.svg.")] = ""


class Question(BaseModel):
    id: str
    kind: str
    shown: str = Field(description="Fingerprint of the card; send it back with an answer.")
    phase: str
    lines: list[Choice]


class Progress(BaseModel):
    asked: int
    left: int


class PhoneLine(BaseModel):
    say: str
    number: str


class Because(BaseModel):
    question: str
    option: str
    said: str


class Caution(BaseModel):
    row: str
    client: str
    therapist: str


class Outcome(BaseModel):
    disposition: Tier | None = Field(description="null at the end of a chat whose clinic only takes answers in: "
                                     "nothing about massage is told to the client there.")
    massage: Massage | None
    kind: EmergencyKind | None
    findings: list[str]
    because: list[Because]
    si_fit: Literal["fits", "partly", "no"] | None
    side: str
    cautions: list[Caution]
    withheld: list[str]
    sources: list[str]
    profile: Profile
    version: str
    signed: bool
    unsigned_rows: int


class Paused(BaseModel):
    """Advice is paused for now."""

    paused: Literal[True]


class Chat(BaseModel):
    """Where a chat is: what to show the client, and what is open."""

    id: str
    replies: list[Reply]
    question: Question
    state: str
    outcome: Outcome | Paused | None = Field(description="null while the chat goes on.")
    progress: Progress
    draft: dict[str, str] = Field(description="Ticks of a card that is not done.")
    emergency: PhoneLine
    lang: str
    dir: Literal["ltr", "rtl"]
    file: str = Field(default="", description="Where the client can fetch the PDF of their summary, once.")


class Result(BaseModel):
    id: str
    state: str
    finished: bool
    outcome: Outcome | Paused | None


class Data(BaseModel):
    """Everything that is kept about a chat."""

    model_config = ConfigDict(extra="allow")

    messages: list[dict[str, Any]]


class Receipt(BaseModel):
    """What was deleted."""

    id: str
    forgotten: int = Field(description="Rows of the database that were deleted.")
    reports: list[str] = Field(description="Codes of reports of problems, of which date, advice and version remain.")
    readers: list[str] = Field(description="Names of those who had opened a summary.")


class Visit(BaseModel):
    name: str
    visit: str
    ref: str


class Handling(BaseModel):
    at: datetime
    by: str = Field(description="staff:ID or key:ID.")


class Item(BaseModel):
    """A summary in the list. One that the client took back has no disposition and no booking."""

    id: str
    sent: datetime
    state: Literal["sent", "seen", "withdrawn"]
    disposition: Tier | None
    booking: Visit | None
    handled: Handling | None


class Page(BaseModel):
    items: list[Item]
    next: str = Field(description='For `after` of the next page; "" on the last one.')


class Clinic(BaseModel):
    """The clinic that the API key belongs to, and the key."""

    id: str
    name: str
    address: str
    phone: str
    hours: str
    country: str
    lang: str
    languages: list[str]
    booking: str
    zone: str
    mode: Literal["advice", "intake"]
    days: int = Field(description="Days after the last turn until a chat is deleted.")
    paused: bool = Field(description="Whether advice is paused.")
    key: str = Field(description="Id of the API key.")
    scopes: list[str]


class Problem(BaseModel):
    """RFC 9457. It never quotes what was sent."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: list[dict[str, str]] = []
