// The store's screen with a bad network. Without this file every button is a plain form; with it, acts that cannot be sent are
// kept on the phone with the token of their form and sent later, in order. The token makes a second sending harmless.
"use strict";

const RETRY = 5000;
const KEY = "crossdock.kept";
const store = document.querySelector("[data-store]")?.dataset.store;
const banner = document.getElementById("offline");

const readKept = () => { try { return JSON.parse(localStorage.getItem(KEY) ?? "[]"); } catch { return []; } };
const writeKept = acts => localStorage.setItem(KEY, JSON.stringify(acts));
const time = at => new Date(at).toTimeString().slice(0, 5);
let offlineSince = readKept()[0]?.at ?? null;

function say(text) {
  if (!banner) return;
  const kept = readKept();
  banner.hidden = text === null && kept.length === 0 && offlineSince === null;
  banner.querySelector("[data-say]").textContent = text
    ?? (offlineSince ? `Offline since ${time(offlineSince)}. Keep working.` : "Sending what was kept.");
  banner.querySelector("[data-kept]").textContent = kept.length === 0 ? "" : kept.length === 1 ? "1 act kept" : `${kept.length} acts kept`;
}
function keep(url, fields, label) {
  const kept = readKept();
  const token = fields.find(([name]) => name === "token")?.[1];
  if (!kept.some(act => act.token === token && act.url === url)) kept.push({ url, fields, token, label, at: Date.now() });
  writeKept(kept);
  offlineSince ??= Date.now();
  say(null);
}
// A cookie or form token may have aged while the phone was away: a fresh page brings a fresh one.
async function freshFormToken() {
  const page = await fetch(location.href, { redirect: "manual" });
  if (!page.ok) return null;
  const text = new DOMParser().parseFromString(await page.text(), "text/html");
  return text.querySelector("input[name=__RequestVerificationToken]")?.value ?? null;
}
async function send(act) {
  const body = new URLSearchParams(act.fields);
  // What was kept was done then: the server is told how long ago, since a phone's clock may be wrong.
  if (act.at) body.set("age", String(Math.round((Date.now() - act.at) / 1000)));
  let answer = await fetch(act.url, { method: "POST", body, redirect: "follow" });
  if (answer.status === 400) {
    const token = await freshFormToken();
    if (token === null) throw new Error("signed out");
    body.set("__RequestVerificationToken", token);
    answer = await fetch(act.url, { method: "POST", body, redirect: "follow" });
  }
  // 503 means the store could not write: nothing was acknowledged, so the act stays kept.
  if (answer.status >= 500) throw new Error(String(answer.status));
  return answer;
}
let sending = false;
async function sendKept() {
  if (sending) return;
  sending = true;
  try {
    let sent = 0, refused = 0, last = null;
    while (readKept().length > 0) {
      last = await send(readKept()[0]);
      writeKept(readKept().slice(1));
      sent++;
      if (!last.ok || /told=(Ignored|Incident|pieces)/.test(last.url)) refused++;
      say("Sending what was kept.");
    }
    if (offlineSince !== null || sent > 0) {
      offlineSince = null;
      const told = `/store/${store}?told=${refused > 0 ? "Ignored" : "Applied"}`;
      if (sent > 0 && last) location.assign(last.url.includes("/sign-in") ? last.url : told);
      else say(null);
    }
  } catch { offlineSince ??= Date.now(); say(null); }
  finally { sending = false; }
}
if (store) {
  setInterval(() => { if (readKept().length > 0) sendKept(); }, RETRY);
  addEventListener("online", sendKept);
  addEventListener("offline", () => { offlineSince ??= Date.now(); say(null); });
  say(null);
  sendKept();
}

