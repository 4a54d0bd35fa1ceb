// The web chat. Every turn is one POST of one event, as docs/machine-interface.md tells.
// All text is put in as text, never as markup.
"use strict";

let WORDS = LABELS.en;  // the labels of the page in the client's language (labels.js)
const SVG = "http://www.w3.org/2000/svg";
const $ = (id) => document.getElementById(id);
const log = $("log"), answer = $("answer"), text = $("text");
const typeLabel = document.querySelector('label[for="text"]');

let chat = "";     // the token of this chat; "" while there is none
let last = null;   // the last result
let panel = null;  // the card that is drawn: {id, shown, key, rows}
let count = 0;

/** An element with attributes and children; strings become text. */
function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** The page itself in a language; what it lacks stays English. */
function speak(lang, dir) {
  WORDS = { ...LABELS.en, ...LABELS[lang] };
  Object.assign(document.documentElement, { lang, dir });
  for (const made of document.querySelectorAll("[data-text]")) made.textContent = WORDS[made.dataset.text];
  for (const made of document.querySelectorAll("[data-name]")) made.setAttribute("aria-label", WORDS[made.dataset.name]);
}

/** A button; the second click of a double click is nobody's answer. */
function button(label, act, attributes = {}) {
  const onclick = (event) => { if (event.detail < 2) act(); };
  return el("button", { type: "button", dir: "auto", onclick, ...attributes }, ...[label].flat());
}

const fill = (words, values) => words.replace(/{(\w+)}/g, (_, name) => values[name]);
const meanwhile = () => fill(WORDS.meanwhile, { say: last ? last.emergency.say : WORDS.local });

// ---- sending: one event at a time, in order, each with an id that is made once ----

const queue = [];
let pumping = false;

/** True while a whole answer or a command is on its way: a second tap is ignored. */
const tapping = () => queue.some((job) => job.once);

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function put(job) {
  queue.push(job);
  busy();
  pump();
}

/** Queue one event of this chat. `extra`: you, once, tick, card (see show). */
function send(event, extra = {}) {
  if (last && last.state === "declined" && !queue.length) begin(true);  // nothing was kept: a new chat
  const id = newId();
  put({ path: "chat/turn", body: () => ({ chat, id, event }), done: show, refused, ...extra });
}

async function pump() {
  if (pumping) return;
  pumping = true;
  while (queue.length) {
    const job = queue[0];
    const [status, result] = await post(job.path, job.body());
    queue.shift();
    if (status === 200) job.done(result, job);
    else job.refused(status, job);
    busy();
  }
  pumping = false;
}

/** POST until there is an answer; the same body again, so nothing counts twice. */
async function post(path, body) {
  const slow = setTimeout(() => say(`${WORDS.sending} ${meanwhile()}`), 1500);
  for (let tries = 0; ; tries++) {
    try {
      const reply = await fetch(path, {
        method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body), credentials: "omit", signal: AbortSignal.timeout?.(20000),
      });
      if (![429, 502, 503, 504].includes(reply.status)) {
        const result = reply.ok ? await reply.json() : null;
        clearTimeout(slow);
        say("");
        return [reply.status, result];
      }
    } catch { /* no connection, or cut off in the middle: again */ }
    clearTimeout(slow);
    say(`${WORDS.again} ${meanwhile()}`);
    await pause(Math.min(500 * 2 ** tries, 15000));
  }
}

/** Wait, but no longer than until the device is online again. */
function pause(time) {
  return new Promise((resume) => {
    setTimeout(resume, time);
    addEventListener("online", resume, { once: true });
  });
}

function refused(status) {
  if (status === 404) closed(WORDS.gone);
  else if (status === 501) unread(chat);
  else say(`${WORDS.failed} ${meanwhile()}`);
}

function say(words) {
  if ($("status").textContent !== words) $("status").textContent = words;
}

function busy() {
  answer.classList.toggle("busy", tapping());
}

// ---- a chat: begin, go on, end ----

const opening = () => ({
  clinic: new URLSearchParams(location.search).get("clinic") || "",
  ref: new URLSearchParams(location.search).get("ref") || "",
  lang: new URLSearchParams(location.search).get("lang") || navigator.language.slice(0, 2),
});

