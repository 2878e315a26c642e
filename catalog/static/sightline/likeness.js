// A picture of one's own is looked for: chosen, dropped or pasted. The server keeps nothing of it;
// what stands beside the results is a small copy in this tab, gone with it.

import { isWriting } from "./keys.js";
import { gettext } from "./words.js";

const KEPT = "sightline.asked.picture";
const SIDE = 320;
const form = document.querySelector("[data-asks-picture]");
const said = document.getElementById("picture-said");
let isBusy = false;

async function small(file) {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.8);
  } catch {
    return ""; // a clip, or a picture that this browser cannot show
  }
}

function say(words) {
  if (said) said.textContent = words;
}

/** Send the file and go where the answer says. */
async function look(file) {
  if (isBusy || !form) return;
  isBusy = true;
  say(file.name ? gettext("Looking at %(name)s …", { name: file.name }) : gettext("Looking at the picture …"));
  const body = new FormData();
  body.append("picture", file, "picture");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers });
    const told = await answer.json();
    if (told.address) {
      const like = new URLSearchParams(told.address.split("?")[1]).get("like");
      sessionStorage.setItem(KEPT, JSON.stringify([like, await small(file)]));
      location.assign(told.address);
      return;
    }
    say(gettext("%(fault)s Nothing was kept.", { fault: told.fault }));
  } catch {
    say(gettext("The server did not answer as expected. Nothing was kept; try again."));
  } finally {
    isBusy = false;
  }
}

document.addEventListener("paste", (event) => {
  const file = [...(event.clipboardData?.files ?? [])].find((one) => /^(image|video)\//.test(one.type));
  if (!file || (isWriting(event.target) && event.clipboardData.getData("text"))) return;
  event.preventDefault();
  look(file);
});

if (form?.matches("form")) {
  const input = form.querySelector("input[type=file]");
  for (const one of form.querySelectorAll(".needs-script")) one.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.files[0]) look(input.files[0]);
  });
  input.addEventListener("change", () => input.files[0] && look(input.files[0]));
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    const file = event.dataTransfer.files[0];
    if (file) look(file);
  });
}

/** Show the small copy in this tab beside what was found by it. */
function showAsked() {
  const [like, src] = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  if (!src || new URLSearchParams(location.search).get("like") !== like) return;
  for (const place of document.querySelectorAll("[data-asked-picture]")) {
    const image = document.createElement("img");
    image.alt = gettext("Your picture");
    image.src = src;
    place.replaceChildren(image);
  }
}

showAsked();
document.addEventListener("htmx:afterSettle", showAsked);
