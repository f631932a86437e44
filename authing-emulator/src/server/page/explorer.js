// Sends a document as a program would, with no token, the owner's token, or a new token of a user.

const find = (id) => document.getElementById(id);

const FIELDS = `{ __schema { queryType { ...Fields } mutationType { ...Fields } } }
fragment Fields on __Type { name fields { name description type { ...Type } args { name type { ...Type } } } }
fragment Type on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`;

async function send(url, query, variables, token) {
  const headers = { "content-type": "application/json" };
  if (token) headers.authorization = `Bearer ${token}`;
  const body = JSON.stringify({ query, variables });
  return fetch(url, { method: "POST", headers, body });
}

// The page sends its own requests where nothing is recorded and no fault applies.
async function data(query, variables, token) {
  const { data: found, errors } = await (await send("/page/graphql", query, variables, token)).json();
  if (errors) throw new Error(JSON.stringify(errors[0].message));
  return found;
}

async function state() {
  return (await fetch("/page/state")).json();
}

async function tokenOf(choice) {
  if (!choice) return null;
  const { userPoolId: id, secret } = await state();
  const asked = "query($secret: String, $id: String) { token: getAccessTokenByAppSecret(secret: $secret, clientId: $id) }";
  const { token: owner } = await data(asked, { secret, id });
  if (choice === "owner") return owner;
  const refreshed = "mutation($id: String!, $user: String!) { refreshToken(client: $id, user: $user) { token } }";
  return (await data(refreshed, { id, user: choice }, owner)).refreshToken.token;
}

async function run() {
  const [output, status] = [find("response"), find("response-status")];
  output.textContent = "";
  status.textContent = "running…";
  try {
    const variables = JSON.parse(find("variables").value || "{}");
    const token = await tokenOf(find("token").value);
    const response = await send("/graphql", find("document").value, variables, token);
    status.textContent = `status ${response.status}`;
    const text = await response.text();
    try {
      output.textContent = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      output.textContent = text;
    }
  } catch (error) {
    status.textContent = "not sent";
    output.textContent = error instanceof SyntaxError ? `The variables are not valid JSON: ${error.message}` : String(error);
  }
}

const written = ({ kind, name, ofType }) =>
  kind === "NON_NULL" ? `${written(ofType)}!` : kind === "LIST" ? `[${written(ofType)}]` : name;

const named = (type) => (type.ofType ? named(type.ofType) : type);

// Returns a document that selects the field, with a variable for each argument.
function skeleton(root, { name, args, type }) {
  const declared = args.map((arg) => `$${arg.name}: ${written(arg.type)}`).join(", ");
  const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(", ");
  const selection = named(type).kind === "OBJECT" ? " {\n    __typename\n  }" : "";
  return `${root}${declared && ` (${declared})`} {\n  ${name}${given && `(${given})`}${selection}\n}`;
}

function notSupported() {
  const note = document.createElement("span");
  note.className = "badge";
  note.textContent = "not supported";
  return note;
}

function listFields(schema, supported) {
  const items = [["query", schema.queryType], ["mutation", schema.mutationType]].flatMap(([root, type]) =>
    type.fields.map((field) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `${root} ${field.name}`;
      if (!supported.has(`${type.name}.${field.name}`)) button.append(" ", notSupported());
      button.title = field.description ?? "";
      button.addEventListener("click", () => {
        find("document").value = skeleton(root, field);
        find("variables").value = JSON.stringify(Object.fromEntries(field.args.map((arg) => [arg.name, null])), null, 2);
        find("document").focus();
      });
      const item = document.createElement("li");
      item.append(button);
      return item;
    }));
  find("fields").replaceChildren(...items);
}

function filter() {
  const wanted = find("fields-filter").value.trim().toLowerCase();
  for (const item of find("fields").children) item.hidden = !item.textContent.toLowerCase().includes(wanted);
}

async function start() {
  const { userPoolId, users } = await state();
  find("document").value = "query ($pool: String) {\n  users(registerInClient: $pool) {\n    totalCount\n    list {\n      _id\n      email\n    }\n  }\n}";
  find("variables").value = JSON.stringify({ pool: userPoolId }, null, 2);
  find("token").value = "owner";
  for (const user of users) {
    const option = document.createElement("option");
    option.value = user.id;
    option.textContent = `user ${user.email ?? user.username ?? user.phone ?? user.id}`;
    find("token").append(option);
  }
  const supported = new Set(await (await fetch("/page/supported")).json());
  listFields((await data(FIELDS)).__schema, supported);
}

find("ask").addEventListener("submit", (event) => { event.preventDefault(); run(); });
find("ask").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
});
find("fields-filter").addEventListener("input", filter);
start();