// ---- pieces found: shown at once and remembered, with or without a network
function lineDone(item, pieces) {
  const form = item.closest("form"), line = item.dataset.line, asked = Number(item.dataset.asked);
  form.elements[`found-${line}`].value = String(pieces);
  item.querySelectorAll(".duo, .sku, .shelf, [popover]").forEach(part => { part.hidden = true; });
  const name = item.querySelector(".nm");
  name.textContent = `${item.dataset.name}, ${pieces} of ${asked}${item.dataset.of}${fates(item)}`;
  const mark = document.createElement("i");
  mark.className = `mark ${pieces >= asked ? "ok" : "risk"}`;
  name.prepend(mark);
  item.classList.add("done");
  const change = document.createElement("button");
  change.type = "button";
  change.className = "btn again";
  change.textContent = "Change";
  change.onclick = () => { change.remove(); lineOpen(item, name); };
  if (!item.querySelector(".again")) name.after(change);
  countOpen(form);
}
function lineOpen(item, name) {
  const form = item.closest("form"), found = JSON.parse(localStorage.getItem(foundKey(form.dataset.job)) ?? "{}");
  delete found[item.dataset.line];
  localStorage.setItem(foundKey(form.dataset.job), JSON.stringify(found));
  form.elements[`found-${item.dataset.line}`].value = "";
  item.querySelectorAll("[hidden]").forEach(part => { part.hidden = false; });
  name.textContent = item.dataset.name;
  item.classList.remove("done");
  countOpen(form);
}
function countOpen(form) {
  const lines = [...form.querySelectorAll("[data-line]")], found = line => form.elements[`found-${line.dataset.line}`].value;
  const open = lines.filter(line => found(line) === "").length;
  const ready = form.querySelector("[data-ready]");
  if (ready) {
    const spoilt = ready.hasAttribute("data-all")
      && lines.some(line => found(line) !== "" && Number(found(line)) + sorted(form, line) !== Number(line.dataset.asked));
    ready.disabled = open > 0 || spoilt;
    ready.classList.toggle("primary", open === 0 && !spoilt);
    ready.textContent = ready.dataset.ready;
    if (open > 0) {
      const why = document.createElement("span");
      why.className = "small";
      why.textContent = open === 1 ? "1 line open" : `${open} lines open`;
      ready.append(why);
    }
  }
}
// Of an inspection: what becomes of pieces of a line that are not as new.
function sorted(form, item) {
  return [...form.elements].filter(field => field.name.startsWith(`to-${item.dataset.line}-`) && !field.name.endsWith("-new"))
    .reduce((sum, field) => sum + Number(field.value), 0);
}
function fates(item) {
  return [...item.querySelectorAll("[data-to]:not([data-to=new])")].filter(field => Number(field.value) > 0)
    .map(field => `, ${Number(field.value)} ${field.dataset.to}`).join("");
}
// What was written of each piece, by its field; null, and said at the first field, where it is not each piece once.
function written(popover, asked) {
  const fields = [...popover.querySelectorAll("[data-to]")], sum = fields.reduce((all, field) => all + Number(field.value), 0);
  fields[0].setCustomValidity(sum === asked ? "" : `Together these are ${sum}; ${asked} were to be looked at.`);
  fields[0].oninput = () => fields[0].setCustomValidity("");
  const wrong = fields.find(field => !field.checkValidity());
  if (wrong) { wrong.focus(); wrong.reportValidity(); wrong.setCustomValidity(""); return null; }
  return Object.fromEntries(fields.map(field => [field.name, field.value]));
}
const foundKey = job => `crossdock.found.${job}`;
document.addEventListener("submit", async event => {
  const form = event.target, button = event.submitter;
  if (!form.matches("[data-keep]")) return;
  const set = button?.matches("[data-set]") ? button.value.split(".") : null;
  if (set && set.length === 2) {
    event.preventDefault();
    const item = form.querySelector(`[data-line="${set[0]}"]`);
    const other = set[1] === "written" ? form.elements[`other-${set[0]}`] : null;
    if (other) {
      if (other.value === "" || !other.checkValidity()) { other.focus(); other.reportValidity(); return; }
      set[1] = other.value;
    }
    const each = set[1] === "sorted" ? written(button.closest("[popover]"), Number(item.dataset.asked)) : undefined;
    if (each === null) return;
    if (each) set[1] = each[`to-${set[0]}-new`];
    else item.querySelectorAll("[data-to]").forEach(field => { field.value = ""; });
    button.closest("[popover]")?.hidePopover();
    const found = JSON.parse(localStorage.getItem(foundKey(form.dataset.job)) ?? "{}");
    found[set[0]] = each ? { pieces: Number(set[1]), each } : Number(set[1]);
    localStorage.setItem(foundKey(form.dataset.job), JSON.stringify(found));
    lineDone(item, Number(set[1]));
    return;
  }
  if (set) { localStorage.removeItem(foundKey(form.dataset.job)); return; }
  event.preventDefault();
  const url = button?.hasAttribute("formaction") ? button.formAction : form.action;
  const fields = [...new FormData(form, button).entries()].map(([name, value]) => [name, String(value)]);
  const label = button?.dataset.label ?? form.dataset.keep;
  form.querySelectorAll("button").forEach(item => { item.disabled = true; });
  try {
    if (readKept().length > 0) throw new Error("earlier acts go first");
    const answer = await send({ url, fields });
    if (form.dataset.job) localStorage.removeItem(foundKey(form.dataset.job));
    location.assign(answer.url);
  } catch {
    keep(new URL(url).pathname, fields, label);
    if (form.dataset.job) localStorage.removeItem(foundKey(form.dataset.job));
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = `Kept on this phone, ${time(Date.now())}`;
    form.append(note);
  }
});
document.querySelectorAll("form[data-job]").forEach(form => {
  const found = JSON.parse(localStorage.getItem(foundKey(form.dataset.job)) ?? "{}");
  for (const [line, pieces] of Object.entries(found)) {
    const item = form.querySelector(`[data-line="${line}"]:not(.done)`);
    for (const [name, value] of Object.entries(pieces.each ?? {})) {
      if (form.elements[name]) form.elements[name].value = value;
    }
    if (item) lineDone(item, pieces.pieces ?? pieces);
  }
});

// ---- a scanner types and presses Enter: what is here is shown at once, the rest is asked of the server
document.addEventListener("submit", event => {
  if (!event.target.matches(".scan")) return;
  const text = event.target.elements.find.value.trim().toLowerCase();
  const item = [...document.querySelectorAll("[data-sku]")]
    .find(line => line.dataset.sku.toLowerCase() === text && !line.classList.contains("done"));
  if (!item) return;
  event.preventDefault();
  event.target.elements.find.value = "";
  item.scrollIntoView({ block: "center" });
  item.querySelector("[data-set]")?.focus();
});
