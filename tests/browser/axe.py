"""What axe finds to complain of, by the rules of WCAG 2.2 A and AA."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
#: By day and by night, on a phone and on a wide screen: the two languages have all four between them.
LOOKS = {"en": (("light", 1280), ("dark", 360)), "fa": (("light", 360), ("dark", 1280))}
#: Colours that change slowly are looked at when they have changed.
AT_REST = """() => Promise.all(document.getAnimations()
  .filter((one) => isFinite(one.effect.getComputedTiming().endTime))
  .map((one) => one.finished.catch(() => {})))"""
#: What lies half below a header that stays is no fault of the page. In the admin it is not the document that scrolls.
TO_THE_TOP = "() => document.querySelectorAll('*').forEach((part) => part.scrollTo({ top: 0, behavior: 'instant' }))"
VIOLATIONS = "([part, options]) => axe.run(part ?? document, options).then(({violations}) => violations)"


def complaints(page: Page, part: str | None = None) -> list[str]:
    """What axe finds on the page, or in a part of it, one line a place."""
    # Half a megabyte, which a page that has it needs no second time.
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    return [
        f"{violation['id']}: {node['target']} {node['html'][:200]}\n  {node['failureSummary']}"
        for violation in page.evaluate(VIOLATIONS, [part, OPTIONS])
        for node in violation["nodes"]
    ]
