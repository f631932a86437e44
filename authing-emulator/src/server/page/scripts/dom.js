// Elements of the page. Data from outside is inserted as text, never as HTML.

export const find = (id) => document.getElementById(id);

export function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// Returns a button for the rows of a table. The table listens to the clicks on all of them.
export function rowButton(text, act, name) {
  const button = element("button", text);
  button.type = "button";
  button.dataset.act = act;
  button.setAttribute("aria-label", `${text} ${name}`);
  return button;
}

export function copyButton(name, text) {
  const button = element("button", "Copy");
  button.type = "button";
  button.setAttribute("aria-label", `Copy ${name}`);
  button.addEventListener("click", () => copy(button, text));
  return button;
}

export async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    // Browsers allow copying only on https and on this machine.
    button.textContent = "Not allowed";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
}

// Returns the beginning of a name: there is no limit for names of a seed.
export const short = (name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name);

export const nameOf = (user) => short(user.email || user.username || user.phone || user.nickname || user.id);