function keep(code) {
  chat = code;
  $("code").textContent = code;
  document.body.classList.toggle("closed", !code);
  try {
    if (code) sessionStorage.setItem("chat", code);
    else sessionStorage.removeItem("chat");
  } catch { /* storage is switched off: the code under More still works */ }
}

/** A new chat; `quiet` shows nothing, since another event follows at once. */
function begin(quiet = false) {
  if (!quiet) clear();
  put({
    path: "chat", body: () => ({ open: opening() }), refused,
    done: (result) => { keep(result.chat); if (quiet) last = result; else show(result, { quiet: true }); },
  });
}

/** Go on with a code: the chat repeats where it is. */
function resume(code, otherwise, quiet) {
  const id = newId();
  put({
    path: "chat/turn", body: () => ({ chat: code, id, event: { open: opening() } }),
    refused: (status) => (status === 501 ? unread(code) : otherwise()),
    done: (result) => { clear(); keep(code); show(result, { quiet }); },
  });
}

function clear() {
  log.replaceChildren();
  answer.replaceChildren();
  panel = last = null;
}

/** The chat is kept, but can't be read for now: its code stays, so that it can be deleted or tried again. */
function unread(code) {
  const words = `${WORDS.unread} ${meanwhile()}`;
  closed(words);
  keep(code);
}

/** The chat is gone: say so, and offer a new one. */
function closed(words) {
  queue.length = 0;
  clear();
  keep("");
  $("progress").textContent = "";
  $("more").open = false;
  log.append(el("p", { class: "msg bot" }, words));
  answer.append(button(WORDS.fresh, () => begin(), { class: "main" }));
  tell(words);
  answer.firstChild.focus();
}

// ---- showing what is said ----

/** Show a result. The card that is drawn stays as it is while it is still the question. */
function show(result, job) {
  const q = result.question;
  const same = panel !== null && panel.id === q.id && panel.shown === q.shown;
  const card = result.replies.filter((reply) => reply.choices.length).pop();
  last = result;
  if (result.lang !== document.documentElement.lang) speak(result.lang, result.dir);
  $("language").hidden = result.languages < 2;
  if (job.you && !(job.tick && same)) you(job.you);
  if (card) log.querySelectorAll(".beside").forEach((old) => old.remove());
  const made = [];
  for (const reply of result.replies) {
    if (reply === card && same) continue;
    made.push(message(reply, q, reply === card));
    log.append(made.at(-1));
    if (reply !== card && reply.choices.length) log.append(beside(reply));
  }
  if (result.file) {
    const link = el("a", { href: result.file, download: "summary.pdf" }, WORDS.file);
    made.push(el("p", { class: "msg bot" }, link));
    log.append(made.at(-1));
  }
  if (result.stopped) {  // this tab still knows the code; whoever closes it does not
    const [before, after] = WORDS.stopCode.split("{code}");
    made.push(el("p", { class: "msg bot" }, before, el("code", { dir: "ltr" }, chat), after));
    log.append(made.at(-1));
  }
  if (card && !same) {
    draw(card, made.at(-1), result);
    // What was ticked or tapped on the card before must not reach this one.
    for (let i = queue.length - 1; i >= 0; i--) {
      if (queue[i].card && queue[i].card !== panel.key) queue.splice(i, 1);
    }
  } else if (panel && panel.rows && !queue.some((waiting) => waiting.tick) && !job.tick) {
    panel.rows.forEach((row, line) => row(result.draft[line] || "no"));
  }
  const asking = ["screen", "story", "pattern", "review"].includes(result.state) && q.kind !== "menu";
  $("progress").textContent = asking
    ? fill(WORDS.place, { n: result.progress.asked + 1, left: result.progress.left }) : "";
  typeLabel.textContent = q.id === "problem" ? WORDS.report : WORDS.type;
  if (!job.quiet) turnTo(made, card && !same);
}

/** Move focus and voice to what is new; what gets the focus is not told a second time. */
function turnTo(made, drawn) {
  const typing = document.activeElement === text;
  const here = made.find((m) => m.classList.contains("urgent"))
    || made.find((m) => m.classList.contains("note"));
  const heading = drawn && log.lastElementChild.querySelector("h2");
  let focus = here || heading || (drawn && !typing ? answer.firstChild : null);
  const told = made.filter((m) => m !== focus && !m.contains(focus) && m.getAttribute("role") !== "alert"
    && !(focus === answer.firstChild && m === log.lastElementChild));
  tell(told.map((m) => m.innerText).join("\n"));
  // What is new stands below the help that stays on top, however high a name and a logo make it.
  document.documentElement.style.setProperty("--help", `${document.querySelector("header").offsetHeight}px`);
  (here || made[0])?.scrollIntoView({ block: drawn || here ? "start" : "nearest" });
  focus?.focus({ preventScroll: true });
}

