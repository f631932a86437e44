// The clock, the faults, and the way back to the seed.

import { act, confirm, say, send } from "./acts.js";
import { element, find } from "./dom.js";

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

const fault = find("fault");

export function showControls({ time, aheadSeconds, faults }) {
  find("time").textContent = time;
  find("ahead").textContent = aheadSeconds === 0 ? "" : `, ${duration(aheadSeconds)} ahead`;
  find("clock-reset").hidden = aheadSeconds === 0;
  find("faults-clear").hidden = faults.length === 0;
  const queued = faults.map(described);
  const list = find("faults");
  // Unchanged texts stay in place, and selected.
  if (JSON.stringify(queued) === list.dataset.written) return;
  list.dataset.written = JSON.stringify(queued);
  list.replaceChildren(...queued.map((text) => element("li", text)));
}

// Returns the two greatest units of a time.
function duration(seconds) {
  const parts = [];
  for (const [unit, length] of UNITS) {
    const count = Math.floor(seconds / length);
    seconds %= length;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? "" : "s"}`);
  }
  return parts.slice(0, 2).join(" ");
}

function described({ kind, on, times, untilCleared, ...rest }) {
  const names = Object.entries(rest).map(([name, value]) => `${name} ${value}`);
  const which = on ? ` named ${on}` : "";
  const count = untilCleared ? `all requests${which}` : times === 1 ? `the next request${which}` : `the next ${times} requests${which}`;
  return `${[kind, ...names].join(", ")}: ${count}`;
}

// Shows the fields of the selected kind of fault.
function showFields() {
  for (const field of fault.querySelectorAll("[data-kinds]")) {
    field.hidden = !field.dataset.kinds.split(" ").includes(fault.elements.kind.value);
    // A field that nobody sees must not be required.
    field.querySelector("input").disabled = field.hidden;
  }
}

// Returns the fault that the form describes. Empty fields are left out.
function faultOf() {
  const given = [...fault.elements].filter((field) => field.name && !field.disabled);
  const entries = given.map((field) => {
    if (field.type === "checkbox") return [field.name, field.checked || ""];
    return [field.name, field.type === "number" && field.value ? Number(field.value) : field.value];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

fault.elements.kind.addEventListener("change", showFields);
fault.addEventListener("submit", (event) => {
  event.preventDefault();
  act(find("fault-note"), "The fault is queued.", () => send("POST", "faults", faultOf()));
});
find("faults-clear").addEventListener("click", () => {
  act(find("fault-note"), "No fault is queued.", () => send("DELETE", "faults"));
  fault.elements.kind.focus();
});

find("clock").addEventListener("submit", (event) => {
  event.preventDefault();
  const { amount, unit } = event.target.elements;
  const advanceSeconds = Number(amount.value) * Number(unit.value);
  act(find("clock-note"), `The clock is moved ${duration(advanceSeconds)} ahead.`, () => send("POST", "clock", { advanceSeconds }));
});
find("clock-reset").addEventListener("click", () => {
  act(find("clock-note"), "The clock is reset.", () => send("DELETE", "clock"));
  // The button disappears.
  find("clock").elements.amount.focus();
});

find("clear").addEventListener("click", () => {
  const consequence = "All users, messages, requests and faults are lost, and the clock is reset. The emulator is as it was at its start, with the contents of its seed.";
  confirm("Clear all?", consequence, "Clear all", async () => {
    await send("DELETE", "state");
    say(find("clear-note"), "The emulator is as it was at its start.");
  });
});

showFields();
