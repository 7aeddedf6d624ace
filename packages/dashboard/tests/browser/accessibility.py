"""Whether everybody can use a page, as far as a program can tell."""

from typing import Any, Literal, cast

from playwright.async_api import Page

from packages.dashboard.building import HERE

_AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"

# What pops up is at the end of the page, and belongs to what has opened it.
_RUN = """tags => {
    axe.configure({ rules: [{ id: "region", selector: "body *:not([data-portal], [data-portal] *)" }] });
    return axe.run({ runOnly: tags });
}"""
# Colours that are on their way to those of the other scheme are not judged.
_SETTLE = """() => Promise.allSettled(
    document.getAnimations()
        .filter(each => each.effect.getComputedTiming().endTime < Infinity)
        .map(each => each.finished)
)"""
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def check_accessibility(page: Page, *schemes: Literal["light", "dark"]) -> None:
    """Fail if axe finds something, in each colour scheme; by default in both."""
    # It is put in by the browser's tools: the page's policy lets no scripts of others in.
    await page.evaluate(_AXE.read_text(encoding="utf-8"))
    for scheme in schemes or ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        await page.locator(f'html[data-mantine-color-scheme="{scheme}"]').wait_for()
        await page.evaluate(_SETTLE)
        found = await page.evaluate(_RUN, _RULES)
        told = [_line(scheme, each, node) for each in found["violations"] for node in each["nodes"]]
        assert not told, "\n".join(told)


def _line(scheme: str, violation: dict[str, Any], node: dict[str, Any]) -> str:
    place = " ".join(map(str, cast("list[object]", node["target"])))
    return f"{scheme}: {violation['id']}: {violation['help']}: {place}: {node['failureSummary']}"