/** The one live region. */
function tell(words) {
  $("live").textContent = "";
  if (words) setTimeout(() => { $("live").textContent = words; }, 100);
}

function you(words) {
  log.append(el("p", { class: "msg you", dir: "auto" }, words));
}

/** One reply as an element. */
function message(reply, q, isCard) {
  const ending = isCard && q.kind === "menu" && reply.kind !== "ask";
  const kind = reply.kind === "urgent" ? "urgent" : ending ? "result" : reply.kind === "note" ? "note" : "bot";
  const made = el("div", { class: `msg ${kind}`, id: `m${++count}`, dir: "auto" });
  // A checklist's lines are drawn as boxes, so its numbered list is not said twice.
  const lines = new Set(reply.multiple ? q.lines.map((line, i) => `${i + 1}. ${line.label}`) : []);
  const parts = reply.text.split("\n").filter((part) => !lines.has(part));
  if (isCard && kind === "bot" && parts.length === 1 && parts[0].length < 160) made.classList.add("brief");
  if (kind === "urgent") {
    made.setAttribute("role", "alert");
    made.tabIndex = -1;
    made.append(el("h2", {}, ...dialable(parts.shift())));
  } else if (kind === "result") {
    made.append(el("h2", { tabindex: "-1" }, parts.shift()));
  } else if (kind === "note") {
    made.tabIndex = -1;
    made.setAttribute("role", "region");
    made.setAttribute("aria-label", WORDS.note);
  }
  for (const part of parts) {
    if (!part.startsWith("• ")) made.append(el("p", {}, part));
    else {
      if (made.lastElementChild?.tagName !== "UL") made.append(el("ul"));
      made.lastElementChild.append(el("li", {}, part.slice(2)));
    }
  }
  if (kind === "note" || kind === "result") {
    const tools = el("div", { class: "tools" }, button(WORDS.print, () => print(made)));
    if (kind === "note") tools.prepend(button(WORDS.copy, () => copy(made, reply.text)));
    made.append(tools);
  }
  return made;
}

/** The country's emergency number as a link to call it. */
function dialable(words) {
  const number = last ? last.emergency.number : "";
  const at = number ? words.search(new RegExp(`(?<!\\d)${number.replace(/\W/g, "\\$&")}(?!\\d)`)) : -1;
  if (at < 0) return [words];
  const link = el("a", { href: `tel:${number.replace(/[^+\d]/g, "")}` }, number);
  return [words.slice(0, at), link, words.slice(at + number.length)];
}

function print(made) {
  document.body.classList.add("one");
  made.classList.add("printed");
  addEventListener("afterprint", () => {
    document.body.classList.remove("one");
    made.classList.remove("printed");
  }, { once: true });
  window.print();
}

async function copy(made, words) {
  try {
    await navigator.clipboard.writeText(words);
    say(WORDS.copied);
  } catch {
    getSelection().selectAllChildren(made);
    say(WORDS.marked);
  }
}

/** The menu of an emergency that has a question open too: it works until the next card. */
function beside(reply) {
  const press = (choice) => () => {
    if (tapping()) return;
    send({ tap: [choice.id], question: "next" }, { once: true, card: panel.key, you: WORDS.you + choice.label });
  };
  return el("fieldset", { class: "choices beside", "aria-label": WORDS.next },
    ...reply.choices.map((choice) => button(choice.label, press(choice))));
}

// ---- the card that is being asked ----

function draw(reply, said, result) {
  const q = result.question;
  const group = el("fieldset", { tabindex: "-1" });
  if (q.kind === "menu" && reply.kind !== "ask") group.setAttribute("aria-label", WORDS.next);
  else group.setAttribute("aria-labelledby", said.id);
  panel = { id: q.id, shown: q.shown, key: `${q.id} ${q.shown}`, rows: null };
  if (reply.multiple && q.lines.length) checklist(group, reply, q, result.draft);
  else if (q.kind === "country") countries(group, reply);
  else buttons(group, reply, q);
  answer.replaceChildren(group);
  // The second click of a double click must not fall on the next card.
  answer.classList.add("new");
  setTimeout(() => answer.classList.remove("new"), 250);
}

