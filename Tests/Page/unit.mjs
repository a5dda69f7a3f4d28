// The page's strict readers, alone and without a browser: what each must accept, and what each must refuse by which name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto;
const part = (name) => import(new URL(`../../Sources/VerifierPage/Script/${name}.js`, import.meta.url));
const { parseStrictJSON, Members } = await part('strict-json');
const { canonicalText } = await part('canonical-json');
const { decodeBase64, encodeBase64, standardForm, urlForm } = await part('base64');
const { decodeBase45, inflate, TooMuch, unpackCode } = await part('codes');
const { partDictionary, signedDictionary } = await part('../Generated/code-dictionaries');
const { parseDER } = await part('der');
const { readNote, readVerifierKey, verifyNote } = await part('notes');
const { isIncluded, leafHash, nodeHash } = await part('merkle');
const { readLogPolicy, witnessing } = await part('log-policy');
const { readLogProof } = await part('log-proof');
const { statusAt, statusCount } = await part('status-token');
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

/** One raw stream that may refer back into a dictionary, as others pack it. */
async function rawStream(content, dictionary) {
  const { deflateRawSync } = await import('node:zlib');
  return new Uint8Array(deflateRawSync(content, { level: 9, dictionary }));
}

test('a raw stream refers back into its dictionary, and only there', async () => {
  for (const text of [signedDictionary, partDictionary]) {
    const dictionary = bytes(text);
    const content = dictionary.slice(700, 1900);
    const packed = await rawStream(content, dictionary);
    assert.ok(packed.length < 60);
    assert.deepEqual(await inflate(packed, 1200, { dictionary }), content);
    await assert.rejects(inflate(packed, 1199, { dictionary }), TooMuch);
    const other = Uint8Array.of(...dictionary.slice(1), 0x20);
    assert.notDeepEqual(await inflate(packed, 1200, { dictionary: other }), content);
    await assert.rejects(inflate(packed, 1200, { dictionary: dictionary.slice(1900) }));
    await assert.rejects(inflate(packed, 1200));
    for (let length = 0; length < packed.length; length += 1) {
      await assert.rejects(inflate(packed.slice(0, length), 1200, { dictionary }), `${length}`);
    }
    await assert.rejects(inflate(await rawStream(Buffer.alloc(50_000_000), dictionary), 1 << 14, { dictionary }), TooMuch);
    // A stored block that is not the last, and nothing behind it.
    await assert.rejects(inflate(Uint8Array.of(0, 1, 0, 254, 255, 65), 1200, { dictionary }));
    assert.deepEqual(await inflate(Uint8Array.of(1, 1, 0, 254, 255, 65), 1200, { dictionary }), Uint8Array.of(65));
    assert.equal((await inflate(Uint8Array.of(1, 0, 0, 255, 255), 1200, { dictionary })).length, 0);
  }
});

