"""Every operation of the API, and its routes."""

from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.api import chats, clinic, sent, summaries, told
from bot.api.call import Operation, answer
from bot.api.limits import Limits
from bot.api.openapi import document
from bot.api.problems import Problem
from bot.host import Host

OPERATIONS = (
    Operation("POST", "/chats", "openChat", "Open a chat", chats.open_chat, told.Chat, "chats:write", 201,
              body=sent.OpenChat, problems=("answer-gone", "key-reused", "unreadable"), tagged=True),
    Operation("GET", "/chats/{id}", "readChat", "What was last said", chats.see, told.Chat, "chats:read",
              problems=("not-found",), tagged=True),
    Operation("POST", "/chats/{id}/turns", "sendTurn", "One thing that the client does", chats.turn, told.Chat,
              "chats:write", body=sent.Event, tagged=True,
              problems=("not-found", "answer-gone", "changed", "key-reused", "no-if-match", "unreadable")),
    Operation("GET", "/chats/{id}/result", "readResult", "How it ended", chats.result, told.Result, "chats:read",
              problems=("not-found",)),
    Operation("GET", "/chats/{id}/data", "readData", "Everything that is kept about the chat", chats.data,
              told.Data, "chats:read", problems=("not-found",)),
    Operation("DELETE", "/chats/{id}", "forgetChat", "Delete everything about the chat", chats.forget,
              told.Receipt, "chats:write", problems=("not-found",)),
    Operation("GET", "/summaries", "listSummaries", "What clients sent to the clinic", summaries.listed, told.Page,
              "summaries:read", query=sent.SummaryQuery, problems=("not-found",)),
    Operation("GET", "/summaries/{id}", "readSummary", "One summary", summaries.read, None, "summaries:read",
              query=sent.ReadQuery, problems=("not-found", "not-acceptable")),
    Operation("POST", "/summaries/{id}/handled", "handleSummary", "It is handled, or open again", summaries.handled,
              told.Item, "summaries:handle", body=sent.Handled, problems=("not-found", "key-reused")),
    Operation("GET", "/clinic", "readClinic", "The clinic that the key belongs to", clinic.read, told.Clinic),
)


def routes(host: Host) -> list[BaseRoute]:
    """Everything under /v1. A request that fits no operation gets a problem too."""
    limits = Limits()
    paths = dict.fromkeys(one.path for one in OPERATIONS)
    found = []
    for path in paths:
        here = {one.method: one for one in OPERATIONS if one.path == path}
        found.append(Route(path, partial(answer, host, limits, here), methods=list(here)))
    described = JSONResponse(document(OPERATIONS))

    async def openapi(_: Request) -> Response:
        return described

    return [Mount("/v1", app=Starlette(
        routes=[*found, Route("/openapi.json", openapi)], exception_handlers={HTTPException: no_such}))]


async def no_such(_: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    kind = "no-method" if fault.status_code == 405 else "not-found"
    return Problem(kind, headers=dict(fault.headers or {})).response()
