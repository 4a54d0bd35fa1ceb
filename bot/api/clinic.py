"""The clinic that an API key belongs to."""

from starlette.responses import JSONResponse, Response

from bot.api.call import Call
from bot.records import pauses


async def read(call: Call) -> Response:
    clinic = call.host.house.clinics[call.clinic]
    return JSONResponse({
        **{name: getattr(clinic, name) for name in (
            "id", "name", "address", "phone", "hours", "country", "lang", "booking", "zone", "mode", "days")},
        "languages": [lang for lang in call.host.house.words if not clinic.languages or lang in clinic.languages],
        "paused": pauses.paused(call.host.store.db, call.clinic), "key": call.key.id, "scopes": list(call.key.scopes),
    })
