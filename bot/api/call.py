"""One request: who makes it, whether they may, what is sent. Every fault becomes a problem."""

import logging
import re
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.api.limits import Limits
from bot.api.problems import AT_BODY, Problem
from bot.host import Busy, Host
from bot.records import keys
from bot.records.chats import Unreadable
from bot.records.keys import ApiKey
from bot.web.body import Refused, read
from bot.web.faults import busy, noted

LOG = logging.getLogger(__name__)
IDEMPOTENCY = re.compile(r'"?([A-Za-z0-9_-]{8,64})"?')  # the draft has quotes, most clients send none


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler gets. `raw` is the body as it was sent, `body` and `query` are as the operation's models;
    `idempotency` is the Idempotency-Key of a POST."""

    host: Host
    key: ApiKey
    request: Request
    raw: dict[str, Any]
    body: Any
    query: Any
    idempotency: str

    @property
    def clinic(self) -> str:
        return self.key.clinic

    @property
    def who(self) -> str:
        """As the access log names it."""
        return f"key:{self.key.id}"

    def now(self) -> float:
        return self.host.clock().timestamp()

    def path(self, name: str) -> str:
        return str(self.request.path_params[name])


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address: what it takes, what it may answer, who does it. `answer` None stands for the
    published schema of the summary; `scope` "" lets any key in."""

    method: str
    path: str
    name: str
    summary: str
    handle: Callable[[Call], Awaitable[Response]]
    answer: type[BaseModel] | None
    scope: str = ""
    status: int = 200
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    problems: tuple[str, ...] = ()
    tagged: bool = False  # answers with an ETag


async def answer(host: Host, limits: Limits, operations: Mapping[str, Operation], request: Request) -> Response:
    """Do what is asked, or say what is wrong."""
    rates: dict[str, str] = {}
    try:
        operation = operations["GET" if request.method == "HEAD" else request.method]
        key = known(host, request)
        rates = limits.count(key, host.clock().timestamp())
        if operation.scope and operation.scope not in key.scopes:
            raise Problem("no-scope", f"this needs {operation.scope}",
                          headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{operation.scope}"'})
        found = await operation.handle(await call(host, key, operation, request))
    except Problem as fault:
        found = fault.response()
    except Refused as fault:
        found = Problem(AT_BODY.get(fault.status, "answer-gone"), fault.text).response()
    except ClientDisconnect:
        found = Problem("not-json", "the request was cut off").response()
    except (Busy, sqlite3.OperationalError) as fault:
        busy(LOG, fault)
        found = Problem("busy", headers={"Retry-After": "1"}).response()
    except Unreadable as fault:
        noted(LOG, request.url.path, fault)
        found = Problem("unreadable").response()
    except Exception as fault:
        noted(LOG, request.url.path, fault)
        found = Problem("fault").response()
    found.headers.update(rates)
    return found


def known(host: Host, request: Request) -> ApiKey:
    """The key that the request is made with. Raises Problem."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    found = keys.known(host.store.db, secret.strip(), host.clock().timestamp()) if scheme.lower() == "bearer" else None
    if found is None or found.clinic not in host.house.clinics:
        raise Problem("no-key", "send Authorization: Bearer and a secret of si-screen key new",
                      headers={"WWW-Authenticate": "Bearer"})
    return found


async def call(host: Host, key: ApiKey, operation: Operation, request: Request) -> Call:
    """Everything that is sent, checked. Raises Problem, Refused."""
    raw: dict[str, Any] = {}
    body, query, idempotency = None, None, None
    if operation.query:
        query = fitting(operation.query, asked(operation.query, request), "query")
    if operation.method == "POST":
        idempotency = IDEMPOTENCY.fullmatch(request.headers.get("idempotency-key", ""))
        if idempotency is None:
            raise Problem("no-idempotency-key", "8 to 64 letters, digits, - or _, made once for each request")
    if operation.body:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Problem("media-type")
        raw = await read(request)
        body = fitting(operation.body, raw, "body")
    return Call(host, key, request, raw, body, query, idempotency[1] if idempotency else "")


def asked(model: type[BaseModel], request: Request) -> dict[str, Any]:
    """The query, with a list for each field that takes several values."""
    several = {name for name, field in model.model_fields.items() if field.default == []}
    found = request.query_params
    return {name: found.getlist(name) if name in several else found[name] for name in found}


def fitting(model: type[BaseModel], raw: Any, where: str) -> BaseModel:
    """What was sent as its model. Raises Problem, which names fields of ours and no value."""
    try:
        return model.model_validate(raw)
    except ValidationError as fault:
        errors = []
        for error in fault.errors(include_input=False, include_url=False, include_context=False):
            at = error["loc"][:-1] if error["type"] == "extra_forbidden" else error["loc"]
            errors.append({"pointer": "/".join(["", *map(str, at)]), "detail": error["msg"]})
        raise Problem("not-valid", f"the {where} does not fit its schema", errors) from None