test('codes of both packings are read, and others are not', async () => {
  const { deflateSync } = await import('node:zlib');
  const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
  const base45 = (run) => Array.from({ length: Math.ceil(run.length / 2) }, (_, place) => run.slice(2 * place, 2 * place + 2))
    .map(([high, low]) => (low === undefined ? [high % 45, high / 45] : [high, low].reduce((sum, byte) => [sum[0] * 256 + byte], [0])
      .flatMap((value) => [value % 45, (value / 45) % 45, value / 2025])).map((value) => letters[Math.floor(value)]).join('')).join('');
  const content = Uint8Array.of(...new Uint8Array(64).fill(7), 0, 2, ...bytes('{}'), ...bytes(signedDictionary.slice(0, 300)));
  const compact = `${encodeBase64(bytes('{}'))}.${encodeBase64(bytes(signedDictionary.slice(0, 300)))}.${encodeBase64(content.slice(0, 64))}~`;
  const older = base45(new Uint8Array(deflateSync(content)));
  const newer = base45(await rawStream(content, bytes(signedDictionary)));
  assert.equal(await unpackCode(`VHC1:${older}`), compact);
  assert.equal(await unpackCode(`VHC2:${newer}`), compact);
  assert.equal(newer.length < older.length, true);
  await assert.rejects(unpackCode(`VHC2:${older}`), { name: 'qr.inflate' });
  await assert.rejects(unpackCode(`VHC1:${newer}`), { name: 'qr.inflate' });
  await assert.rejects(unpackCode('VHC2:'), { name: 'qr.inflate' });
  await assert.rejects(unpackCode('VHC2:A'), { name: 'qr.base45' });
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

test('a note is verified by known keys only, and a bad signature of a known key refuses it', async () => {
  // The example of C2SP signed-note.
  const key = await readVerifierKey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k');
  const text = 'This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
  assert.equal((await verifyNote(readNote(text), [key])).length, 1);
  assert.equal((await verifyNote(readNote(text), [])).length, 0);
  await assert.rejects(verifyNote(readNote(text.replace('example message', 'exemple message')), [key]), { kind: 'bad-signature' });
  await assert.rejects(verifyNote(readNote(text + text.slice(text.indexOf('\u2014'))), [key]), { kind: 'repeated' });
  for (const bad of ['', 'a\n', 'a\n\n', text.slice(0, -1), text.replace('\n\n', '\n'), text.replace('example.com/foo', 'a+b'),
    text.replace('\u2014', '-'), `\t${text}`, text.replace('Uw2Q', '!!!!'), `${text}x\n`]) assert.throws(() => readNote(bad), bad);
  for (const bad of ['example.com/foo+530d903a', 'example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
    'example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k', '+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k']) {
    await assert.rejects(readVerifierKey(bad), bad);
  }
});

test('a leaf is where its proof says, in trees of every small size, and nowhere else', async () => {
  const leaves = await Promise.all(Array.from({ length: 20 }, (_, place) => leafHash(bytes(`entry ${place}\n`))));
  const half = (count) => 2 ** (Math.ceil(Math.log2(count)) - 1);
  const root = async (run) => (run.length === 1 ? run[0]
    : nodeHash(await root(run.slice(0, half(run.length))), await root(run.slice(half(run.length)))));
  const path = async (place, run) => {
    if (run.length === 1) return [];
    const split = half(run.length);
    return place < split ? [...await path(place, run.slice(0, split)), await root(run.slice(split))]
      : [...await path(place - split, run.slice(split)), await root(run.slice(0, split))];
  };
  for (let size = 1; size <= leaves.length; size += 1) {
    const tree = leaves.slice(0, size);
    const top = await root(tree);
    for (let place = 0; place < size; place += 1) {
      const proof = { index: BigInt(place), size: BigInt(size), root: top, path: await path(place, tree) };
      assert.ok(await isIncluded(leaves[place], proof), `${place} of ${size}`);
      assert.ok(!(await isIncluded(leaves[place], { ...proof, path: [...proof.path, top] })));
      assert.ok(!(await isIncluded(leaves[place], { ...proof, index: proof.index + 1n })));
      assert.ok(!(await isIncluded(leaves[(place + 1) % 20], proof)) || size === 20 && place + 1 === 20);
      if (proof.path.length > 0) assert.ok(!(await isIncluded(leaves[place], { ...proof, path: proof.path.slice(1) })));
    }
  }
});

/** A log's or a witness's key that can sign. */
async function noteKey(name, kind) {
  const { privateKey, publicKey } = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  const material = Uint8Array.of(kind, ...raw);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.of(...bytes(`${name}\n`), ...material)));
  const id = hash.slice(0, 4);
  const line = async (head, message) => {
    const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, message));
    return `\u2014 ${name} ${encodeBase64(Uint8Array.of(...id, ...head, ...signature), standardForm)}\n`;
  };
  return {
    vkey: `${name}+${Buffer.from(id).toString('hex')}+${encodeBase64(material, standardForm)}`,
    sign: (text) => line([], bytes(text)),
    cosign: (text, time) => line(
      new Uint8Array(new BigUint64Array([BigInt(time)]).buffer).reverse(), bytes(`cosignature/v1\ntime ${time}\n${text}`)),
  };
}

