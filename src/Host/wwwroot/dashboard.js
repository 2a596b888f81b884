// Everything here is an addition: without it each screen still works with links and forms.
"use strict";

const PERIOD = 2000;      // how often a live screen asks anew
const FRESH = 2000;       // how long a changed figure stays tinted
const SPEAK = 10000;      // a live region says at most one sentence in this time

// ---- keys: / find, j k rows, x choose, Enter open, Esc close, ? all keys
let row = -1;
const rowsOf = () => [...document.querySelectorAll("[data-row]")];
function choose(step) {
  const rows = rowsOf();
  if (rows.length === 0) return;
  row = Math.min(rows.length - 1, Math.max(0, row + step));
  rows.forEach((item, i) => item.setAttribute("aria-selected", String(i === row)));
  const door = rows[row].querySelector("a");
  if (door) { door.focus({ preventScroll: true }); rows[row].scrollIntoView({ block: "nearest" }); }
}
document.addEventListener("keydown", event => {
  const typing = event.target.matches("input, textarea, select");
  if (event.key === "Escape" && typing) { event.target.blur(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = {
    "/": () => document.querySelector("[data-find]")?.focus(),
    "j": () => choose(1),
    "k": () => choose(-1),
    "x": () => rowsOf()[row]?.querySelector("input[type=checkbox]:enabled")?.click(),
    "?": () => document.getElementById("keys")?.togglePopover(),
  }[event.key];
  if (act) { event.preventDefault(); act(); }
});
// a row opens where it is clicked, not only on its link
document.addEventListener("click", event => {
  const item = event.target.closest("[data-row]");
  if (!item || event.target.closest("a, button, input, select, label, summary") || String(getSelection())) return;
  item.querySelector("a")?.click();
});
// choosing in a slice asks at once
document.addEventListener("change", event => {
  if (event.target.matches("[data-at-once] select")) event.target.form.requestSubmit();
});
document.addEventListener("submit", event => {
  // what is not asked for stays out of the URL
  if (event.target.matches("form[data-slice]")) {
    for (const field of event.target.elements) if (field.name && field.value === "") field.disabled = true;
    setTimeout(() => { for (const field of event.target.elements) field.disabled = false; });
  }
});

// a map wider than its place opens where the case stands
document.querySelectorAll(".scroll").forEach(frame => {
  const here = frame.querySelector(".here");
  if (!here) return;
  const [place, box] = [here.getBoundingClientRect(), frame.getBoundingClientRect()];
  if (place.right > box.right) frame.scrollLeft = place.right - box.left - box.width * 0.8;
});

// ---- live: the server's own HTML replaces what changed; a lost connection is said and mended by itself
const live = document.querySelector("[data-live-from]");
let lastGood = Date.now(), lostAt = null, paused = false, spoken = 0;
function age(ms) {
  const s = Math.round(ms / 1000);
  return s < 60 ? `${s} s`
    : s < 3600 ? `${Math.floor(s / 60)} min`
    : `${Math.floor(s / 3600)} h ${String(Math.floor(s % 3600 / 60)).padStart(2, "0")} min`;
}
function clock(at) { return at.toTimeString().slice(0, 5); }
function sayStatus(text) {
  const status = document.getElementById("status");
  if (status) { status.className = "t-held"; status.textContent = text; }
  const aloud = document.getElementById("aloud");
  if (aloud && Date.now() - spoken > SPEAK) { aloud.textContent = text; spoken = Date.now(); }
}
function tint(element) {
  element.classList.add("fresh");
  setTimeout(() => element.classList.remove("fresh"), FRESH);
}
function swap(old, fresh) {
  const before = new Map([...old.querySelectorAll("[data-figure]")].map(item => [item.dataset.figure, item.textContent]));
  const aside = [...old.querySelectorAll(".scroll")].map(frame => frame.scrollLeft);
  const unfolded = [...old.querySelectorAll("details")].map(part => part.open);
  const stops = () => [...old.querySelectorAll("a, button, summary, select, input")];
  const stop = document.activeElement, at = stops().indexOf(stop);
  old.replaceChildren(...fresh.childNodes);
  old.querySelectorAll(".scroll").forEach((frame, i) => { frame.scrollLeft = aside[i] ?? 0; });
  old.querySelectorAll("details").forEach((part, i) => { part.open = unfolded[i] ?? part.open; });
  // whoever goes by keyboard stays on the same link, wherever it stands now
  if (at >= 0) (stops().find(item => stop.href && item.href === stop.href) ?? stops()[at])?.focus({ preventScroll: true });
  for (const item of old.querySelectorAll("[data-figure]")) {
    const was = before.get(item.dataset.figure);
    if (was !== undefined && was !== item.textContent) tint(item);
  }
}
function newIn(old, fresh) {
  const there = new Set([...old.querySelectorAll("[data-key]")].map(item => item.dataset.key));
  return [...fresh.querySelectorAll("[data-key]")].filter(item => !there.has(item.dataset.key)).length;
}
function replace(old, fresh) {
  if (old.innerHTML === fresh.innerHTML) return;
  const held = old.hasAttribute("data-hold")
    && (old.matches(":hover") || old.contains(document.activeElement) || old.querySelector("input:checked"));
  if (!held) { swap(old, fresh); return; }
  const count = newIn(old, fresh);
  let note = old.querySelector(":scope > .waiting-new");
  if (count === 0) { note?.remove(); return; }
  if (!note) {
    note = document.createElement("button");
    note.type = "button";
    note.className = "waiting-new";
    old.prepend(note);
  }
  note.textContent = `${count} new`;
  note.onclick = () => swap(old, fresh.cloneNode(true));
}
function lost() {
  lostAt ??= new Date();
  sayStatus(`Not connected since ${clock(lostAt)}. Figures are ${age(Date.now() - lastGood)} old. Trying again.`);
  document.querySelectorAll("[data-live]").forEach(item => item.classList.add("stale"));
}
async function refresh() {
  try {
    const answer = await fetch(live.dataset.liveFrom, {
      headers: { "X-Fragment": "1" }, redirect: "manual", signal: AbortSignal.timeout(8000)
    });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) { location.reload(); return; }
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    lastGood = Date.now();
    if (lostAt) {
      lostAt = null;
      document.querySelectorAll("[data-live]").forEach(item => item.classList.remove("stale"));
      const aloud = document.getElementById("aloud");
      if (aloud) aloud.textContent = "Connected again.";
    }
    for (const part of fresh.querySelectorAll("[data-live]")) {
      const old = document.querySelector(`[data-live="${part.dataset.live}"]`);
      if (old && !(paused && part.dataset.live === "ticker")) replace(old, part);
    }
  } catch { lost(); }
}
if (live) {
  const loop = async () => {
    if (!document.hidden) await refresh();
    setTimeout(loop, PERIOD);
  };
  setTimeout(loop, PERIOD);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
}
document.addEventListener("click", event => {
  const pause = event.target.closest("[data-pause]");
  if (!pause) return;
  paused = !paused;
  pause.setAttribute("aria-pressed", String(paused));
  pause.textContent = paused ? "Go on" : "Pause";
});
document.querySelectorAll("[data-needs-script]").forEach(item => { item.hidden = false; });
