// While exact frames are made for an export: looks again until the file is there, and saves it.

import { gettext } from "./words.js";

const LOOK_AGAIN_MS = 700;

const form = document.getElementById("exporting");
const said = document.getElementById("exporting-said");

async function lookAgain() {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  const name = answer?.headers.get("Content-Disposition")?.match(/filename="([^"]+)"/)?.[1];
  if (answer?.ok && name) {
    save(await answer.blob(), name);
    said.textContent = gettext("Exported as %(name)s.", { name });
    return;
  }
  if (answer?.ok && !answer.redirected && answer.status !== 202) {
    // All is there, and the person is told how large the file will be.
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    form.replaceChildren(...page.getElementById("exporting").children);
    form.querySelector("button").focus();
  } else if (answer?.status === 202) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const words = page.getElementById("exporting-said").textContent;
    if (said.textContent !== words) said.textContent = words;
    setTimeout(lookAgain, LOOK_AGAIN_MS);
  } else if (answer?.redirected) {
    // Refused: sent as a form, it leads to the page that says why.
    form.submit();
  } else {
    said.textContent = gettext(
      "The server cannot be asked just now. The frames go on being made; look again in a while."
    );
  }
}

function save(body, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(body);
  link.download = name;
  link.click();
}

if (!form.elements.agreed) setTimeout(lookAgain, LOOK_AGAIN_MS);
