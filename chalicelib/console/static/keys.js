// Keys for people who work through a list all day. Nothing here decides: `a` only goes to the button.
(() => {
  "use strict";
  const find = (id) => document.getElementById(id);

  const step = (by) => {
    const links = [...document.querySelectorAll(".rows a.open")];
    if (!links.length) return;
    const here = links.indexOf(document.activeElement);
    const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by;
    links[Math.max(0, Math.min(links.length - 1, next))].focus();
  };

  const edit = () => {
    const text = find("text");
    if (!text) return;
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
  };

  const reject = () => {
    const panel = find("reject");
    if (!panel) return;
    panel.open = true;
    find("reason").focus();
  };

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    e: edit,
    r: reject,
    a: () => find("approve")?.focus(),
    u: () => find("back")?.click(),
    "?": () => find("keys")?.togglePopover?.(),
  };

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && typing(event.target)) return event.target.blur();
    if (typing(event.target) || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  // The form's first button is another one; Enter here asks for the change that was just described.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.id !== "instruction") return;
    event.preventDefault();
    find("change-freely").click();
  });

  // What was pressed may be gone with the old reply: who works with keys goes on in the new one.
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.elt.id === "reply" && document.activeElement === document.body) find("text")?.focus();
  });

  // A double click must not decide twice; coming back to the page makes its buttons work again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 3000);
  });

  const offline = (is) => () => { const note = find("offline"); if (note) note.hidden = !is; };
  document.addEventListener("htmx:sendError", offline(true));
  // A problem is over once the part of the page that had it is answered again.
  let troubled = "";
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful) offline(false)();
    if (detail.failed && detail.xhr.status) troubled = detail.elt.id;
    if (detail.successful && detail.elt.id === troubled) find("problem").replaceChildren();
  });

  // What was said about the last decision is not said again on reload.
  if (find("flash")) {
    const clean = new URL(location.href);
    ["said", "about"].forEach((name) => clean.searchParams.delete(name));
    history.replaceState(null, "", clean);
  }
  // After a refusal the address is the form's: make a reload show the case instead of sending again.
  const refused = find("refused");
  if (refused) {
    history.replaceState(null, "", refused.dataset.href);
    refused.focus();
  }
})();
