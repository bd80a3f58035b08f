// Asks every operation of the contract, by values that fast-check makes of its schemas and by values that are none of them.
// Each answer must be one that the contract has: its status, its type, its content. No 5xx but 503.
// node fuzz.mjs CONTRACT HUB KEY RUNS SEED
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { parse } from 'yaml';

const [contractFile, hub, key, runs, seed] = process.argv.slice(2);
const contract = parse(readFileSync(contractFile, 'utf8'));
const ajv = new Ajv.default({ strict: false, validateFormats: true });
formats.default(ajv);
ajv.addSchema(contract, 'contract');
const resolved = node => (node?.$ref ? node.$ref.slice(2).split('/').reduce((at, name) => at[name], contract) : node);

const word = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('', ' ', '%', '+', '\u0000', '🚀', '-1', 'null', "' or 1=1 --"));
const anything = fc.oneof(word, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.array(word, { maxLength: 3 }), fc.object({ maxDepth: 2 }));
const number = fc.constantFrom('+48600100200', '48600100200', '2345', '+1', 'x');

// a schema as an arbitrary; what the hub calls a number is one now and then
function arbitrary(given, name, depth = 0) {
  const schema = resolved(given) ?? {};
  if (depth > 4) return fc.constant(null);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf || schema.oneOf) return fc.oneof(...(schema.anyOf ?? schema.oneOf).map(s => arbitrary(s, name, depth + 1)));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object') {
    const fields = Object.fromEntries(Object.entries(schema.properties ?? {}).map(([n, s]) => [n, arbitrary(s, n, depth + 1)]));
    return fc.record(fields, { requiredKeys: schema.required ?? [] });
  }
  if (type === 'array') return fc.array(arbitrary(schema.items, name, depth + 1), { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 5, 5) });
  if (type === 'integer') return fc.integer({ min: schema.minimum ?? -5, max: schema.maximum ?? 1000 });
  if (type === 'boolean') return fc.boolean();
  if (name === 'to' || name === 'recipients') return number;
  if (schema.format === 'date-time') return fc.date({ min: new Date(0), max: new Date('2098-01-01'), noInvalidDate: true }).map(d => d.toISOString());
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern));
  return fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 40, 40) });
}

const spoilt = (arb) => fc.oneof({ weight: 4, arbitrary: arb }, { weight: 1, arbitrary: anything });

function request(path, item, operation) {
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolved);
  const places = parameters.map(p => (p.in === 'path' ? fc.oneof(fc.constantFrom('01ARZ3NDEKTSV4RRFFQ69G5FAV', 'unread', 'sink'), word.filter(w => w !== '')) : fc.option(spoilt(arbitrary(p.schema, p.name)), { freq: 3 })));
  const content = Object.entries(resolved(operation.requestBody)?.content ?? {})[0];
  const body = content ? spoilt(spoiltFields(arbitrary(content[1].schema))) : fc.constant(undefined);
  return fc.record({ places: fc.tuple(...places), body, type: fc.constantFrom(...Array(9).fill(content?.[0]), 'text/plain') }).map(({ places, body, type }) => {
    const query = new URLSearchParams();
    const headers = { Authorization: `Bearer ${key}` };
    let where = path;
    parameters.forEach((p, i) => {
      const value = places[i];
      if (value === null || value === undefined) return;
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
      if (p.in === 'path') where = where.replace(`{${p.name}}`, encodeURIComponent(text.replace(/^\.+$/, 'x')));
      else if (p.in === 'query') query.append(p.name, text);
      else if (/^[\x20-\x7e]*$/.test(text)) headers[p.name] = text;
    });
    let sent;
    if (content) {
      headers['Content-Type'] = type ?? content[0];
      sent = content[0].includes('form') ? new URLSearchParams(Object.entries(Object(body)).map(([k, v]) => [k, String(v)])).toString() : JSON.stringify(body) ?? '';
    }
    const asked = query.toString();
    return { url: hub + where + (asked ? '?' + asked : ''), headers, body: sent };
  });
}

// one field of an object is something else, or one too many
function spoiltFields(arb) {
  return fc.tuple(arb, fc.option(fc.tuple(fc.nat(20), anything), { freq: 2 })).map(([body, spoil]) => {
    if (!spoil || body === null || typeof body !== 'object' || Array.isArray(body)) return body;
    const names = [...Object.keys(body), 'unknown'];
    return { ...body, [names[spoil[0] % names.length]]: spoil[1] };
  });
}

let asked = 0;
const seen = {};
for (const [path, item] of Object.entries(contract.paths)) {
  for (const method of ['get', 'post', 'patch', 'delete']) {
    const operation = item[method];
    if (!operation) continue;
    const checked = new Map();
    await fc.assert(
      fc.asyncProperty(request(path, item, operation), async ({ url, headers, body }) => {
        const answer = await fetch(url, { method: method.toUpperCase(), headers, body });
        const text = await answer.text();
        asked++;
        const place = `${operation.operationId} ${answer.status}`;
        seen[place] = (seen[place] ?? 0) + 1;
        const response = resolved(operation.responses[answer.status]);
        if (!response) throw new Error(`${answer.status} is no answer of ${operation.operationId}: ${text.slice(0, 300)}`);
        if (answer.status >= 500 && answer.status !== 503) throw new Error(`${answer.status}: ${text.slice(0, 300)}`);
        const type = (answer.headers.get('content-type') ?? '').split(';')[0];
        const schema = response.content?.[type];
        if (!schema) throw new Error(`${type} is no content of ${place}`);
        if (type.endsWith('json')) {
          const pointer = response.content[type].schema.$ref
            ? 'contract' + response.content[type].schema.$ref
            : null;
          const id = pointer ?? place;
          if (!checked.has(id)) checked.set(id, pointer ? ajv.getSchema(pointer) ?? ajv.compile({ $ref: pointer }) : ajv.compile({ anyOf: (response.content[type].schema.anyOf ?? []).map(s => ({ $ref: 'contract' + s.$ref })) }));
          const check = checked.get(id);
          if (!check(JSON.parse(text))) throw new Error(`${place}: ${ajv.errorsText(check.errors)}: ${text.slice(0, 300)}`);
        }
      }),
      { numRuns: Number(runs), seed: Number(seed) },
    );
  }
}
console.log(`${asked} requests`, JSON.stringify(seen));
