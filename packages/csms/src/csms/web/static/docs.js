// Makes a page of the OpenAPI document. It builds elements and sets their text only, so that nothing in the document
// can become markup, and needs nothing from elsewhere.
"use strict";

const METHODS = ["get", "post", "put", "patch", "delete"];
const DEEPEST = 4;

/** Return an element with attributes and children. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Return text with `code` in it, paragraph by paragraph. */
function prose(text) {
  const paragraphs = (text ?? "").split(/\n\s*\n/).filter((paragraph) => paragraph.trim());
  return paragraphs.map((paragraph) => element("p", {}, ...inline(paragraph)));
}

function inline(text) {
  return text.split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));
}

class Page {
  constructor(api) {
    this.api = api;
  }

  resolve(node) {
    if (!node || !node.$ref) return node ?? {};
    return node.$ref.slice(2).split("/").reduce((place, key) => place[key], this.api);
  }

  /** Return in few words what a schema wants. */
  typeOf(schema) {
    if (schema.$ref) return schema.$ref.split("/").pop();
    if (schema.const !== undefined) return JSON.stringify(schema.const);
    if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) return [...new Set(choices.map((choice) => this.typeOf(choice)))].join(" | ");
    if (schema.type === "array") return `list of ${this.typeOf(schema.items ?? {})}`;
    if (Array.isArray(schema.type)) return schema.type.join(" | ");
    const name = schema.type ?? "anything";
    return schema.format ? `${name} (${schema.format})` : name;
  }

  /** Return the limits of a schema in words. */
  limitsOf(schema) {
    const limits = [];
    for (const part of [schema, ...(schema.anyOf ?? schema.oneOf ?? [])]) {
      if (part.minimum !== undefined) limits.push(`at least ${part.minimum}`);
      if (part.maximum !== undefined && part.maximum < 2 ** 53) limits.push(`at most ${part.maximum}`);
      if (part.minLength) limits.push(`at least ${part.minLength} characters`);
      if (part.maxLength !== undefined) limits.push(`at most ${part.maxLength} characters`);
      if (part.maxItems !== undefined) limits.push(`at most ${part.maxItems} items`);
    }
    if (schema.default !== undefined) limits.push(`default ${JSON.stringify(schema.default)}`);
    return limits.join(", ");
  }

  /** Return the schema with fields that a field holds, if it holds one. */
  inner(schema) {
    if (schema.$ref) return this.inner(this.resolve(schema));
    if (schema.properties) return schema;
    if (schema.items) return this.inner(schema.items);
    for (const choice of schema.anyOf ?? schema.oneOf ?? []) {
      const found = this.inner(choice);
      if (found) return found;
    }
    return null;
  }

  fields(schema, depth = 0) {
    const object = this.inner(schema);
    if (!object || depth > DEEPEST) return null;
    const required = new Set(object.required ?? []);
    const list = element("dl", { class: "fields" });
    for (const [name, field] of Object.entries(object.properties)) list.append(...this.field(name, field, required.has(name), depth));
    return list;
  }

  field(name, schema, isRequired, depth) {
    const head = element("dt", {}, element("code", {}, name), " ", element("span", { class: "type" }, this.typeOf(schema)));
    if (isRequired) head.append(" ", element("span", { class: "required" }, "required"));
    const limits = this.limitsOf(schema);
    const description = schema.description ?? this.resolve(schema).description ?? "";
    const body = element("dd", {}, ...inline(description), limits ? element("span", { class: "limits" }, ` ${limits}`) : null);
    const nested = this.fields(schema, depth + 1);
    if (nested) body.append(nested);
    return [head, body];
  }

  parameters(list) {
    if (!list || !list.length) return null;
    const rows = element("dl", { class: "fields" });
    for (const parameter of list) {
      const schema = { ...parameter.schema, description: parameter.description };
      const [head, body] = this.field(parameter.name, schema, parameter.required, DEEPEST);
      head.append(" ", element("span", { class: "place" }, parameter.in));
      rows.append(head, body);
    }
    return element("section", {}, element("h4", {}, "Parameters"), rows);
  }

  content(title, node) {
    const parts = Object.entries(node.content ?? {}).map(([type, { schema }]) =>
      element("div", {}, element("p", { class: "media" }, `${type}: ${this.typeOf(schema ?? {})}`), this.fields(schema ?? {})),
    );
    return element("section", {}, element("h4", {}, title), ...prose(node.description), ...parts);
  }

  responses(all) {
    const entries = Object.entries(all);
    const good = entries.filter(([status]) => status < "400").map(([status, node]) => this.content(`Answer ${status}`, this.resolve(node)));
    const bad = element("dl", { class: "fields" });
    for (const [status, node] of entries.filter(([code]) => code >= "400")) {
      bad.append(element("dt", {}, element("code", {}, status)), element("dd", {}, ...inline(this.resolve(node).description)));
    }
    return [...good, element("section", {}, element("h4", {}, "Errors"), bad)];
  }

  operation(path, method, operation) {
    const summary = element(
      "summary", {},
      element("span", { class: `method ${method}` }, method.toUpperCase()), " ",
      element("code", {}, path), " ", element("span", {}, operation.summary ?? ""),
    );
    const body = operation.requestBody ? this.content("Body", this.resolve(operation.requestBody)) : null;
    return element(
      "details", { id: operation.operationId }, summary, ...prose(operation.description),
      this.parameters(operation.parameters), body, ...this.responses(operation.responses),
    );
  }

  /** Return all operations of a tag. */
  operations(tag) {
    const found = [];
    for (const [path, methods] of Object.entries(this.api.paths)) {
      for (const method of METHODS) {
        if (methods[method]?.tags?.includes(tag)) found.push([path, method, methods[method]]);
      }
    }
    return found;
  }

  show(contents, main) {
    const { info, tags } = this.api;
    document.title = `${info.title} API ${info.version}`;
    main.replaceChildren(
      element("h1", {}, `${info.title} API `, element("small", {}, info.version)), ...prose(info.description),
      element("p", {}, element("a", { href: "/openapi.json" }, "openapi.json")),
    );
    const list = element("ul", {});
    for (const tag of tags) {
      const operations = this.operations(tag.name);
      if (!operations.length) continue;
      list.append(element("li", {}, element("a", { href: `#tag-${tag.name}` }, tag.name)));
      main.append(
        element("h2", { id: `tag-${tag.name}` }, tag.name), ...prose(tag.description),
        ...operations.map((operation) => this.operation(...operation)),
      );
    }
    contents.replaceChildren(list);
  }
}

/** Open the operation that the address names. */
function openNamed() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named instanceof HTMLDetailsElement) named.open = true;
  named?.scrollIntoView();
}

async function main() {
  const place = document.getElementById("document");
  try {
    const response = await fetch("/openapi.json");
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    new Page(await response.json()).show(document.getElementById("contents"), place);
    openNamed();
  } catch (error) {
    place.replaceChildren(element("p", { class: "error" }, `The document cannot be read: ${error.message}`));
  }
}

addEventListener("hashchange", openNamed);
main();