test('a quorum of witnesses gives the time at which enough of them had seen a checkpoint', async () => {
  const log = await noteKey('north.example/log', 1);
  const witnesses = await Promise.all(['a', 'b', 'c'].map((name) => noteKey(`${name}.example`, 4)));
  const head = `# two of three\nlog ${log.vkey}\n${witnesses.map(({ vkey }, place) => `witness W${place} ${vkey} https://w.example\n`).join('')}`;
  const policy = await readLogPolicy(`${head}\n group\tq 2 W0 W1 W2\nquorum q\n`);
  const leaf = await leafHash(bytes('x'));
  const text = `north.example/log\n1\n${encodeBase64(leaf, standardForm)}\n`;
  const proofWith = async (...lines) => readLogProof(
    `c2sp.org/tlog-proof@v1\nindex 0\n\n${text}\n${await log.sign(text)}${(await Promise.all(lines)).join('')}`);
  const judged = async (...lines) => {
    const proof = await proofWith(...lines);
    return witnessing(policy, proof.checkpoint, proof.note, 1000n);
  };
  const [a, b, c] = witnesses;
  assert.deepEqual(await judged(a.cosign(text, 300), b.cosign(text, 100), c.cosign(text, 200)), { time: 200n, witnesses: 3, of: 3 });
  assert.deepEqual(await judged(a.cosign(text, 300)), { time: null, witnesses: 1, of: 3 });
  assert.deepEqual(await judged(a.cosign(text, 300), b.cosign(text, 1001)), { time: null, witnesses: 1, of: 3 });
  await assert.rejects(judged(a.cosign(`${text}x`, 300)), { kind: 'bad-signature' });
  await assert.rejects(judged(a.cosign(text, 300), a.cosign(text, 301)), { kind: 'repeated' });
  const other = await readLogPolicy(`${head.replace(log.vkey, (await noteKey('south.example/log', 1)).vkey)}quorum W0\n`);
  const proof = await proofWith(a.cosign(text, 1));
  await assert.rejects(witnessing(other, proof.checkpoint, proof.note, 1000n), { kind: 'unknown-log' });
  assert.equal((await witnessing(await readLogPolicy(`${head}quorum none\n`), proof.checkpoint, proof.note, 1000n)).time, null);
  for (const [line, bad] of [[0, head], [0, `${head}quorum W0`], [6, `${head}quorum W9\n`], [7, `${head}quorum W0\nquorum W1\n`],
    [6, `${head}group q 4 W0 W1 W2\nquorum q\n`], [6, `${head}group q 0 W0\nquorum q\n`], [6, `${head}group q any W0 W0\nquorum q\n`],
    [6, `${head}group none any W0\nquorum none\n`], [6, `${head}log ${log.vkey}\nquorum W0\n`], [6, `${head}witness X ${log.vkey}\nquorum X\n`],
    [6, `${head}what\nquorum W0\n`], [0, `${head}quorum W0\r\n`]]) {
    await assert.rejects(readLogPolicy(bad), { line }, bad);
  }
});

test('a proof has one shape', async () => {
  for (const bad of ['', 'c2sp.org/tlog-proof@v1\n', 'c2sp.org/tlog-proof@v1\nindex 01\n\n', 'c2sp.org/tlog-proof@v1\nextra AA==\nindex 0\n\n',
    'c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n', 'c2sp.org/tlog-proof@v1\nindex 0\n\nnote\n', 'c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\n']) {
    await assert.rejects(readLogProof(bad), bad);
  }
});

test('status values stand with the first in the lowest bits', () => {
  // The example of 2 bits in draft-ietf-oauth-status-list, "Compressed Byte Array".
  const list = Uint8Array.of(0xc9, 0x44, 0xf9);
  const values = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3].map((value) => ['valid', 'revoked', 'suspended', 'superseded'][value]);
  assert.equal(statusCount(list), 12);
  assert.deepEqual(values.map((_, place) => statusAt(list, place)), values);
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
    .map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n').replace(/^\s*(\/\/|\/?\*).*$/gm, '');
  const texts = [...source.matchAll(/'((?:[^'\\\n]|\\.)*--[a-z][^'\n]*)'|"([^"\n]*--[a-z][^"\n]*)"|`([^`\n]*--[a-z][^`\n]*)`/g)]
    .map((found) => (found[1] ?? found[2] ?? found[3]).replaceAll("\\'", "'")).filter((text) => !/^--[a-z-]+$/.test(text));
  assert.ok(texts.length >= 6);
  for (const text of texts) assert.doesNotMatch(pageWords(text), /--/, text);
});