/** Answer the card: whole, and only once. */
function tap(options, words, unsure = []) {
  if (tapping()) return;
  if (last.state === "declined") {  // its menu belongs to a chat that is not kept
    if (options[0] === "restart") begin();
    else send({ [options[0]]: true }, { once: true, you: WORDS.you + words });
    return;
  }
  send({ tap: options, unsure, question: panel.id, shown: panel.shown },
    { once: true, card: panel.key, you: WORDS.you + words });
}

/** A choice with the number that can be typed instead. */
const number = (i, label) => [el("span", { class: "n" }, `${i + 1} `), el("span", {}, label)];

function buttons(group, reply, q) {
  const scale = q.kind === "number" && reply.choices.some((choice) => choice.id === choice.label);
  const numbered = !["number", "menu", "confirm"].includes(q.kind);
  const list = el("div", { class: scale ? "choices scale" : "choices", id: "words", tabindex: "-1" });
  reply.choices.forEach((choice, i) => {
    const label = numbered ? number(i, choice.label) : choice.label;
    list.append(button(label, () => tap([choice.id], choice.label), numbered ? { class: "numbered" } : {}));
  });
  if (reply.picture === "body") {
    const frame = el("div", { class: "picture" });
    group.append(el("a", { href: "#words", class: "skip" }, WORDS.picture), frame);
    picture(frame, reply.choices);
  }
  group.append(list);
}

/** The body, its places as buttons; without it the list in words is enough. */
async function picture(frame, choices) {
  let svg;
  try {
    const reply = await fetch(`body.svg?lang=${last.lang}`, { credentials: "omit" });
    svg = new DOMParser().parseFromString(await reply.text(), "image/svg+xml").documentElement;
    if (!reply.ok || svg.namespaceURI !== SVG) throw new Error("no picture");
  } catch {
    frame.previousSibling.remove();
    frame.remove();
    return;
  }
  svg = document.importNode(svg, true);
  svg.setAttribute("role", "group");  // an "img" would hide its buttons from a screen reader
  svg.setAttribute("aria-label", WORDS.body);
  for (const [i, choice] of choices.entries()) {
    const zone = svg.querySelector(`#zone-${CSS.escape(choice.id)}`);
    if (!zone) continue;
    zone.setAttribute("role", "button");
    zone.setAttribute("tabindex", "0");
    zone.setAttribute("aria-label", `${i + 1} ${choice.label}`);
    zone.addEventListener("click", () => tap([choice.id], choice.label));
    zone.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      tap([choice.id], choice.label);
    });
  }
  frame.append(svg);
}

function countries(group, reply) {
  const other = reply.choices.at(-1);
  // Nothing is chosen beforehand: a wrong country would give a wrong emergency number.
  const select = el("select", { id: "country" }, el("option", { value: "" }, WORDS.pick));
  const pick = () => (select.value ? tap([select.value], select.selectedOptions[0].label) : select.focus());
  for (const choice of reply.choices.slice(0, -1)) select.append(el("option", { value: choice.id }, choice.label));
  group.append(
    el("label", { for: "country" }, WORDS.country),
    el("div", { class: "row" }, select,
      button(WORDS.choose, pick, { class: "main" })),
    el("div", { class: "choices" }, button(other.label, () => tap([other.id], other.label))),
  );
}

