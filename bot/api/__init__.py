"""The HTTP API for the systems of a clinic, under /v1. See docs/api.md."""

from bot.api.table import routes

__all__ = ["routes"]
