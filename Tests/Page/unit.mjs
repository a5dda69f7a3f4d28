// The page's strict readers, alone and without a browser: what each must accept, and what each must refuse by which name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto;
const part = (name) => import(new URL(`../../Sources/VerifierPage/Script/${name}.js`, import.meta.url));
const { parseStrictJSON, Members } = await part('strict-json');
const { canonicalText } = await part('canonical-json');
const { decodeBase64, encodeBase64, standardForm, urlForm } = await part('base64');
const { decodeBase45, inflate, TooMuch } = await part('codes');
const { parseDER } = await part('der');
const { shown, isPlainName } = await part('plain-text');
const times = await part('times');
const { pageWords } = await part('page-words');

const bytes = (text) => new TextEncoder().encode(text);
const parse = (text) => parseStrictJSON(typeof text === 'string' ? bytes(text) : Uint8Array.from(text));
const nested = (depth) => '['.repeat(depth) + ']'.repeat(depth);

test('strict JSON reads what the profile allows', () => {
  assert.equal(canonicalText(parse(' {"a" : [1, -2, true, false, null, "\\u00e9\\/\\ud83d\\ude97"] }\n')), '{"a":[1,-2,true,false,null,"é/🚗"]}');
  assert.equal(parse('9007199254740991'), Number.MAX_SAFE_INTEGER);
  assert.equal(parse('-9007199254740991'), -Number.MAX_SAFE_INTEGER);
  assert.equal(parse('"\\u0000"'), '\0');
  assert.equal(parse('"\u{feff}"'), '\u{feff}');
  assert.ok(parse(nested(16)));
  const odd = parse('{"__proto__":1,"constructor":2,"toString":3}');
  assert.ok(odd instanceof Members);
  assert.deepEqual(odd.names, ['__proto__', 'constructor', 'toString']);
  assert.equal(odd.get('hasOwnProperty'), undefined);
  assert.equal(({}).polluted, undefined);
});

test('strict JSON names what it refuses', () => {
  const refused = {
    'json.duplicate-key': ['{"a":1,"a":1}', '{"a":1,"\\u0061":2}', '{"x":{"":1,"":2}}'],
    'json.depth': [nested(17), `${'{"a":'.repeat(16)}1${'}'.repeat(16)}`],
    'json.number': ['1.0', '1e3', '-0', '9007199254740992', '-9007199254740992', '12345678901234567890', '[1E+2]'],
    'json.encoding': ['"\\ud800"', '"\\udc00"', '"\\ud800\\u0041"', '"\\ud800x"', [0xef, 0xbb, 0xbf, 0x31], [0x22, 0xff, 0x22],
      [0x22, 0xc0, 0x80, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]],
    'json.malformed': ['', ' ', '01', '-', '+1', '.5', '{', '[1,]', '{"a":1,}', "{'a':1}", '{a:1}', 'nul', 'tru', 'NaN', '1 2',
      '"a', '"\\x41"', '"\\u12"', '"\t"', '"\n"', '[1 2]', '{"a"1}', '{} {}', '/**/1', '"\\u00G0"', 'undefined', [0x31, 0x00]],
  };
  for (const [code, texts] of Object.entries(refused)) {
    for (const text of texts) assert.throws(() => parse(text), { code }, `${code}: ${text}`);
  }
});

test('strict JSON agrees with the one spelling for every value it made', () => {
  let seed = 20261125;
  const chance = (limit) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % limit;
  };
  const value = (depth) => {
    switch (chance(depth > 4 ? 4 : 6)) {
      case 0: return chance(2) === 0 ? null : chance(2) === 0;
      case 1: return chance(2_000_000) - 1_000_000;
      case 2: return String.fromCodePoint(...Array.from({ length: chance(6) }, () => chance(0xd800)));
      case 3: return 'abc/"\\\b\f\n\r\t\u001f\u007f🚗'.slice(0, chance(14)).toWellFormed?.() ?? '';
      case 4: return Array.from({ length: chance(4) }, () => value(depth + 1));
      default: return new Members(Array.from({ length: chance(4) }, (_, place) => [`${place}${chance(9)}`, value(depth + 1)]));
    }
  };
  for (let round = 0; round < 2000; round += 1) {
    const text = canonicalText(value(1));
    assert.equal(canonicalText(parse(text)), text, `seed 20261125, round ${round}`);
  }
});

test('base64 has one spelling for one run of bytes', () => {
  for (let length = 0; length < 50; length += 1) {
    const run = Uint8Array.from({ length }, (_, place) => (place * 89 + length * 31) & 0xff);
    assert.deepEqual(decodeBase64(encodeBase64(run)), run);
    assert.deepEqual(decodeBase64(encodeBase64(run, standardForm), standardForm), run);
    assert.equal(encodeBase64(run), Buffer.from(run).toString('base64url'));
    assert.equal(encodeBase64(run, standardForm), Buffer.from(run).toString('base64'));
  }
  for (const text of ['A', 'AB', 'AAB', 'AA==', 'A-_=', 'AA A', 'AA\n', '+/AA', 'AAA=', 'ÄAAA', 'A\u0100AA', 'AAAAA']) {
    assert.equal(decodeBase64(text, urlForm), null, text);
  }
  for (const text of ['AA', 'AAA', 'AB==', 'AAB=', 'A===', '====', 'AA==AA==', '-_AA', 'AAAA\n', ' AAAA', 'AA=A']) {
    assert.equal(decodeBase64(text, standardForm), null, text);
  }
});

