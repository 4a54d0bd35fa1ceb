"""What axe-core finds wrong on a page, by WCAG 2.2 A and AA."""

import json

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RUN = f"axe.run(document, {json.dumps({'runOnly': TAGS, 'resultTypes': ['violations']})})"


def violations(page: Page | Frame) -> list[str]:
    """Each rule that is broken, with the elements that break it."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(f"async () => (await {RUN}).violations")
    return [f"{one['id']} ({one['help']}): {', '.join(str(node['target']) for node in one['nodes'])}" for one in found]
