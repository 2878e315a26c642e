// Brushing time: drag over the bars, or move an edge by keys. The two fields hold the window.

/** Make the histogram of the page answer; `ask(fields)` searches. */
export function followHistogram(ask) {
  const bars = [...document.querySelectorAll("#hist .col")];
  if (bars.length === 0) return;
  const asked = bars.flatMap((bar, n) => (bar.classList.contains("asked") ? [n] : []));
  const search = ([from, to]) =>
    ask({
      from: from === null ? "" : bars[from].dataset.first,
      to: to === null ? "" : bars[to].dataset.last,
    });
  brush(bars, search);
  edges(bars, [asked[0] ?? 0, asked.at(-1) ?? bars.length - 1], search);
}

function brush(bars, search) {
  const strip = bars[0].parentElement;
  let start = null;
  const under = (event) => {
    const { left, width } = strip.getBoundingClientRect();
    const at = Math.floor(((event.clientX - left) / width) * bars.length);
    return Math.min(Math.max(at, 0), bars.length - 1);
  };
  const range = (event) => [start, under(event)].sort((one, other) => one - other);
  strip.addEventListener("dragstart", (event) => event.preventDefault());
  strip.addEventListener("click", (event) => event.preventDefault());
  strip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = under(event);
    strip.setPointerCapture(event.pointerId);
  });
  strip.addEventListener("pointermove", (event) => {
    if (start === null) return;
    const [from, to] = range(event);
    bars.forEach((bar, n) => bar.classList.toggle("picked", n >= from && n <= to));
  });
  strip.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const picked = range(event);
    start = null;
    search(picked);
  });
  strip.addEventListener("pointercancel", () => {
    start = null;
    for (const bar of bars) bar.classList.remove("picked");
  });
}

function edges(bars, window, search) {
  const holder = document.querySelector("#hist .edges");
  const [from, to] = holder.querySelectorAll(".edge");
  holder.hidden = false;
  const show = () => {
    const places = [window[0], window[1] + 1];
    [from, to].forEach((edge, n) => {
      edge.style.left = `${(100 * places[n]) / bars.length}%`;
      edge.setAttribute("aria-valuenow", places[n]);
      const bar = bars[window[n]].dataset;
      edge.setAttribute("aria-valuetext", n === 0 ? bar.first : bar.last);
    });
  };
  show();
  let moved = false;
  const settle = () => {
    if (moved) search(window);
    moved = false;
  };
  [from, to].forEach((edge, n) => {
    edge.addEventListener("keydown", (event) => {
      const turn = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (event.key === "Enter") settle();
      if (!turn) return;
      event.preventDefault();
      const low = n === 0 ? 0 : window[0];
      const high = n === 0 ? window[1] : bars.length - 1;
      const next = window[n] + turn * (event.shiftKey ? 10 : 1);
      window[n] = Math.min(Math.max(next, low), high);
      moved = true;
      show();
    });
    // The search follows when the edge is let go, so that it can be moved by several bars.
    edge.addEventListener("blur", settle);
  });
}