test('Base45 as RFC 9285 prints it', () => {
  const ascii = (text) => new TextDecoder().decode(decodeBase45(text));
  assert.equal(ascii('BB8'), 'AB');
  assert.equal(ascii('%69 VD92EX0'), 'Hello!!');
  assert.equal(ascii('UJCLQE7W581'), 'base-45');
  assert.equal(ascii('QED8WEX0'), 'ietf!');
  assert.equal(decodeBase45('').length, 0);
  for (const text of ['GGW', ':::', 'A', 'ABCD', 'ab8', '::', 'B\u00e4']) assert.equal(decodeBase45(text), null, text);
});

test('inflating stops at its limit and wants the whole stream', async () => {
  const { deflateSync } = await import('node:zlib');
  const packed = new Uint8Array(deflateSync(bytes('x'.repeat(5000)), { level: 9 }));
  assert.equal((await inflate(packed, 5000)).length, 5000);
  await assert.rejects(inflate(packed, 4999), TooMuch);
  await assert.rejects(inflate(new Uint8Array(deflateSync(Buffer.alloc(50_000_000), { level: 9 })), 1 << 14), TooMuch);
  await assert.rejects(inflate(packed.slice(0, -1), 5000));
  await assert.rejects(inflate(Uint8Array.of(1, 2, 3), 5000));
  await assert.rejects(inflate(new Uint8Array(0), 5000));
});

test('DER is read in its shortest form only', () => {
  assert.equal(parseDER(Uint8Array.of(0x30, 3, 2, 1, 5)).children.length, 1);
  for (const bad of [[], [0x30], [0x30, 0x81, 0], [0x30, 0x81, 3, 2, 1, 5], [0x30, 0x80, 0, 0], [0x30, 3, 2, 1], [2, 1, 5, 0],
    [0x30, 3, 2, 2, 5], [0x1f, 1, 0], [0, 0], [0x30, 0x85, 0, 0, 0, 0, 1, 0]]) {
    assert.throws(() => parseDER(Uint8Array.from(bad)), undefined, bad.join());
  }
  const deep = Array.from({ length: 60 }).reduce((inner) => [0x30, inner.length, ...inner], [5, 0]);
  assert.throws(() => parseDER(Uint8Array.from(deep)));
});

test('nothing hidden is shown', () => {
  assert.equal(shown('Škoda 東京 🚗'), 'Škoda 東京 🚗');
  assert.equal(shown('a\u202eb\u0000c\u200b\u{e0041}\u00a0\u2028d\u3164'), 'a\\u{202e}b\\u{0}c\\u{200b}\\u{e0041}\\u{a0}\\u{2028}d\\u{3164}');
  assert.equal(shown('x'.repeat(81)), `${'x'.repeat(80)}...`);
  assert.equal(shown('🚗'.repeat(80)), '🚗'.repeat(80));
  assert.ok(isPlainName('Škoda'));
  for (const name of ['', 'S\u030ckoda', 'x'.repeat(41), 'a\tb', 'a\u00ad', 'a\u00a0b']) assert.ok(!isPlainName(name), name);
});

test('days and hours', () => {
  assert.equal(times.isoDay(0), '1970-01-01');
  assert.equal(times.isoDay(951782400), '2000-02-29');
  assert.equal(times.isoHour(1795514430), new Date(1795514430000).toISOString().slice(0, 13) + 'Z');
  for (const moment of [0, 951868799, 1795514430, 4102444800, -1, 253402300799]) {
    assert.equal(times.isoInstant(moment), new Date(moment * 1000).toISOString());
  }
  assert.equal(times.parseDay('2026-02-29'), null);
  assert.equal(times.parseDay('2024-02-29'), Date.UTC(2024, 1, 29) / 1000);
  assert.equal(times.parseHour('2026-11-22T24Z'), null);
  assert.equal(times.parseHour('2026-11-22T23Z'), Date.UTC(2026, 10, 22, 23) / 1000);
  assert.equal(times.spokenMinute(Date.UTC(2026, 10, 7, 16, 40) / 1000), '7 Nov 2026 16:40 UTC');
});

test("the command line's options are worded as this page's boxes", async () => {
  const { readFileSync, readdirSync } = await import('node:fs');
  const folder = new URL('../../Sources/VerifierPage/Script/', import.meta.url);
  const source = readdirSync(folder).filter((name) => name.endsWith('.js') && name !== 'page-words.js')
    .map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  const texts = [...source.matchAll(/'((?:[^'\\\n]|\\.)*--[a-z][^'\n]*)'|"([^"\n]*--[a-z][^"\n]*)"/g)]
    .map((found) => (found[1] ?? found[2]).replaceAll("\\'", "'")).filter((text) => !/^--[a-z-]+$/.test(text));
  assert.ok(texts.length >= 6);
  for (const text of texts) assert.doesNotMatch(pageWords(text), /--/, text);
});
