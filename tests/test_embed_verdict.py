"""Whether a page shows the chat: what `si-screen embed check` says, and what a real browser does."""

import base64
import hashlib

from playwright.sync_api import Browser

from bot.embed.check import troubles
from bot.embed.fetch import client, fetched
from bot.embed.policy import blocking
from tests.embed_kit import FRAME, LINE, Pair, held

pytest_plugins = ["tests.browser.fixtures", "tests.embed_fixtures"]
SEAL = "sha256-" + base64.b64encode(hashlib.sha256(b"x").digest()).decode()
POLICIES = [
    "default-src 'self'", "script-src 'self'; frame-src {chat}", "script-src {chat}; child-src 'none'",
    "default-src 'self'; script-src {chat}; frame-src {chat}", "script-src http://*:*",
    "script-src https:", "script-src {chat}/embed.js", "script-src {chat}/static/", "sandbox allow-same-origin",
    "script-src-elem {chat}; script-src 'none'", "script-src {chat} 'strict-dynamic'", "frame-src http://127.0.0.1",
    "script-src 127.0.0.1:{port}", "script-src {chat}, frame-src 'none'", "script-src 'none'; script-src {chat}",
]
META = """<meta http-equiv='content-security-policy' content="frame-src 'none'">"""
PAGES = [
    LINE.replace("<script", '<script type="module"'), FRAME, held("text/plain"), f"<template>{LINE}</template>",
    LINE.replace("<script", f'<script integrity="{SEAL}"'), FRAME.replace("src=", "data-src="),
    "<base href='{chat}/'>" + LINE.replace("{chat}/", ""), META + LINE,
]


def test_the_verdict_is_that_of_a_real_browser(pair: Pair, browser: Browser) -> None:
    with client() as http, browser.new_context() as context:
        shown = context.new_page()
        nonced = LINE.replace("<script", '<script nonce="abc"')
        for body, policy, head in [
                *((LINE, one, "") for one in POLICIES), *((one, "", "") for one in PAGES), (LINE, "", META),
                ("", "", LINE), (nonced, "script-src 'nonce-abc' 'strict-dynamic'", ""),
                (FRAME, "script-src 'none'", "")]:
            policy = policy.format(chat=pair.chat, port=pair.chat.rsplit(":", 1)[1])
            url = pair.page(body, head, **({"Content_Security_Policy": policy} if policy else {}))
            told = troubles(http, fetched(http, url), pair.host.house.clinics)
            shown.goto(url)
            fine = not any(one.blocks for one in told)
            for _ in range(100 if fine else 2):  # a frame may come after the page is there
                shows = any(frame.url.startswith(pair.chat) and frame.query_selector("#answer")
                            for frame in shown.frames[1:] if not frame.is_detached())
                if shows:
                    break
                shown.wait_for_timeout(50)
            assert shows == fine, (body, policy, head, told)


def test_a_policy_that_is_empty_or_odd_blocks_nothing_by_itself() -> None:
    script, page = "https://chat.example/embed.js", "https://clinic.example/"
    for policy in ("", ";;", ",", "report-uri /x", "script-src * data:", "frame-src *", "script-src http://chat.example"):
        assert blocking([policy], "script", script, page) == ""
    for policy in ("script-src", "script-src *.chat.example"):
        assert blocking([policy], "script", script, page) == policy
