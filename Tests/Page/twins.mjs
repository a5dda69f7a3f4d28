// Two implementations of one rule book must agree on everything, not only on the cases somebody thought of. Changes certificates
// and trust lists at random, signs what was changed anew, and compares the page's code with handover-verify member for member.
//   node twins.mjs HANDOVER_VERIFY CORPUS [NUMBER] [SEED]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { webcrypto } from 'node:crypto';
import { Forge } from './forge.mjs';

globalThis.crypto ??= webcrypto;
const { decideTrust, readTables, verify } = await import(new URL('../../Sources/VerifierPage/Script/verify.js', import.meta.url));

const { readRuleTable } = await import(new URL('../../Sources/VerifierPage/Script/rules.js', import.meta.url));

const [program, corpus, number = '200', seedText = String(Date.now() % 1_000_000)] = process.argv.slice(2);
const rules = join(corpus, 'rules.json');
const tables = await readTables([readFileSync(rules, 'utf8')]);
const work = mkdtempSync(join(tmpdir(), 'handover-twins-'));
const forge = new Forge(work);
const now = Math.floor(Date.now() / 1000);
const read = (name, file) => readFileSync(join(corpus, name, file));

let seed = Number(seedText);
/** A number from 0 below the limit. */
function chance(limit) {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor(seed / 7) % limit;
}
const one = (list) => list[chance(list.length)];

/** One or two bytes changed, put in or left out. */
function changedBytes(bytes) {
  let out = Buffer.from(bytes);
  for (let count = 1 + chance(2); count > 0; count -= 1) {
    const place = chance(out.length);
    const [head, tail] = [out.subarray(0, place), out.subarray(place)];
    switch (chance(5)) {
      case 0: out = Buffer.concat([head, Buffer.of(chance(256)), tail]); break;
      case 1: out = Buffer.concat([head, tail.subarray(1)]); break;
      default: out[place] ^= 1 << chance(8);
    }
  }
  return out;
}

const groups = [
  'none_remaining', 'none_possible', 'stated_by_two', 'ended_with_account', 'stated_with_evidence', 'stated_by_one',
  'stated_by_provider', 'ends_by', 'overdue', 'kept_disclosed', 'open', 'not_known', 'protected_ok', 'protected_fault', 'specimen',
];
const oddities = [
  null, 0, -1, 1, 99, 100, 1886, 2200, 2201, 1e7, 1e7 + 1, 1e15, '', 'x', 'clear', 'void', 'not_clear', 'live', 'mixed', 'withdrawal',
  'supplement', 'typed', 'km', '2026-11-24', '2026-02-30', '2026-11-24T09Z', '2026-11-24T24Z', 'A'.repeat(22), 'A'.repeat(43), 'Škoda',
  'S\u030ckoda', 'a\u200bb', 'x'.repeat(40), 'x'.repeat(41), '\u{1f697}'.repeat(40), [], {}, true, [1], ['x'], 'https://a.b/c',
  'http://a.b', 'a.b', 'tesla', 'unconnected', 'TMBJB9NX0PY000001', 'tmbjb9nx0py000001', 'fault', 'absent',
];

/** Every place in an object, as a list of names. */
const places = (value, path = []) => (value && typeof value === 'object' && !Array.isArray(value)
  ? Object.entries(value).flatMap(([name, inner]) => [[...path, name], ...places(inner, [...path, name])]) : []);

/** One member left out, put in, or given another value. */
function changedMember(root) {
  const path = one(places(root));
  const parent = path.slice(0, -1).reduce((value, name) => value[name], root);
  const last = path.at(-1);
  switch (chance(4)) {
    case 0: delete parent[last]; break;
    case 1: parent[`more${chance(3)}`] = one(oddities); break;
    case 2: if (typeof parent[last] === 'number') parent[last] += one([-1, 1, 86_400, -86_400 * 32, 300, 259_201]); break;
    default: parent[last] = one(oddities);
  }
}

/** Another group for a layer, with the dates that then must or may not stand there. */
function changedLayer({ handover }) {
  handover.layers[one(Object.keys(handover.layers))] = one(groups);
  const waiting = Object.keys(handover.layers).filter((layer) => ['ends_by', 'overdue'].includes(handover.layers[layer]));
  delete handover.due;
  if (waiting.length > 0) handover.due = Object.fromEntries(waiting.map((layer) => [layer, `2026-12-0${1 + chance(9)}T10Z`]));
  handover.verdict = one(['clear', 'clear_attested', 'conditional', 'not_clear']);
}

const payloadOf = (name) => JSON.parse(
  Buffer.from(JSON.parse(read(name, 'certificate')).sd_jwt.split('.')[1], 'base64url').toString());
const payloads = ['valid-clear', 'valid-conditional', 'valid-correction', 'specimen', 'valid-not-clear'].map(payloadOf);

/** The same payload as if it were issued now. */
function ofToday(earlier) {
  const payload = structuredClone(earlier);
  payload.iat = now;
  payload.handover.date = new Date(now * 1000).toISOString().slice(0, 10);
  payload.handover.checked_at = `${new Date((now - 7200) * 1000).toISOString().slice(0, 13)}Z`;
  return payload;
}

