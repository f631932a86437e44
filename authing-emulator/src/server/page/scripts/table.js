// Tables that are updated while somebody reads them.

import { element } from "./dom.js";

// Shows the items. Rows and cells that have not changed stay in place, with their selection, focus and scroll position.
export function fill(body, items, key, cells) {
  const names = headers(body);
  const before = new Map([...body.rows].map((row) => [row.dataset.key, row]));
  const times = new Map();
  const rows = items.map((item) => {
    // Two items may have the same key: two equal messages of one second.
    const nth = times.get(key(item)) ?? 0;
    times.set(key(item), nth + 1);
    const row = before.get(`${key(item)} ${nth}`) ?? rowOf(`${key(item)} ${nth}`);
    update(row, item, cells, names);
    return row;
  });
  if (rows.length === 0) rows.push(before.get("none") ?? emptyRow(body, names.length));
  for (const row of before.values()) if (!rows.includes(row)) row.remove();
  rows.forEach((row, index) => {
    if (body.rows[index] !== row) body.insertBefore(row, body.rows[index] ?? null);
  });
}

// Returns the names of the columns. On small screens rows are shown as cards, with these names. A table that is not displayed as
// one is a table for screen readers only with roles.
function headers(body) {
  const table = body.closest("table");
  const [row] = table.tHead.rows;
  if (!table.hasAttribute("role")) {
    table.setAttribute("role", "table");
    for (const group of [table.tHead, body]) group.setAttribute("role", "rowgroup");
    row.setAttribute("role", "row");
    for (const cell of row.cells) cell.setAttribute("role", "columnheader");
  }
  return [...row.cells].map((cell) => cell.textContent);
}

function rowOf(key) {
  const row = element("tr");
  row.dataset.key = key;
  row.setAttribute("role", "row");
  return row;
}

function emptyRow(body, columns) {
  const row = rowOf("none");
  const cell = element("td", body.dataset.empty, "empty");
  cell.setAttribute("role", "cell");
  cell.colSpan = columns;
  row.append(cell);
  return row;
}

function update(row, item, cells, names) {
  const written = JSON.stringify(item);
  if (row.written === written) return;
  row.written = written;
  row.item = item;
  const made = cells(item);
  made.forEach((cell, index) => {
    cell.setAttribute("role", "cell");
    if (made.length === names.length) cell.dataset.label = names[index];
    const old = row.cells[index];
    if (!old) row.append(cell);
    else if (!old.isEqualNode(cell)) replace(old, cell);
  });
}

function replace(old, cell) {
  const { act } = old.contains(document.activeElement) ? document.activeElement.dataset : {};
  old.replaceWith(cell);
  if (act) cell.querySelector(`[data-act="${act}"]`)?.focus();
}
