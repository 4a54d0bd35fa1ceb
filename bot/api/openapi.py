"""The OpenAPI 3.1 document, made from the operations and their models."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.api.call import IDEMPOTENCY, Operation
from bot.api.problems import KINDS
from bot.api.told import Problem
from bot.records.keys import SCOPES
from dialogs.summary import Summary

FILE = Path(__file__).parents[2] / "docs" / "openapi.json"
REF = "#/components/schemas/{model}"
PROBLEM = "application/problem+json"
EVERY = ("no-key", "rate-limited", "fault", "busy")
TEXT = {"type": "string"}
HEADERS = {
    "RateLimit": {"description": 'Requests left in this window, as "key";r=REQUESTS;t=SECONDS.', "schema": TEXT},
    "RateLimit-Policy": {"description": 'The limit, as "key";q=REQUESTS;w=SECONDS.', "schema": TEXT},
}
ETAG = {"ETag": {"description": "The state of the chat, for If-Match.", "schema": TEXT}}
IDS = {"/chats": r"^[A-Za-z0-9_-]{22}$", "/summaries": r"^[0-9a-f]{16}$"}


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    """The whole document as JSON values."""
    models = dict.fromkeys(m for one in operations for m in (one.body, one.answer) if m) | {Problem: None}
    _, schemas = models_json_schema([*((m, "validation") for m in models), (Summary, "serialization")],
                                    ref_template=REF)
    paths: dict[str, Any] = {}
    for one in operations:
        paths.setdefault(f"/v1{one.path}", {})[one.method.lower()] = described(one)
    return {
        "openapi": "3.1.0",
        "info": {"title": "SI Screen", "version": "1", "description":
                 "The screening conversation and the summaries that clients sent to the clinic. docs/api.md explains "
                 "it. Type of every problem: /v1/problems/ and its name.",
                 "license": {"name": "MIT", "identifier": "MIT"}},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": schemas["$defs"], "securitySchemes": {"key": {
            "type": "http", "scheme": "bearer", "description": "Scopes: " + "; ".join(
                f"{scope}: {what}" for scope, what in SCOPES.items())}}},
        "security": [{"key": []}],
    }


def described(one: Operation) -> dict[str, Any]:
    """One operation."""
    kinds = (*EVERY, *one.problems, *(["no-scope"] if one.scope else []),
             *(["not-valid"] if one.query or one.body else []),
             *(["no-idempotency-key"] if one.method == "POST" else []),
             *(["not-json", "media-type", "too-large"] if one.body else []))
    answers: dict[str, Any] = {str(one.status): {
        "description": "Done." if one.status == 200 else "Made.",
        "headers": {**HEADERS, **(ETAG if one.tagged else {})}, "content": content(one.answer)}}
    for status in sorted({KINDS[kind][0] for kind in kinds}):
        titles = [f"{kind}: {KINDS[kind][1]}." for kind in KINDS if kind in kinds and KINDS[kind][0] == status]
        answers[str(status)] = {"description": " ".join(titles), "content": {PROBLEM: {"schema": ref(Problem)}}}
    body = {"required": True, "content": {"application/json": {"schema": ref(one.body)}}} if one.body else None
    return {
        "operationId": one.name, "summary": one.summary,
        **({"description": f"Scope {one.scope}."} if one.scope else {}),
        **({"parameters": found} if (found := parameters(one)) else {}),
        **({"requestBody": body} if body else {}), "responses": answers,
    }


def parameters(one: Operation) -> list[dict[str, Any]]:
    """What stands in the address and in the headers."""
    found: list[dict[str, Any]] = []
    for root, pattern in IDS.items():
        if one.path.startswith(f"{root}/{{id}}"):
            found.append({"name": "id", "in": "path", "required": True, "schema": {**TEXT, "pattern": pattern}})
    if one.query:
        own = one.query.model_json_schema()
        found += [{"name": name, "in": "query", "schema": {k: v for k, v in schema.items() if k != "title"}}
                  for name, schema in own["properties"].items()]
    if one.method == "POST":
        found.append({"name": "Idempotency-Key", "in": "header", "required": True, "description":
                      "Made once for each request; the same key again gives the same answer and changes nothing.",
                      "schema": {**TEXT, "pattern": f"^{IDEMPOTENCY.pattern}$"}})
    if "no-if-match" in one.problems:
        found.append({"name": "If-Match", "in": "header", "schema": TEXT, "description":
                      "The ETag of the chat as it was shown. Must be there with tap, tick, change, back and "
                      "restart; with every other act it is not looked at."})
    return found


def content(answer: type[BaseModel] | None) -> dict[str, Any]:
    if answer:
        return {"application/json": {"schema": ref(answer)}}
    return {"application/json": {"schema": ref(Summary)}, "application/pdf": {"schema": {**TEXT, "format": "binary"}}}


def ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REF.format(model=model.__name__)}


def text(operations: Sequence[Operation]) -> str:
    """The document as the file in docs/ has it."""
    return json.dumps(document(operations), indent=1, ensure_ascii=False) + "\n"
