"""What the fake remembers of calls, faults and pressed buttons."""

from dataclasses import dataclass, field

from tests.botapi.rules import Params


@dataclass(slots=True)
class Call:
    """One call that reached the server, and how it ended (0: the connection was cut)."""

    method: str
    params: Params
    at: float
    status: int = 200


@dataclass(slots=True)
class Fault:
    """A fault made to order for the next calls of a method."""

    method: str
    times: int
    status: int  # 0 cuts the connection
    retry_after: int = 0
    chat: int | None = None
    done: bool = False  # cut only after the call took effect


@dataclass(slots=True)
class Query:
    """A pressed button that waits for its answer."""

    at: float
    answers: list[str] = field(default_factory=list)
