"""Two clinics with API keys, and a chat through the API, over a real connection."""

import itertools
import time
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from bot.host import Host
from bot.records import keys
from dialogs.house import Clinic, House

FIXED = {"consent": "agree", "age": "40", "pregnancy": "no", "pain": "5", "spot": "dimple_left"}
NUMBERS = itertools.count()


def two_clinics(house: House) -> House:
    """Oak and Elm, in one country, so that it is not asked."""
    made = {id: Clinic(id=id, name=f"{id.title()} Clinic", country="US") for id in ("oak", "elm")}
    return replace(house, clinics={**house.clinics, **made})


def fresh() -> str:
    """An Idempotency-Key that nobody has used."""
    return f"request-{next(NUMBERS):06d}"


@dataclass
class Api:
    """A system of a clinic with a key of its own."""

    http: httpx.Client
    host: Host
    clinic: str
    scopes: tuple[str, ...] = tuple(keys.SCOPES)
    per_minute: int = 1_000_000
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.key, self.secret = keys.new(self.host.store.db, self.clinic, f"{self.clinic.title()} Desk", self.scopes,
                                         self.per_minute, time.time())
        self.headers = {"Authorization": f"Bearer {self.secret}"}

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.http.get(f"/v1{path}", headers={**self.headers, **headers})

    def post(self, path: str, body: Any, id: str = "", **headers: str) -> httpx.Response:
        own = {"Idempotency-Key": id or fresh(), **{k.replace("_", "-"): v for k, v in headers.items()}}
        return self.http.post(f"/v1{path}", json=body, headers={**self.headers, **own})

    def delete(self, path: str) -> httpx.Response:
        return self.http.delete(f"/v1{path}", headers=self.headers)

    def opened(self, **to: str) -> "Talk":
        reply = self.post("/chats", to)
        assert reply.status_code == 201, reply.text
        return Talk(self, reply)


@dataclass
class Talk:
    """A chat as its client sees it: the last answer, and the ETag that goes with it."""

    api: Api
    reply: httpx.Response

    @property
    def at(self) -> Any:
        return self.reply.json()

    @property
    def id(self) -> str:
        return str(self.at["id"])

    def send(self, id: str = "", **event: Any) -> httpx.Response:
        return self.api.post(f"/chats/{self.id}/turns", event, id, If_Match=self.reply.headers["etag"])

    def tap(self, *options: str, id: str = "") -> "Talk":
        question = self.at["question"]
        self.reply = self.send(id, tap=list(options), question=question["id"], shown=question["shown"])
        assert self.reply.status_code == 200, self.reply.text
        return self

    def ask(self, **event: Any) -> "Talk":
        self.reply = self.send(**event)
        assert self.reply.status_code == 200, self.reply.text
        return self

    def finish(self) -> "Talk":
        """Plain pain in one dimple, to the end."""
        for _ in range(60):
            if self.at["question"]["kind"] == "menu":
                break
            ids = [choice["id"] for choice in self.at["replies"][-1]["choices"]]
            self.tap(FIXED.get(self.at["question"]["id"]) or ("none" if "none" in ids else ids[0]))
        assert self.at["state"] == "recommend"
        return self

    def skip(self) -> "Talk":
        """Whatever the hand-over still asks."""
        while self.at["question"]["id"] == "hand":
            self.tap("skip")
        return self

    def share(self) -> str:
        """The client sends a summary to the clinic; its id."""
        self.ask(share=True).tap("send").skip()
        found = self.api.get("/summaries?limit=1").json()["items"]
        return str(found[0]["id"])
