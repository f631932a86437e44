// Documents and variables for the root fields of a schema, from its introspection.

export const INTROSPECTION = `{ __schema { queryType { name } mutationType { name } types {
  kind name enumValues { name } inputFields { name defaultValue type { ...Type } }
  fields { name description type { ...Type } args { name defaultValue type { ...Type } } } } } }
fragment Type on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`;

// How deep required members of lists are filled in.
const DEPTH = 5;

const written = ({ kind, name, ofType }) =>
  kind === "NON_NULL" ? `${written(ofType)}!` : kind === "LIST" ? `[${written(ofType)}]` : name;

const named = (type) => (type.ofType ? named(type.ofType) : type);

const isRequired = ({ type, defaultValue }) => type.kind === "NON_NULL" && defaultValue === null;

export class Schema {
  constructor({ __schema: { queryType, mutationType, types } }) {
    this.types = new Map(types.map((type) => [type.name, type]));
    this.roots = [["query", queryType], ["mutation", mutationType]].map(([kind, { name }]) => [kind, this.types.get(name)]);
  }

  // Returns the root fields with the kind of their operation, and the name by which the emulator lists what it supports.
  fields() {
    return this.roots.flatMap(([kind, type]) => type.fields.map((field) => ({ kind, field, path: `${type.name}.${field.name}` })));
  }

  // Returns a document that selects the field, with a variable for each argument.
  document(kind, { name, args, type }) {
    const declared = args.map((arg) => `$${arg.name}: ${written(arg.type)}`).join(", ");
    const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(", ");
    return `${kind}${declared && ` (${declared})`} {\n  ${name}${given && `(${given})`}${this.selection(type, 2, "  ")}\n}`;
  }

  // Selects the scalars of a type, and those of its objects.
  selection(type, levels, indent) {
    const { kind, fields } = this.types.get(named(type).name);
    if (kind === "SCALAR" || kind === "ENUM") return "";
    const inner = `${indent}  `;
    const selected = kind === "OBJECT" ? this.selected(fields, levels, inner) : [];
    return ` {\n${(selected.length > 0 ? selected : ["__typename"]).map((line) => `${inner}${line}\n`).join("")}${indent}}`;
  }

  selected(fields, levels, indent) {
    return fields.filter((field) => !field.args.some(isRequired)).flatMap((field) => {
      const type = this.types.get(named(field.type).name);
      if (type.kind === "SCALAR" || type.kind === "ENUM") return [field.name];
      // An object without scalars would only show its type.
      if (levels === 1 || type.kind !== "OBJECT" || this.selected(type.fields, 1, indent).length === 0) return [];
      return [field.name + this.selection(field.type, levels - 1, indent)];
    });
  }

  // Returns values for the required arguments, or members of an input object.
  required(members, values, depth = 0) {
    return Object.fromEntries(members.filter(isRequired).map((member) => [member.name, this.placeholder(member, values, depth)]));
  }

  // Returns the known value of this name, or else one of the type.
  placeholder({ name, type }, values, depth = 0) {
    if (type.kind === "NON_NULL") return this.placeholder({ name, type: type.ofType }, values, depth);
    if (type.kind === "LIST") return depth > DEPTH ? [] : [this.placeholder({ name, type: type.ofType }, values, depth + 1)];
    const { kind, enumValues, inputFields } = this.types.get(type.name);
    if (kind === "INPUT_OBJECT") return this.required(inputFields, values, depth + 1);
    if (kind === "ENUM") return enumValues[0].name;
    return values[name] ?? { Int: 0, Float: 0, Boolean: false }[type.name] ?? "";
  }

  // Returns the members that are not among the variables, each with its path.
  missing(members, variables, path = []) {
    return members.flatMap((member) => {
      const [value, at] = [variables[member.name], [...path, member.name]];
      if (value === undefined) return [{ member, path: at, label: `${at.join(".")}: ${written(member.type)}` }];
      const { inputFields } = this.types.get(named(member.type).name);
      const isObject = inputFields && value !== null && typeof value === "object" && !Array.isArray(value);
      return isObject ? this.missing(inputFields, value, at) : [];
    });
  }
}
