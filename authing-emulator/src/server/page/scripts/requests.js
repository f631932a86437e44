// The requests, and the details of those that are open.

import { element, find, rowButton } from "./dom.js";
import { fill } from "./table.js";

const COLUMNS = 9;

// The numbers of the requests whose details are open.
const opened = new Set();
let shown = [];

export function showRequests(requests) {
  shown = requests;
  // The numbers begin again when the emulator is restarted.
  for (const number of opened) if (!requests.some((request) => request.number === number)) opened.delete(number);
  const rows = requests.flatMap((request) => {
    const isOpen = opened.has(request.number);
    const row = { request, isOpen, isDetails: false };
    return isOpen ? [row, { request, isOpen, isDetails: true }] : [row];
  });
  fill(find("requests"), rows, ({ request, isDetails }) => `${request.number} ${isDetails}`, cells);
}

const cells = ({ request, isOpen, isDetails }) => (isDetails ? [details(request)] : summary(request, isOpen));

const failed = (request) => request.hasErrors || (request.code !== null && request.code !== 200);

// Errors of the schema, and of operations that are not supported, have no code.
const codeOf = (request) => request.code ?? (request.hasErrors ? "error" : "");

const timeOf = (request) => (request.micros === null ? "…" : `${(request.micros / 1000).toFixed(1)} ms`);

function summary(request, isOpen) {
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
  const button = rowButton("Details", "details", `of request ${request.number}`);
  button.setAttribute("aria-expanded", isOpen);
  if (isOpen) button.setAttribute("aria-controls", `details-${request.number}`);
  const acts = element("td", "", "acts");
  acts.append(button);
  return [
    element("td", request.number, "number dim"), element("td", new Date(request.receivedAt).toLocaleTimeString(), "nowrap dim"),
    what, element("td", request.token, request.token === "invalid" ? "bad" : ""), status,
    element("td", codeOf(request), failed(request) ? "number bad" : "number"), element("td", timeOf(request), "number"),
    element("td", request.fault?.kind ?? "", "bad"), acts,
  ];
}

function details(request) {
  const cell = element("td", "", "details");
  cell.colSpan = COLUMNS;
  cell.id = `details-${request.number}`;
  const facts = [["Request", `${request.method} ${request.path}`], ["Response", responseOf(request)]];
  if (request.fault) facts.push(["Fault", JSON.stringify(request.fault)]);
  const list = element("dl");
  for (const [name, text] of facts) {
    const entry = element("div");
    const value = element("dd");
    value.append(element("code", text));
    entry.append(element("dt", name), value);
    list.append(entry);
  }
  cell.append(list);
  if (request.document !== null) {
    cell.append(...text("Variables", JSON.stringify(request.variables, null, 2)), ...text("Document", request.document));
  }
  return cell;
}

function responseOf(request) {
  if (request.status === null) return request.micros === null ? "none yet" : "none: the connection was closed";
  const code = codeOf(request);
  return `status ${request.status}${code === "" ? "" : `, code ${code}`}, after ${timeOf(request)}`;
}

function text(name, content) {
  const block = element("pre", content);
  block.tabIndex = 0;
  block.setAttribute("role", "group");
  block.setAttribute("aria-label", name);
  return [element("h3", name), block];
}

find("requests").addEventListener("click", ({ target }) => {
  const button = target.closest("[data-act]");
  if (!button) return;
  const { number } = button.closest("tr").item.request;
  if (!opened.delete(number)) opened.add(number);
  showRequests(shown);
});
