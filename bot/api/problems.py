"""What goes wrong, as RFC 9457 problem details. No problem quotes what was sent."""

from dataclasses import dataclass, field

from starlette.responses import JSONResponse, Response

BASE = "/v1/problems/"  # of the type, which is a relative reference; docs/api.md explains each

# slug -> status, title
KINDS: dict[str, tuple[int, str]] = {
    "not-json": (400, "The body is not a JSON object"),
    "not-valid": (422, "The request does not fit its schema"),
    "no-idempotency-key": (400, "The Idempotency-Key header is missing or malformed"),
    "no-key": (401, "There is no API key that works"),
    "no-scope": (403, "The API key lacks the scope"),
    "not-found": (404, "There is no such thing here"),
    "no-method": (405, "The method is not there for this address"),
    "not-acceptable": (406, "There is no such form of it"),
    "answer-gone": (409, "The request was handled, and its answer is not kept"),
    "changed": (412, "The chat has changed since it was read"),
    "too-large": (413, "The body is too large"),
    "media-type": (415, "The body must be application/json"),
    "key-reused": (422, "The Idempotency-Key was used for another request"),
    "no-if-match": (428, "The If-Match header is missing"),
    "rate-limited": (429, "Too many requests with this API key"),
    "fault": (500, "Something went wrong on our side"),
    "unreadable": (501, "The chat was kept by another version; it can be exported and deleted"),
    "busy": (503, "Busy; send the same request again"),
}
AT_BODY = {400: "not-json", 413: "too-large"}  # of a body that could not be read


@dataclass
class Problem(Exception):
    """Ends a request. `detail` and `errors` are our words only."""

    kind: str
    detail: str = ""
    errors: list[dict[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        status, title = KINDS[self.kind]
        body = {"type": f"{BASE}{self.kind}", "title": title, "status": status,
                **({"detail": self.detail} if self.detail else {}), **({"errors": self.errors} if self.errors else {})}
        return JSONResponse(body, status, self.headers, media_type="application/problem+json")
