// Polls the state and shows its changes. Data from outside is inserted as text, never as HTML. Polling also survives a
// restart of the emulator.

const INTERVAL = 1000;
const PATIENCE = 5000;

const find = (id) => document.getElementById(id);

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function copyButton(name, text) {
  const button = element("button", "Copy");
  button.type = "button";
  button.setAttribute("aria-label", `Copy ${name}`);
  button.addEventListener("click", () => copy(button, text));
  return button;
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    // Browsers allow copying only on https and on this machine.
    button.textContent = "Not allowed";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
}

// Fills a table. Unchanged rows stay in place, with their open details and selection.
function fill(body, items, key, cells) {
  const before = new Map([...body.rows].map((row) => [row.dataset.key, row]));
  const rows = items.map((item) => {
    const written = JSON.stringify(item);
    const old = before.get(String(key(item)));
    if (old?.written === written) return old;
    const row = element("tr");
    row.dataset.key = key(item);
    row.written = written;
    row.append(...cells(item));
    return row;
  });
  if (rows.length === 0) {
    const cell = element("td", body.dataset.empty, "empty");
    cell.colSpan = 9;
    const row = element("tr");
    row.append(cell);
    rows.push(row);
  }
  const same = rows.length === body.rows.length && rows.every((row, index) => row === body.rows[index]);
  if (!same) body.replaceChildren(...rows);
}

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

function timeCell(time) {
  return element("td", new Date(time).toLocaleTimeString(), "nowrap dim spare");
}

function userCells(user) {
  const state = element("td");
  if (user.blocked) state.append(element("span", "blocked", "bad badge"));
  return [
    element("td", user.username ?? ""), element("td", user.email ?? ""), element("td", user.phone ?? ""),
    element("td", user.logins, "number"), state, element("td", user.id, "code spare"),
  ];
}

function messageCells(message) {
  const code = element("td", "", "nowrap");
  code.append(element("strong", message.code, "code"), copyButton("code", message.code));
  return [code, element("td", message.to), element("td", message.purpose), element("td", message.kind, "spare"), timeCell(message.sentAt * 1000)];
}

function requestCells(request) {
  const name = request.operationName ?? request.rootFields.join(", ");
  const what = element("td");
  if (name) {
    what.append(element("strong", name), " ");
    const fields = request.rootFields.join(", ");
    if (fields !== name) what.append(element("span", fields, "dim"));
  } else {
    what.append(element("strong", request.method), " ", element("span", request.path, "code"));
  }
  const status = element("td", request.status ?? "–", "number");
  if (request.status === null || request.status >= 400) status.classList.add("bad");
  // Errors of the schema, and of operations that are not supported, have no code.
  const code = request.code ?? (request.hasErrors ? "error" : "");
  const failed = request.hasErrors || (request.code !== null && request.code !== 200);
  const time = request.micros === null ? "…" : `${(request.micros / 1000).toFixed(1)} ms`;
  return [
    element("td", request.number, "number dim spare"), timeCell(request.receivedAt), what,
    element("td", request.token, request.token === "invalid" ? "bad spare" : "spare"),
    status, element("td", code, failed ? "number bad" : "number"), element("td", time, "number spare"),
    element("td", request.fault?.kind ?? "", "bad spare"), sentCell(request),
  ];
}

function sentCell(request) {
  const cell = element("td");
  if (request.document === null) return cell;
  const details = element("details");
  const variables = JSON.stringify(request.variables, null, 2);
  details.append(element("summary", "show"), element("pre", `${variables}\n\n${request.document}`));
  cell.append(details);
  return cell;
}

function show(state) {
  showConnection(state);
  fill(find("users"), state.users, (user) => user.id, userCells);
  // A message has no id and its position changes, so its key is its content.
  const { messages } = state;
  fill(find("messages"), messages, (message) => `${message.sentAt} ${message.to} ${message.code}`, messageCells);
  fill(find("requests"), state.requests, (request) => request.number, requestCells);
  count("users", state.users.length, state.usersInAll);
  count("messages", messages.length);
  count("requests", state.requests.length, state.requests[0]?.number ?? 0);
  find("time").textContent = state.time;
}

function count(what, shown, all = shown) {
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
  for (;;) {
    if (!document.hidden) await ask();
    await new Promise((resume) => {
      const timer = setTimeout(resume, INTERVAL);
      document.addEventListener("visibilitychange", () => { clearTimeout(timer); resume(); }, { once: true });
    });
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = find(button.dataset.copy);
  button.setAttribute("aria-label", `Copy ${source.getAttribute("aria-label")}`);
  button.addEventListener("click", () => copy(button, source.textContent));
}
watch();