/** Lines to tick. Each tick is sent at once, since a warning sign acts at once. */
function checklist(group, reply, q, draft) {
  panel.rows = new Map();
  const values = {};
  const list = el("div", { class: "lines" });
  for (const [i, line] of q.lines.entries()) {
    const box = el("input", { type: "checkbox" });
    const maybe = button(WORDS.unsure, () => set(values[line.id] === "unsure" ? "no" : "unsure"),
      { "aria-label": WORDS.unsureOf + line.label });
    const mark = (value) => {
      values[line.id] = value;
      box.checked = value === "yes";
      maybe.setAttribute("aria-pressed", value === "unsure");
    };
    const set = (value) => {
      if (tapping()) { mark(values[line.id]); return; }  // the card is already on its way
      mark(value);
      send({ tick: { line: line.id, value }, question: q.id, shown: q.shown },
        { tick: true, card: panel.key, you: (value === "unsure" ? WORDS.you + WORDS.unsureOf : WORDS.ticked) + line.label });
    };
    box.addEventListener("change", () => set(box.checked ? "yes" : "no"));
    mark(draft[line.id] || "no");
    panel.rows.set(line.id, mark);
    list.append(el("div", { class: "line" },
      el("label", { dir: "auto" }, box, el("span", {}, ...number(i, line.label))), maybe));
  }
  const chosen = (value) => q.lines.filter((line) => values[line.id] === value);
  const finish = (more = []) => {
    const unsure = chosen("unsure"), labels = [...chosen("yes"), ...more].map((line) => line.label);
    const words = [...labels, ...unsure.map((line) => WORDS.unsureOf + line.label)].join("; ");
    tap([...chosen("yes"), ...more].map((line) => line.id), words || "–", unsure.map((line) => line.id));
  };
  const others = reply.choices.filter((choice) => choice.id !== "unsure" && choice.id !== "none"
    && !q.lines.some((line) => line.id === choice.id));
  const none = reply.choices.filter((choice) => choice.id === "none");
  group.append(list, el("div", { class: "choices" },
    button(WORDS.done, () => finish(), { class: "main" }),
    ...[...others, ...none].map((choice) => button(choice.label, () => finish([choice])))));
}

// ---- the buttons that are always there ----

for (const made of document.querySelectorAll("[data-ask]")) {
  const what = made.dataset.ask, calm = what !== "emergency" && what !== "person";
  made.addEventListener("click", () => {
    if (what === "emergency" && queue.length) say(meanwhile());  // said before any answer comes
    if (!chat) log.append(message({ kind: "urgent", text: meanwhile(), choices: [] }, {}, false));
    else if (!queue.some((job) => job.once && (calm || job.what === what))) {
      send({ [what]: true }, { once: true, what, you: WORDS.asked + made.textContent });
    }
  });
}

$("type").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = text.value.trim();
  if (!words || !chat) return;
  text.value = "";
  you(WORDS.wrote + words);
  send({ say: words, shown: panel ? panel.shown : "" });
});

$("resume").addEventListener("submit", (event) => {
  event.preventDefault();
  const code = $("other").value.trim();
  if (code) resume(code, () => say(WORDS.unknown), false);
});

$("copy").addEventListener("click", () => copy($("code"), chat));

$("data").addEventListener("click", () => put({
  path: "chat/data", body: () => ({ chat }), refused,
  done: (held) => {
    const file = URL.createObjectURL(new Blob([JSON.stringify(held, null, 1)], { type: "application/json" }));
    el("a", { href: file, download: "si-screen-data.json" }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60000);
    say(WORDS.saved);
  },
}));

$("forget").addEventListener("click", () => $("sure").showModal());
$("keep").addEventListener("click", () => $("sure").close());
$("delete").addEventListener("click", () => {
  $("sure").close();
  put({ path: "chat/forget", body: () => ({ chat }), refused, done: (result) => closed([
    result.reports ? fill(WORDS.reported, { codes: result.reports.join(", ") }) : WORDS.forgotten,
    ...(result.readers ? [fill(WORDS.readers, { names: result.readers.join(", ") })] : []),
  ].join(" ")) });
});

// ---- in a frame on a clinic's page (embed.js): it learns that the chat is there, and when to close it ----

const page = new URLSearchParams(location.search).get("on") || "";
if (page && parent !== window) {
  const tell = (what) => parent.postMessage({ siScreen: 1, what }, page);
  document.body.classList.add("framed");
  addEventListener("keydown", (event) => { if (event.key === "Escape" && !$("sure").open) tell("close"); });
  addEventListener("message", (event) => {
    if (event.origin === page && event.data && event.data.siScreen === 1 && event.data.what === "shown") text.focus({ preventScroll: true });
  });
  tell("ready");
}

document.body.classList.remove("off");
let held = "";
try { held = sessionStorage.getItem("chat") || ""; } catch { /* switched off */ }
if (held) resume(held, () => begin(), true);
else begin();
