// One chosen file: its row, its own claims, and its way to the server by tus.

import { gettext } from "./words.js";

const PIECE_BYTES = 16 * 1024 * 1024;
const AGAIN_AFTER_MS = [0, 1000, 3000, 5000, 10000, 20000, 60000];
const FINGERPRINT_LENGTH = 300;
// tus-js-client adds this by itself to what it asks.
const TUS = { "Tus-Resumable": "1.0.0" };
let made = 0;

/** `state` is chosen, queued, sending, paused, failed or ended. */
export class Row {
  constructor(file, { filesUrl, limitBytes }) {
    this.file = file;
    this.filesUrl = filesUrl;
    this.limitBytes = Number(limitBytes);
    this.state = "chosen";
    this.onchange = () => {};
    // What tells this file from others before a byte is sent; the server keeps it.
    const known = `${file.size}-${file.lastModified}-${file.name}`;
    this.fingerprint = visible(known).slice(0, FINGERPRINT_LENGTH);
    this.element = document.getElementById("row").content.firstElementChild.cloneNode(true);
    this.element.querySelector(".name").textContent = visible(file.name);
    this.element.querySelector(".size").textContent = sizeOf(file.size);
    this.own = this.element.querySelector(".own .claims");
    this.own.append(ownClaims());
    this.element.addEventListener("click", (event) => {
      const act = event.target.closest("[data-act]")?.dataset.act;
      if (act) this[act]();
    });
    this.say("", gettext("ready to go"));
  }

  get isOpen() {
    return !["ended", "failed"].includes(this.state);
  }

  queue(claims) {
    this.claims = claims;
    this.own.closest("details").hidden = true;
    this.to("queued");
    this.say(gettext("Waiting"), gettext("for the files before it"));
  }

  /** Announce the file and send what the server does not have yet. */
  async send(form) {
    this.form = form;
    this.to("sending");
    this.say(gettext("Announced"), "");
    const body = new URLSearchParams(this.claims);
    body.set("case", form.elements.case.value);
    body.set("filename", this.file.name);
    body.set("fingerprint", this.fingerprint);
    body.set("file_dated", new Date(this.file.lastModified).toISOString());
    const headers = { ...this.headers(), ...TUS, "Upload-Length": this.file.size };
    const answer = await fetch(this.filesUrl, { method: "POST", body, headers }).catch(() => null);
    if (this.state !== "sending") return;
    const said = answer?.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    this.url = answer?.headers.get("Location") ?? this.url;
    if (said.id) this.lineUrl = new URL(`../lines/${said.id}/`, new URL(this.filesUrl, location.href));
    if (answer?.status === 201) this.transfer();
    else if (said.id) this.end();
    else this.fail(said.reason || whyNot(answer));
  }

  transfer() {
    if (this.file.size === 0) {
      this.end();
      return;
    }
    this.began = performance.now();
    this.transport = new globalThis.tus.Upload(this.file, {
      uploadUrl: this.url,
      headers: this.headers(),
      chunkSize: PIECE_BYTES,
      retryDelays: AGAIN_AFTER_MS,
      // Nothing about evidence stays in the browser; the server knows what is unfinished.
      storeFingerprintForResuming: false,
      onProgress: (sent) => this.progress(sent),
      onSuccess: () => this.end(),
      onError: (error) => this.fail(whyNotTus(error)),
    });
    this.transport.start();
  }

  progress(sent) {
    if (this.state !== "sending") return;
    this.first ??= sent;
    const rate = (sent - this.first) / ((performance.now() - this.began) / 1000);
    const left = rate > 0 ? gettext(", %(time)s left", { time: tookOf((this.file.size - sent) / rate) }) : "";
    this.fill(sent / this.file.size);
    const share = `${Math.floor((100 * sent) / this.file.size)} %`;
    this.say(
      sent === this.file.size
        ? gettext("All bytes sent")
        : gettext("Arriving, %(sent)s of %(size)s", { sent: sizeOf(sent), size: sizeOf(this.file.size) }) + left,
      sent === this.file.size
        ? gettext("being hashed and kept")
        : gettext("%(share)s · may be paused; goes on after a reload", { share })
    );
  }

