// How the picture is looked at: filters in this browser only. The file is not touched, and the
// address holds the settings, so that somebody else sees the same.

import { gettext } from "./words.js";

const PARAMETER = "view";
const CHANNELS = {
  r: "1 0 0 0 0 1 0 0 0 0 1 0 0 0 0",
  g: "0 1 0 0 0 0 1 0 0 0 0 1 0 0 0",
  b: "0 0 1 0 0 0 0 1 0 0 0 0 1 0 0",
  "": "1 0 0 0 0 0 1 0 0 0 0 0 1 0 0",
};

export class View {
  constructor(stage) {
    this.box = stage.querySelector("#view");
    this.screen = stage.querySelector(".screen");
    if (!this.box) return;
    this.box.hidden = false;
    this.fields = [...this.box.querySelectorAll("[name]")];
    this.asIs = this.settings;
    this.read();
    this.apply();
    this.box.addEventListener("input", () => this.changed());
    this.box.querySelector("#view-reset").addEventListener("click", () => this.set(this.asIs));
    this.screen.addEventListener("click", (event) => this.onClick(event), { capture: true });
  }

  get settings() {
    return Object.fromEntries(
      this.fields.map((one) => [one.name, one.type === "checkbox" ? String(Number(one.checked)) : one.value]),
    );
  }

  set(settings) {
    for (const one of this.fields) {
      const value = settings[one.name];
      if (value === undefined) continue;
      if (one.type === "checkbox") one.checked = value === "1";
      else if (one.matches("select")) one.value = [...one.options].some((o) => o.value === value) ? value : one.value;
      else one.value = value;
    }
    this.changed();
  }

  changed() {
    this.apply();
    const address = new URL(location.href);
    const told = this.different.map(([name, value]) => `${name}:${value}`).join(",");
    if (told) address.searchParams.set(PARAMETER, told);
    else address.searchParams.delete(PARAMETER);
    history.replaceState(history.state, "", address);
  }

  // What the address says, as far as it names a setting.
  read() {
    const told = new URLSearchParams(location.search).get(PARAMETER);
    if (told) this.set(Object.fromEntries(told.split(",").map((one) => one.split(":", 2))));
  }

  get different() {
    return Object.entries(this.settings).filter(([name, value]) => value !== this.asIs[name]);
  }

  apply() {
    const { brightness, gamma, contrast, saturation, local, channel, zoom, across, down, invert } = this.settings;
    const part = (name) => this.box.querySelector(`[data-part="${name}"]`);
    part("local").setAttribute("k2", 1 + Number(local));
    part("local").setAttribute("k3", -Number(local));
    part("channel").setAttribute("values", `${CHANNELS[channel]} 0 0 0 1 0`);
    part("saturation").setAttribute("values", saturation);
    const sign = invert === "1" ? -1 : 1;
    const middle = (1 - contrast) / 2 + Number(brightness);
    for (const one of part("gamma").children) one.setAttribute("exponent", 1 / gamma);
    for (const one of part("levels").children) {
      one.setAttribute("slope", sign * contrast);
      one.setAttribute("intercept", sign < 0 ? 1 - middle : middle);
    }
    const names = this.different.map(([name]) => name);
    const filters = names.some((name) => !["zoom", "across", "down"].includes(name));
    this.box.querySelector("#view-said").textContent = names.length ? gettext("changed for looking") : gettext("as is");
    for (const shown of [...this.screen.querySelectorAll("video, img"), document.getElementById("lightbox-picture")]) {
      if (shown) shown.style.filter = filters ? 'url("#view-filter")' : "";
    }
    this.screen.classList.toggle("closer", zoom !== "1");
    for (const shown of this.screen.children) {
      shown.style.transformOrigin = `${across}% ${down}%`;
      shown.style.transform = zoom === "1" ? "" : `scale(${zoom})`;
    }
  }

  // With Alt: this spot stays where it is as the picture comes closer.
  onClick(event) {
    if (!event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const box = this.screen.getBoundingClientRect();
    const { zoom, across, down } = this.settings;
    // From where it is seen to where it lies in the picture, around the spot that stays.
    const within = (seen, stays) => (stays + (seen - stays) / zoom).toFixed(2);
    this.set({
      zoom: zoom === "1" ? "4" : zoom,
      across: within(((event.clientX - box.left) / box.width) * 100, Number(across)),
      down: within(((event.clientY - box.top) / box.height) * 100, Number(down)),
    });
  }
}
