// What carries data-copy="…" puts that on the clipboard, and says so on itself.

import { gettext } from "./words.js";

const SAID_FOR_MS = 2000;

async function copy({ target }) {
  const button = target.closest("[data-copy]");
  if (!button) return;
  const words = button.dataset.words ?? button.textContent;
  button.dataset.words = words;
  // Without HTTPS a browser gives no clipboard: then the text is chosen, for the keys to copy.
  const done = await navigator.clipboard?.writeText(button.dataset.copy).then(() => true, () => false);
  if (!done) getSelection().selectAllChildren(button.parentElement.querySelector("code"));
  button.setAttribute("aria-live", "polite");
  button.textContent = done ? gettext("Copied") : gettext("Chosen, press Ctrl C");
  setTimeout(() => (button.textContent = words), SAID_FOR_MS);
}

document.addEventListener("click", copy);
