"""The fields of a form that a page of ours sent."""

from urllib.parse import parse_qs

from starlette.requests import Request

from bot.web.body import received


async def form(request: Request) -> dict[str, list[str]]:
    """Every field and its values, as they were sent. Raises Refused for more than bot.web.body.MAX bytes."""
    body = await received(request)
    # Bytes that are no UTF-8 become "?" signs: words that can't be read are asked for again, not lost.
    return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=1000, errors="replace")


def one(fields: dict[str, list[str]], name: str) -> str:
    """The value of a field that stands once; "" if it is not there."""
    return fields.get(name, [""])[0]
