// The requests that openapi-fuzzer-core makes of the contract: wrong paths, methods, parameters and bodies. It reads OpenAPI 2,
// so it is given the contract in those words. Asked through Prism, which holds each answer against the contract.
// node fuzzer.mjs CONTRACT PROXY KEY
import { readFileSync } from 'node:fs';
import fuzzer from 'openapi-fuzzer-core';
import { parse } from 'yaml';

const [contractFile, hub, key] = process.argv.slice(2);
const contract = parse(readFileSync(contractFile, 'utf8'));
const resolved = node => (node?.$ref ? resolved(node.$ref.slice(2).split('/').reduce((at, name) => at[name], contract)) : node);
const one = type => (Array.isArray(type) ? type.find(t => t !== 'null') : type);

// schemas in place, as deep as bodies go
function plain(given, depth = 0) {
  const schema = { ...resolved(given) };
  schema.type = one(schema.type) ?? 'string';
  if (depth > 5) return { type: 'string' };
  if (schema.properties) schema.properties = Object.fromEntries(Object.entries(schema.properties).map(([n, s]) => [n, plain(s, depth + 1)]));
  if (schema.items) schema.items = plain(schema.items, depth + 1);
  return schema;
}

const definitions = {};
const paths = {};
for (const [path, item] of Object.entries(contract.paths)) {
  paths[path] = {};
  for (const method of ['get', 'post', 'put', 'patch', 'delete']) {
    const operation = item[method];
    if (!operation) continue;
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolved)
      .map(p => ({ ...plain(p.schema), name: p.name, in: p.in, required: p.required }));
    const body = resolved(operation.requestBody)?.content?.['application/json'];
    if (body) {
      definitions[operation.operationId] = plain(body.schema);
      parameters.push({ name: 'body', in: 'body', schema: { $ref: '#/definitions/' + operation.operationId } });
    }
    paths[path][method] = { parameters, operationId: operation.operationId };
  }
}

const seen = {};
const wrong = [];
const specs = fuzzer.swagger({ basePath: '', paths, definitions });
for (const { name, request, expect } of specs) {
  let path = request.path;
  for (const [n, value] of Object.entries(request.pathParams ?? {})) path = path.replace(`{${n}}`, encodeURIComponent(value === '' ? 'x' : value));
  path = path.replace(/[{}]/g, '');
  const query = new URLSearchParams(Object.entries(request.queryParams ?? {}).map(([n, v]) => [n, String(v)])).toString();
  const sends = request.body !== undefined && request.method !== 'get';
  const ask = () => fetch(hub + path + (query ? '?' + query : ''), {
    method: request.method.toUpperCase(),
    headers: { Authorization: `Bearer ${key}`, ...(sends ? { 'Content-Type': 'application/json' } : {}) },
    body: sends ? JSON.stringify(request.body) : undefined,
  });
  let answer = await ask();
  let text = await answer.text();
  if (text.includes('"FetchError"')) {
    // Prism's own word: it took a connection that the hub was closing
    answer = await ask();
    text = await answer.text();
  }
  const place = `${name} ${expect.status} ${answer.status}`;
  seen[place] = (seen[place] ?? 0) + 1;
  const said = `${request.method} ${path}?${query} ${JSON.stringify(request.body)}: ${answer.status} ${text.slice(0, 300)}`;
  if (answer.status >= 500 && answer.status !== 503) wrong.push(said);
  const violations = JSON.parse(answer.headers.get('sl-violations') ?? '[]');
  for (const v of violations) if (v.location?.[0] === 'response') wrong.push(`${JSON.stringify(v)} of ${said}`);
}
console.log(`${specs.length} requests`, JSON.stringify(seen));
if (wrong.length) {
  console.error(wrong.slice(0, 20).join('\n'));
  process.exit(1);
}
