// Polls the state and shows its changes. Polling also survives a restart of the emulator.

import { showControls } from "./controls.js";
import { copy, copyButton, element, find } from "./dom.js";
import { showRequests } from "./requests.js";
import { fill } from "./table.js";
import { showUsers } from "./users.js";

const INTERVAL = 1000;
const PATIENCE = 5000;

const shownConnection = { written: "" };

function showConnection(state) {
  const { endpoints, userPoolId, secret, publicKey, v2, rust, python } = state;
  const apps = [["App id (v2)", v2.appId], ["App secret (v2)", v2.appSecret], ["App MFA (v2)", v2.appMfa]];
  const entries = [["User pool id", userPoolId], ["Secret", secret], ...endpoints, ...apps];
  const written = JSON.stringify([entries, publicKey]);
  if (written === shownConnection.written) return;
  shownConnection.written = written;
  find("connection").replaceChildren(...entries.map(([name, value]) => {
    const entry = element("div");
    const description = element("dd");
    description.append(element("code", value), copyButton(name, value));
    entry.append(element("dt", name), description);
    return entry;
  }));
  find("rust").textContent = rust;
  find("python").textContent = python;
  find("key").textContent = publicKey;
}

function messageCells(message) {
  const code = element("td", "", "nowrap");
  code.append(element("strong", message.code, "code"), copyButton("code", message.code));
  const sent = element("td", new Date(message.sentAt * 1000).toLocaleTimeString(), "nowrap dim");
  return [code, element("td", message.to), element("td", message.purpose), element("td", message.kind), sent];
}

function show(state) {
  const { users, messages, requests } = state;
  showConnection(state);
  showControls(state);
  showUsers(users);
  // A message has no id and its position changes, so its key is its content.
  fill(find("messages"), messages, (message) => `${message.sentAt} ${message.to} ${message.code}`, messageCells);
  showRequests(requests);
  count("users", users.length, state.usersInAll);
  count("messages", messages.length, state.messagesInAll);
  count("requests", requests.length, state.requestsInAll);
}

function count(what, shown, all) {
  find(`${what}-count`).textContent = all > shown ? `newest ${shown} of ${all}` : shown || "";
}

function say(text, className) {
  const status = find("status");
  // A repeated text would be read out again by screen readers.
  if (status.textContent !== text) status.textContent = text;
  status.className = className;
}

async function ask() {
  try {
    const response = await fetch("/page/state", { signal: AbortSignal.timeout(PATIENCE), cache: "no-store" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    show(await response.json());
    say("live", "live");
  } catch {
    say("no response: retrying", "lost");
  }
}

async function watch() {
  let changed = false;
  document.addEventListener("changed", () => { changed = true; });
  for (;;) {
    changed = false;
    if (!document.hidden) await ask();
    // What was changed meanwhile may be missing.
    if (!changed) await pause();
  }
}

// Waits for the next poll, which is now if this page has changed something or is shown again.
function pause() {
  return new Promise((resume) => {
    const ended = new AbortController();
    const end = () => { ended.abort(); clearTimeout(timer); resume(); };
    const timer = setTimeout(end, INTERVAL);
    for (const event of ["visibilitychange", "changed"]) document.addEventListener(event, end, { signal: ended.signal });
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = find(button.dataset.copy);
  button.setAttribute("aria-label", `Copy ${source.getAttribute("aria-label")}`);
  button.addEventListener("click", () => copy(button, source.textContent));
}
watch();
