"""axe-core in an open page: what it finds is told with the page, the rule, the place, and what to do."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page

SOURCE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# the foot of a list and the bar that saves cover rows until they are scrolled: axe takes what is left of them for the whole target
STILL = """() => document.styleSheets[0].insertRule(
  '.r-grid tfoot td, .r-savebar { position: static !important }')"""
# what another theme or a window of 320 px (1280 px at 400 %) can make worse
NARROW = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
SHELL = [".r-top", ".r-nav", "#rooms"]  # looked at once, not on every page
RUN = """async ([where, runOnly]) => {
  const options = {runOnly, resultTypes: ['violations'], preload: false, iframes: false,
    rules: {'label-content-name-mismatch': {enabled: true}}};
  const {violations} = await axe.run(where, options);
  return violations.flatMap(({id, help, nodes}) => nodes.map((node) =>
    `${id}: ${help}\\n    ${node.target.join(' ')}  ${node.html.slice(0, 160)}\\n    ` +
    node.failureSummary.split('\\n').slice(1).map((line) => line.trim()).join('; ')));
}"""
# text that leaves the window on the right, where nothing scrolls to it and no dots say that it goes on
CUT = """(where) => [...document.querySelectorAll(`${where} *`)].filter((one) => {
  if (one.getBoundingClientRect().right <= innerWidth + 1 || !one.checkVisibility({visibilityProperty: true})) return false;
  if (![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) return false;
  for (let up = one; up; up = up.parentElement) {
    const {overflowX, textOverflow, clip} = getComputedStyle(up);
    if (['auto', 'scroll'].includes(overflowX) || textOverflow === 'ellipsis' || clip !== 'auto') return false;
  }
  return true;
}).map((one) => `reflow: Text leaves a window of ${innerWidth} px\\n    ${one.outerHTML.slice(0, 200)}`)"""
LOADED = "() => window.htmx && !document.querySelector('.htmx-request, .htmx-settling')"
FILL = "([address]) => htmx.ajax('GET', address, {target: '#dialog', swap: 'innerHTML'})"
EMPTY = """() => {
  const dialog = document.getElementById('dialog');
  dialog.close();
  dialog.replaceChildren();
}"""


class Looker:
    """One browser page that looks at addresses, and what it found: sentence → the addresses where it is so."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        context.add_init_script(path=SOURCE)
        self.page: Page = context.new_page()
        # no look at a colour that is on its way to another
        self.page.emulate_media(reduced_motion="reduce")
        self._wide()
        self.host, self.asked, self.found = host, set[str](), dict[str, list[str]]()
        self._has_seen_shell = False
        self.page.on("request", lambda request: self.asked.add(request.url.removeprefix(host)))

    def look(self, address: str, *, except_rules: tuple[str, ...] = ()) -> None:
        """Open an address and look at it in both ways."""
        self.page.goto(self.host + address)
        self.page.wait_for_function(LOADED)
        self.page.evaluate(STILL)
        without = SHELL if self._has_seen_shell else ["#nothing"]
        self._has_seen_shell = self._has_seen_shell or self.page.locator(".r-nav").count() > 0
        self.look_again(address, {"exclude": without}, except_rules=except_rules)

    def look_into(self, address: str) -> None:
        """Open an address in the dialog of the page and look at that."""
        self.page.evaluate(FILL, [address])
        self.page.wait_for_function("() => document.getElementById('dialog').open")
        self.look_again(address, {"include": ["#dialog"]})
        self.page.evaluate(EMPTY)

    def glance(self, name: str, where: str) -> None:
        """Look at what stands open now, which another width would close."""
        tags = {"type": "tag", "values": TAGS}
        self._note(name, self.page.evaluate(RUN, [{"include": [where]}, tags]))

    def look_again(
        self,
        name: str,
        where: dict[str, list[str]],
        *,
        except_rules: tuple[str, ...] = (),
    ) -> None:
        """Look at a part of the page as it stands, wide and light, then narrow and dark."""
        tags = {"type": "tag", "values": TAGS}
        wide = self.page.evaluate(RUN, [where, tags])
        self._note(name, [one for one in wide if one.split(":")[0] not in except_rules])
        self.page.set_viewport_size({"width": 320, "height": 640})
        self.page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
        rules = {"type": "rule", "values": NARROW}
        narrow = self.page.evaluate(RUN, [where, rules])
        narrow += self.page.evaluate(CUT, where.get("include", ["#main"])[0])
        self._note(f"{name} (320 px, dark)", narrow)
        self.page.evaluate("delete document.documentElement.dataset.bsTheme")
        self._wide()

    def told(self) -> str:
        """Return all that was found, the most frequent first; nothing where all is well."""
        worst = sorted(self.found.items(), key=lambda item: -len(item[1]))
        return "\n".join(f"{what}\n    on {', '.join(places[:5])}" for what, places in worst)

    def _wide(self) -> None:
        self.page.set_viewport_size({"width": 1440, "height": 900})

    def _note(self, address: str, sentences: list[str]) -> None:
        for one in sentences:
            self.found.setdefault(one, []).append(address)