/** A payload of today, changed in none to two places, as text that may be broken too. */
function changedPayload() {
  const payload = ofToday(one(payloads));
  const layersFirst = chance(2);
  for (let count = layersFirst; count > 0; count -= 1) changedLayer(payload);
  for (let count = chance(2); count > 0; count -= 1) changedMember(payload);
  const text = Buffer.from(JSON.stringify(payload));
  return chance(20) === 0 ? changedBytes(text) : text;
}

/** A list that vouches, changed in its members or in its root's certificate. */
function changedList() {
  const content = forge.listContent(now);
  if (chance(2) === 0) content.issuers[0].root = changedBytes(forge.root).toString('base64');
  else changedMember(one([content, content, content.issuers[0], content.authority.keys[0]]));
  return forge.list(JSON.stringify(content));
}

/** What the program says of every certificate in a folder. */
function commandLine(folder, trust, table = rules) {
  writeFileSync(join(work, 'trust.jws'), trust);
  const { stdout } = spawnSync(program, [folder, '--trust', join(work, 'trust.jws'), '--no-state', '--allow-undated', '--no-status',
    '--table', table, '--json'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return stdout.trim().split('\n').map((line) => withoutPlace(line));
}

const withoutPlace = (json) => json.replace(/^\{"file":"[^"]*",/, '{').replace(/"checked_at":"[^"]*"/, '"checked_at":""').trim();

async function pageCode(bytes, trust, brought = []) {
  const { json } = await verify({
    bytes: new Uint8Array(bytes), decision: await decideTrust(new Uint8Array(trust), null), tables: [...tables, ...brought],
    buyerSteps: {},
    options: { allowUndated: true, noStatus: true }, moment: Date.now() / 1000,
  });
  return withoutPlace(json);
}

let differences = 0;
const answers = new Map();

/** Compares both on these certificates under one list. */
async function compare(name, certificates, trust) {
  const folder = join(work, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  certificates.forEach((bytes, place) => writeFileSync(join(folder, `${String(place).padStart(6, '0')}.transfer.json`), bytes));
  const theirs = commandLine(folder, trust);
  for (const [place, bytes] of certificates.entries()) {
    const ours = await pageCode(bytes, trust);
    const { validation, failures } = JSON.parse(ours);
    const answer = [validation, ...failures.map((failure) => failure.name)].join(' ');
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
    if (ours === theirs[place]) continue;
    differences += 1;
    if (differences <= 5) console.log(`${name} ${place}:\n  program ${theirs[place]}\n  page    ${ours}\n  ${bytes}`);
  }
}

/** A rule table that came with a certificate counts only where the trust list names it, for both. */
async function broughtTable() {
  const text = readFileSync(rules, 'utf8').replace(/("fresh_hours": *)72/, '$171');
  const path = join(work, 'brought.json');
  writeFileSync(path, text);
  const table = await readRuleTable(new TextEncoder().encode(text));
  const payload = ofToday(payloads[0]);
  payload.handover.rules = table.digest;
  const folder = join(work, 'brought');
  mkdirSync(folder);
  const bytes = forge.certificate(JSON.stringify(payload));
  writeFileSync(join(folder, 'one.transfer.json'), bytes);
  for (const [named, wanted] of [[undefined, 'inconclusive'], [[tables[0].digest], 'inconclusive'], [[table.digest], 'valid']]) {
    const trust = forge.list(JSON.stringify({ ...forge.listContent(now), rules: named }));
    for (const answer of [commandLine(folder, trust, path)[0], await pageCode(bytes, trust, [table])]) {
      const { validation, failures } = JSON.parse(answer);
      const names = failures.map(({ name }) => name).join();
      if (validation === wanted && names === (wanted === 'valid' ? '' : 'rules.unknown')) continue;
      differences += 1;
      console.log(`a table brought along, the list naming ${named}: ${validation} ${names}, not ${wanted}`);
    }
  }
}

try {
  const count = Number(number);
  await broughtTable();
  const many = (make) => Array.from({ length: count }, make);
  const good = forge.list(JSON.stringify(forge.listContent(now)));
  const full = read('valid-full-copy', 'certificate');
  const plain = JSON.parse(forge.certificate(JSON.stringify(payloads[0])));
  await compare('bytes', many(() => changedBytes(full)), read('valid-full-copy', 'trust.jws'));
  await compare('authority', many(() => Buffer.from(JSON.stringify(
    { ...plain, x5c: [plain.x5c[0], changedBytes(forge.ca).toString('base64')] }))), good);
  await compare('content', many(() => forge.certificate(changedPayload())), good);
  const certificate = forge.certificate(JSON.stringify({ ...payloads[0], iat: now }));
  for (let round = 0; round < count / 4; round += 1) await compare('list', [certificate], changedList());
  console.log(`${3 * count + Math.ceil(count / 4)} changed inputs, ${answers.size} kinds of answer, ${differences} differences (seed ${seedText})`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exit(differences === 0 && answers.size > 10 ? 0 : 1);
