// Sends a document as a program would, with no token, the owner's token, or a new token of a user.

import { element, find, nameOf } from "./dom.js";
import { INTROSPECTION, Schema } from "./schema.js";

// The path of each API below those of the emulator, a first document, and the documents that get tokens.
const APIS = {
  legacy: {
    path: "",
    document: "query ($pool: String) {\n  users(registerInClient: $pool) {\n    totalCount\n    list {\n      _id\n      email\n    }\n  }\n}",
    variables: ({ userPoolId: pool }) => ({ pool }),
    owner: "query($secret: String, $pool: String) { token: getAccessTokenByAppSecret(secret: $secret, clientId: $pool) }",
    user: "mutation($pool: String!, $user: String!) { refreshToken(client: $pool, user: $user) { token } }",
  },
  v2: {
    path: "/v2",
    document: "{\n  users {\n    totalCount\n    list {\n      id\n      email\n    }\n  }\n}",
    variables: () => ({}),
    owner: "query($secret: String!, $pool: String!) { accessToken(userPoolId: $pool, secret: $secret) { token: accessToken } }",
    user: "mutation($user: String) { refreshToken(id: $user) { token } }",
  },
};

// The selected API with its schema, the emulator's state, and the field whose document was filled in.
const now = { api: APIS.legacy, schema: null, state: null, field: null };

function send(url, query, variables, token) {
  const { userPoolId, v2 } = now.state;
  const headers = { "content-type": "application/json" };
  // The SDKs of the v2 API name the pool and the app in every request.
  if (now.api === APIS.v2) Object.assign(headers, { "x-authing-userpool-id": userPoolId, "x-authing-app-id": v2.appId });
  if (token) headers.authorization = `Bearer ${token}`;
  return fetch(url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
}

// The page sends its own requests where nothing is recorded and no fault applies.
async function data(query, variables, token) {
  const response = await send(`/page/graphql${now.api.path}`, query, variables, token);
  const { data: found, errors } = await response.json();
  if (errors) throw new Error(errors[0].message.message ?? errors[0].message);
  return found;
}

// Returns the first token in a response.
const tokenIn = ({ token, ...rest }) => token ?? Object.values(rest)[0].token;

async function tokenOf(choice) {
  if (!choice) return null;
  now.state = await json("/page/state");
  const { userPoolId: pool, secret } = now.state;
  const owner = tokenIn(await data(now.api.owner, { secret, pool }));
  if (choice === "owner") return owner;
  const variables = now.api === APIS.v2 ? { user: choice } : { user: choice, pool };
  return tokenIn(await data(now.api.user, variables, owner));
}

async function run() {
  const [output, status] = [find("response"), find("response-status")];
  output.textContent = "";
  status.textContent = "running…";
  try {
    const variables = variablesIn();
    const token = await tokenOf(find("token").value);
    const response = await send(`/graphql${now.api.path}`, find("document").value, variables, token);
    status.textContent = `status ${response.status}`;
    const text = await response.text();
    try {
      output.textContent = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      output.textContent = text;
    }
  } catch (error) {
    status.textContent = "not sent";
    output.textContent = error instanceof SyntaxError ? `The variables are not valid JSON: ${error.message}` : error.message;
  }
}

const json = async (url) => (await fetch(url)).json();

const variablesIn = () => JSON.parse(find("variables").value || "{}");

// Fills in a document. The response of the one before is gone.
function load(document, variables, field) {
  now.field = field;
  find("document").value = document;
  find("response").textContent = "";
  find("response-status").textContent = "";
  setVariables(variables);
}

function setVariables(variables) {
  find("variables").value = JSON.stringify(variables, null, 2);
  showOptional();
}

// Lists the arguments and members that are left out. A null in their place could clear what a user has.
function showOptional() {
  let missing = [];
  try {
    if (now.field) missing = now.schema.missing(now.field.args, variablesIn());
  } catch {
    // The variables are being written.
    return;
  }
  find("optional").replaceChildren(...missing.map(({ member, path, label }) => {
    const button = element("button", label);
    button.type = "button";
    button.addEventListener("click", () => add(member, path));
    return button;
  }));
  find("optional-part").hidden = missing.length === 0;
}

function add(member, path) {
  const variables = variablesIn();
  const parent = path.slice(0, -1).reduce((object, name) => object[name], variables);
  parent[member.name] = now.schema.placeholder(member, known());
  setVariables(variables);
  show(find("variables"));
}

// Goes to the beginning of a text.
function show(field) {
  field.setSelectionRange(0, 0);
  field.scrollTop = 0;
  field.focus();
}

// The values that are not placeholders.
const known = () => ({ registerInClient: now.state.userPoolId, userPoolId: now.state.userPoolId });

function listFields(supported) {
  find("fields").replaceChildren(...now.schema.fields().map(({ kind, field, path }) => {
    const button = element("button", `${kind} ${field.name}`);
    button.type = "button";
    button.title = field.description ?? "";
    button.addEventListener("click", () => {
      load(now.schema.document(kind, field), now.schema.required(field.args, known()), field);
      show(find("document"));
    });
    const item = element("li");
    if (!supported.has(path)) {
      item.dataset.unsupported = "";
      button.append(" ", element("span", "not supported", "badge"));
    }
    item.append(button);
    return item;
  }));
  filter();
}

function filter() {
  const wanted = find("fields-filter").value.trim().toLowerCase();
  const all = find("fields-all").checked;
  for (const item of find("fields").children) {
    item.hidden = !item.textContent.toLowerCase().includes(wanted) || (!all && "unsupported" in item.dataset);
  }
}

// Shows an API, with a document that works.
async function choose(name) {
  const api = APIS[name];
  Object.assign(now, { api, field: null });
  // The fields of the API before must not be clicked any more.
  find("fields").replaceChildren();
  now.state = await json("/page/state");
  // Another API may have been selected meanwhile.
  if (now.api !== api) return;
  load(api.document, api.variables(now.state), null);
  const [schema, supported] = await Promise.all([data(INTROSPECTION), json(`/page/supported${api.path}`)]);
  if (now.api !== api) return;
  now.schema = new Schema(schema);
  listFields(new Set(supported));
}

async function start() {
  await choose(find("api").value);
  find("token").value = "owner";
  for (const user of now.state.users) {
    const option = element("option", `user ${nameOf(user)}`);
    option.value = user.id;
    find("token").append(option);
  }
}

find("ask").addEventListener("submit", (event) => { event.preventDefault(); run(); });
find("ask").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
});
find("variables").addEventListener("input", showOptional);
find("api").addEventListener("change", ({ target }) => choose(target.value));
find("fields-filter").addEventListener("input", filter);
find("fields-all").addEventListener("change", filter);
start();
