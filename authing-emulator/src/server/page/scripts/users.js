// The users, and what can be done with them.

import { act, confirm, open, say, send } from "./acts.js";
import { element, find, nameOf, rowButton, short } from "./dom.js";
import { fill } from "./table.js";

const FIELDS = ["email", "phone", "username", "nickname", "password"];

const note = find("users-note");

export function showUsers(users) {
  fill(find("users"), users, (user) => user.id, cells);
}

function cells(user) {
  const name = element("td", short(user.username ?? ""), "name");
  if (user.nickname) name.append(" ", element("span", short(user.nickname), "dim"));
  const state = element("td");
  if (user.blocked) state.append(element("span", "locked", "bad badge"));
  const acts = element("td", "", "acts");
  const who = nameOf(user);
  acts.append(
    rowButton("Edit", "edit", who), rowButton(user.blocked ? "Unlock" : "Lock", "lock", who),
    rowButton("Log out", "logOut", who), rowButton("Delete", "remove", who),
  );
  return [
    name, element("td", short(user.email ?? ""), "name"), element("td", user.phone ?? ""),
    element("td", user.logins, "number"), state, element("td", user.id, "code"), acts,
  ];
}

const ACTS = {
  edit: (user) => openForm(user),
  lock(user) {
    const done = `${nameOf(user)} is ${user.blocked ? "unlocked" : "locked: logins are rejected with 2005"}.`;
    act(note, done, () => send("PATCH", `users/${user.id}`, { blocked: !user.blocked }));
  },
  logOut(user) {
    confirm(`Log out ${nameOf(user)}?`, "All tokens of the user become void.", "Log out", async () => {
      await send("DELETE", `users/${user.id}/tokens`);
      say(note, `${nameOf(user)} is logged out: the user's tokens are void.`);
    });
  },
  remove(user) {
    confirm(`Delete ${nameOf(user)}?`, "The user and all data of the user are lost.", "Delete", async () => {
      await send("DELETE", `users/${user.id}`);
      say(note, `${nameOf(user)} is deleted.`);
      // The row, to whose button the focus would return, is gone.
      find("confirm").addEventListener("close", () => find("add-user").focus(), { once: true });
    });
  },
};

// Opens the form for a user, or for a new one.
function openForm(user) {
  const dialog = find("user");
  const form = dialog.querySelector("form");
  for (const field of FIELDS) form.elements[field].value = user?.[field] ?? "";
  find("user-heading").textContent = user ? `Edit ${nameOf(user)}` : "Add a user";
  find("user-password-hint").textContent = user ? "Empty: the password stays." : "Optional: a user can also log in with codes.";
  open(dialog, async (data) => {
    const changed = FIELDS.filter((field) => data.get(field) !== (user?.[field] ?? ""));
    const body = Object.fromEntries(changed.map((field) => [field, data.get(field)]));
    if (user) await send("PATCH", `users/${user.id}`, body);
    else await send("POST", "users", body);
    say(note, user ? `${nameOf(user)} is changed.` : `${nameOf(body)} is added.`);
  });
}

find("add-user").addEventListener("click", () => openForm());
find("users").addEventListener("click", ({ target }) => {
  const button = target.closest("[data-act]");
  if (button) ACTS[button.dataset.act](button.closest("tr").item);
});
