// Keys: whatever carries data-key="x" or data-key="g s" is pressed, or focused if it is a field.
// They can be turned off, and never act while somebody writes.

const OFF = "sightline.keys.off";
const PAUSE_MS = 1200;
let first = "";
let firstAt = 0;

export function keysAreOn() {
  return localStorage.getItem(OFF) === null;
}

// Whether a key pressed here belongs to the control under it, not to the page.
export function isWriting(target) {
  return target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
}

// The key as a Latin layout names it: where R gives к, к is meant as R.
export function keyOf(event) {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (!letter || /^[ -~]+$/.test(event.key)) return event.key;
  return event.shiftKey ? letter : letter.toLowerCase();
}

function answer(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  const key = keyOf(event);
  if (document.querySelector("dialog[open]") && key !== "?") return;
  if (!keysAreOn() && key !== "?") return;
  // When it was pressed: a busy page may hear of it later.
  const sequence = event.timeStamp - firstAt < PAUSE_MS ? `${first} ${key}` : "";
  const found =
    [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === sequence) ??
    [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  first = key;
  firstAt = event.timeStamp;
  if (!found) return;
  event.preventDefault();
  if (found.matches("input:not([type=checkbox], [type=radio]), textarea, select")) found.focus();
  else found.click();
}

function openDialog(event) {
  const opener = event.target.closest("[data-opens]");
  if (!opener) return;
  const dialog = document.getElementById(opener.dataset.opens);
  if (dialog.open) dialog.close();
  else dialog.showModal();
}

// A menu closes when something else is pressed, or by Esc, which gives the focus back.
function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (event.type === "keydown" && event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (event.type === "click" && !menu.contains(event.target)) {
      menu.open = false;
    }
  }
}

document.addEventListener("keydown", answer);
document.addEventListener("keydown", closeMenus);
document.addEventListener("click", openDialog);
document.addEventListener("click", closeMenus);

const toggle = document.getElementById("keys-on");
if (toggle) {
  toggle.checked = keysAreOn();
  toggle.addEventListener("change", () => {
    if (toggle.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
}
