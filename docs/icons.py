"""Draws the app's pictures for home screens from their SVG: `make icons`.

The browser tests' own Chromium draws them, so no picture library is needed.
"""  # noqa: INP001  a script, not a package

from pathlib import Path

from chromium import FLAGS, find_chromium
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
ICONS = ROOT / "src" / "closeknit" / "ui" / "static" / "ui" / "icons"
NAMES = ("closeknit", "plain")
SIZES = (180, 192, 512)
APPLE = 180  # Apple rounds the corners itself and shows no transparency


def main() -> None:
    path = find_chromium()
    if path is None:
        raise SystemExit("There is no Chromium here, so the icons stay as they are.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page()
        for name in NAMES:
            svg = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
            for size in SIZES:
                drawn = _square(svg) if size == APPLE else svg
                _draw(page, drawn, size, ICONS / f"{name}-{size}.png")
            _draw(page, _square(svg), 512, ICONS / f"{name}-maskable-512.png")
        browser.close()


def _draw(page: Page, svg: str, size: int, to: Path) -> None:
    page.set_viewport_size({"width": size, "height": size})
    sized = svg.replace("<svg ", f'<svg width="{size}" height="{size}" ', 1)
    page.set_content(f'<body style="margin:0">{sized}')
    page.locator("svg").screenshot(path=to, omit_background=True)


def _square(svg: str) -> str:
    """Paper to every edge; both drawings lie within the circle that no mask cuts."""
    return svg.replace(' rx="112"', "", 1)


if __name__ == "__main__":
    main()
