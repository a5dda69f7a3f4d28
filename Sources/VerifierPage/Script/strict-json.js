// JSON read the strict way: two readers that accept a document must see the same thing in it.
//
// UTF-8 without byte order mark, no duplicate names, no lone surrogates, whole numbers within +-(2^53 - 1) without `-0`,
// leading zeros, fraction or exponent, depth at most 16 with the root as 1, nothing after the value. The browser's own
// JSON.parse lets the last of two equal names win and cannot say so, and is never used.

/** An object's members in the order written. A class of its own, so that no name can be mistaken for a built-in one. */
export class Members {
  constructor(list = []) {
    this.list = list;
  }
  get(name) {
    return this.list.find((member) => member[0] === name)?.[1];
  }
  has(name) {
    return this.list.some((member) => member[0] === name);
  }
  get names() {
    return this.list.map((member) => member[0]);
  }
}

/** Why a document is not strict JSON; `code` is the stable name: `json.duplicate-key`. */
export class JSONFailure extends Error {
  constructor(kind) {
    super(kind);
    this.code = `json.${kind}`;
  }
}

/** The value at a name, or undefined when this is no object or has no such member. */
export const member = (value, name) => (value instanceof Members ? value.get(name) : undefined);

/** The value itself when it is of the kind, else undefined. */
export const asText = (value) => (typeof value === 'string' ? value : undefined);
export const asNumber = (value) => (typeof value === 'number' ? value : undefined);
export const asList = (value) => (Array.isArray(value) ? value : undefined);

const maximumDepth = 16;
const code = (character) => character.charCodeAt(0);
const quote = code('"');
const backslash = code('\\');
const shortEscapes = new Map([['b', 8], ['f', 12], ['n', 10], ['r', 13], ['t', 9]].map(([k, v]) => [code(k), v]));

/** Reads a document, or throws a JSONFailure. */
export function parseStrictJSON(bytes) {
  return new StrictReader(bytes).document();
}

class StrictReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.place = 0;
  }

  document() {
    const [first, second, third] = this.bytes;
    if (first === 0xef && second === 0xbb && third === 0xbf) throw new JSONFailure('encoding');
    this.skipSpace();
    const value = this.value(1);
    this.skipSpace();
    if (this.place !== this.bytes.length) throw new JSONFailure('malformed');
    return value;
  }

  value(depth) {
    if (depth > maximumDepth) throw new JSONFailure('depth');
    switch (String.fromCharCode(this.bytes[this.place] ?? 0)) {
      case '{': return this.object(depth);
      case '[': return this.array(depth);
      case '"': return this.string();
      case 't': return this.literal('true', true);
      case 'f': return this.literal('false', false);
      case 'n': return this.literal('null', null);
      default: return this.number();
    }
  }

  object(depth) {
    this.place += 1;
    const list = [];
    const names = new Set();
    this.skipSpace();
    if (this.take('}')) return new Members(list);
    for (;;) {
      this.skipSpace();
      if (this.bytes[this.place] !== quote) throw new JSONFailure('malformed');
      const name = this.string();
      if (names.has(name)) throw new JSONFailure('duplicate-key');
      names.add(name);
      this.skipSpace();
      if (!this.take(':')) throw new JSONFailure('malformed');
      this.skipSpace();
      list.push([name, this.value(depth + 1)]);
      this.skipSpace();
      if (this.take('}')) return new Members(list);
      if (!this.take(',')) throw new JSONFailure('malformed');
    }
  }

  array(depth) {
    this.place += 1;
    const values = [];
    this.skipSpace();
    if (this.take(']')) return values;
    for (;;) {
      this.skipSpace();
      values.push(this.value(depth + 1));
      this.skipSpace();
      if (this.take(']')) return values;
      if (!this.take(',')) throw new JSONFailure('malformed');
    }
  }

  literal(word, value) {
    for (const character of word) if (!this.take(character)) throw new JSONFailure('malformed');
    return value;
  }

  number() {
    const negative = this.take('-');
    const start = this.place;
    while (isDigit(this.bytes[this.place])) this.place += 1;
    const digits = String.fromCharCode(...this.bytes.subarray(start, Math.min(this.place, start + 17)));
    if (digits === '' || (digits.length > 1 && digits[0] === '0')) throw new JSONFailure('malformed');
    if ([code('.'), code('e'), code('E')].includes(this.bytes[this.place])) throw new JSONFailure('number');
    const magnitude = Number(digits);
    if (digits.length > 16 || !Number.isSafeInteger(magnitude)) throw new JSONFailure('number');
    if (negative && magnitude === 0) throw new JSONFailure('number');
    return negative ? -magnitude : magnitude;
  }

  string() {
    this.place += 1;
    const parts = [];
    for (;;) {
      const start = this.place;
      while (isPlain(this.bytes[this.place])) this.place += 1;
      if (this.place > start) parts.push(this.bytes.subarray(start, this.place));
      const byte = this.bytes[this.place];
      this.place += 1;
      if (byte === quote) return joined(parts);
      if (byte !== backslash) throw new JSONFailure('malformed');
      parts.push(this.escape());
    }
  }

  escape() {
    const byte = this.bytes[this.place];
    this.place += 1;
    if (byte === quote || byte === backslash || byte === code('/')) return [byte];
    if (shortEscapes.has(byte)) return [shortEscapes.get(byte)];
    if (byte !== code('u')) throw new JSONFailure('malformed');
    return new TextEncoder().encode(String.fromCodePoint(this.scalar()));
  }

  /** One scalar, from one escape or from a surrogate pair. */
  scalar() {
    const first = this.hexUnit();
    if (first < 0xd800 || first > 0xdfff) return first;
    if (first > 0xdbff || !this.take('\\') || !this.take('u')) throw new JSONFailure('encoding');
    const second = this.hexUnit();
    if (second < 0xdc00 || second > 0xdfff) throw new JSONFailure('encoding');
    return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
  }

  hexUnit() {
    const text = String.fromCharCode(...this.bytes.subarray(this.place, this.place + 4));
    if (!/^[0-9A-Fa-f]{4}$/.test(text)) throw new JSONFailure('malformed');
    this.place += 4;
    return parseInt(text, 16);
  }

  take(character) {
    if (this.bytes[this.place] !== code(character)) return false;
    this.place += 1;
    return true;
  }

  skipSpace() {
    while ([0x20, 0x09, 0x0a, 0x0d].includes(this.bytes[this.place])) this.place += 1;
  }
}

const isDigit = (byte) => byte >= 0x30 && byte <= 0x39;
const isPlain = (byte) => byte >= 0x20 && byte !== quote && byte !== backslash;

/** The text of a string's bytes, which must be UTF-8. */
function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    bytes.set(part, place);
    place += part.length;
  }
  return decodeUTF8(bytes) ?? fail();
}

function fail() {
  throw new JSONFailure('encoding');
}

/** The text, or null when the bytes are not UTF-8. A byte order mark stays a character. */
export function decodeUTF8(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
