// Marking verdicts by one key: `y` right, `n` wrong, `u` put back. The keys press the page's own buttons.
(() => {
  "use strict";
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll(".rows a.open")];

  // In a list the keys are for the row that has the focus, on a case's page for its only buttons.
  const scope = () => (rows().length ? document.activeElement.closest(".row") : document);

  const toTheNext = (row) => {
    const links = rows();
    const here = links.findIndex((link) => row.contains(link));
    (links[here + 1] ?? links[here - 1])?.focus();
  };

  const ask = (summary) => {
    const choice = summary.parentElement;
    choice.open = true;
    choice.querySelector("input:checked").focus();
  };

  const press = (key) => {
    const place = scope();
    const button = place?.querySelector(`[data-key="${key}"]`);
    if (!button) return false;
    if (key === "n") return ask(button), true;
    button.click();
    if (place !== document) toTheNext(place);
    return true;
  };

  // Before the other keys are: `u` goes back to the list where there is nothing to put back.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    const choice = event.target.closest("details.wrong[open]");
    if (event.key === "Escape" && choice) {
      choice.open = false;
      (choice.closest(".row")?.querySelector("a.open") ?? choice.querySelector("summary")).focus();
      event.stopImmediatePropagation();
      return;
    }
    if (!["y", "n", "u"].includes(event.key) || typing(event.target)) return;
    if (!press(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });

  // After a choice was sent from a row, the next row is at hand.
  document.addEventListener("submit", (event) => {
    const row = event.target.closest(".wrong")?.closest(".row");
    if (row && !event.defaultPrevented) toTheNext(row);
  }, { capture: true });

  // While somebody chooses, the list does not change under their hands.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id === "list" && event.target.querySelector("details.wrong[open]")) event.preventDefault();
  });
})();
