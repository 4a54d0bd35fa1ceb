"""The fields of a form that a page of ours sent."""

from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request

from bot.web.body import Refused, received

FIELDS = 1000  # a page of ours has far fewer


async def form(request: Request) -> dict[str, list[str]]:
    """Every field and its values, as they were sent. Raises Refused for more than bot.web.body.MAX bytes or FIELDS."""
    body = await received(request)
    # Bytes that are no UTF-8 become "?" signs: words that can't be read are asked for again, not lost.
    text = body.decode("utf-8", "replace")
    try:
        return parse_qs(text, keep_blank_values=True, max_num_fields=FIELDS, errors="replace")
    except ValueError:
        raise Refused(413, f"more than {FIELDS} fields") from None


def one(fields: dict[str, list[str]], name: str) -> str:
    """The value of a field that stands once; "" if it is not there."""
    return fields.get(name, [""])[0]


def ours(request: Request) -> bool:
    """A browser says where a form stands; what it says must be us."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin", "null")  # "null": our pages name no referrer
    return site in ("same-origin", "none") and (origin == "null" or urlsplit(origin).netloc == request.url.netloc)