  pause() {
    this.transport?.abort();
    this.to("paused");
    this.say(gettext("Paused"), gettext("what arrived is kept for a week"));
  }

  resume() {
    this.to("queued");
    this.first = undefined;
    this.say(gettext("Waiting"), gettext("for the files before it"));
    this.onchange();
  }

  async cancel() {
    const was = this.state;
    this.to("ended");
    await this.transport?.abort(Boolean(this.url)).catch(() => {});
    if (was === "failed" && !this.transport && this.url) {
      await fetch(this.url, { method: "DELETE", headers: { ...this.headers(), ...TUS } }).catch(() => {});
    }
    this.element.remove();
    this.onchange();
  }

  /** It has come to an end: the server says which. */
  async end() {
    this.to("ended");
    this.fill(1);
    this.element.querySelector(".acts").remove();
    const said = this.element.querySelector(".said");
    await globalThis.htmx.ajax("GET", this.lineUrl.pathname, { target: said, swap: "innerHTML" });
    if (said.querySelector('[data-standing="refused"]')) this.fill(0);
    this.onchange();
  }

  fail(sentence) {
    this.to("failed");
    this.say(gettext("Stopped"), sentence, true);
  }

  headers() {
    return { "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value };
  }

  to(state) {
    this.state = state;
    const shown = { pause: ["queued", "sending"], resume: ["paused", "failed"] };
    for (const [act, states] of Object.entries(shown)) {
      const button = this.element.querySelector(`[data-act="${act}"]`);
      if (button) button.hidden = !states.includes(state);
    }
    this.onchange();
  }

  fill(share) {
    const bar = this.element.querySelector(".prog");
    bar.firstElementChild.style.width = `${100 * share}%`;
    bar.setAttribute("aria-valuenow", Math.floor(100 * share));
  }

  say(bold, rest, isBad = false) {
    const line = this.element.querySelector(".msg");
    const strong = document.createElement("b");
    strong.className = isBad ? "bad" : "";
    strong.textContent = bold;
    line.replaceChildren(strong, rest && bold ? ` · ${rest}` : rest);
  }
}

function ownClaims() {
  made += 1;
  const claims = document.getElementById("own-claims").content.cloneNode(true);
  for (const name of ["id", "for", "aria-describedby"]) {
    for (const one of claims.querySelectorAll(`[${name}]`)) {
      one.setAttribute(name, `${one.getAttribute(name)}-${made}`);
    }
  }
  return claims;
}

function whyNot(answer) {
  if (!answer) return gettext("The server does not answer. Nothing is lost; go on once it is back.");
  if (answer.redirected || answer.status === 403) {
    return gettext("You are no longer signed in. Sign in in another tab, reload this page and choose the file again; it goes on from here.");
  }
  if (answer.status === 404) return gettext("You may no longer upload into this case.");
  return gettext(
    "The server answered %(status)s. Try again; if it stays so, ask who runs this installation.",
    { status: `${answer.status} ${answer.statusText}` }
  );
}

function whyNotTus(error) {
  const answer = error.originalResponse;
  if (!answer) return whyNot(null);
  try {
    return JSON.parse(answer.getBody()).reason;
  } catch {
    const { status, statusText, responseURL } = answer.getUnderlyingObject();
    return whyNot({ status, statusText, redirected: responseURL.includes("/login/") });
  }
}

// Control and direction characters made visible, as the server shows them.
function visible(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, (one) => {
    return `[U+${one.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`;
  });
}

function sizeOf(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  const power = Math.min(4, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  const digits = value >= 99.5 || power === 1 ? 0 : value >= 9.95 ? 1 : 2;
  return `${value.toFixed(digits)} ${["B", "kB", "MB", "GB", "TB"][power]}`;
}

function tookOf(seconds) {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
