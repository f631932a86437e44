// Acts on the emulator through its operator endpoints, as a test suite does, and says in the page what has come of it.

// Sends a change. An error has the emulator's message.
export async function send(method, path, body) {
  const request = { method };
  if (body !== undefined) {
    request.headers = { "content-type": "application/json" };
    request.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(`/operator/${path}`, request);
  } catch {
    throw new Error("The emulator does not respond.");
  }
  const { message, ...data } = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(message ?? `The emulator responded with status ${response.status}.`);
  document.dispatchEvent(new Event("changed"));
  return data;
}

// Acts, and shows the result, or the error, in this element.
export async function act(note, done, work) {
  try {
    const data = await work();
    say(note, [done, ...(data?.warnings ?? [])].join(" "));
  } catch (error) {
    say(note, error.message, "bad");
  }
}

export function say(note, text, className = "") {
  note.textContent = text;
  note.className = `note ${className}`;
}

// Opens a dialog that acts when its form is submitted. It stays open if that fails, and shows the error.
export function open(dialog, work) {
  const form = dialog.querySelector("form");
  const alert = dialog.querySelector("[role=alert]");
  let busy = false;
  alert.textContent = "";
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    alert.textContent = "";
    try {
      await work(new FormData(form));
      dialog.close();
    } catch (error) {
      alert.textContent = error.message;
    }
    busy = false;
  };
  dialog.showModal();
}

// Asks before something is lost.
export function confirm(question, consequence, label, work) {
  const dialog = document.getElementById("confirm");
  document.getElementById("confirm-heading").textContent = question;
  document.getElementById("confirm-text").textContent = consequence;
  dialog.querySelector("[type=submit]").textContent = label;
  open(dialog, work);
}

for (const dialog of document.querySelectorAll("dialog")) {
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
}
