// DER (X.690), strict: definite lengths in their shortest form, nothing left over.

/** Bytes that are not DER, or not of the expected shape. */
export class DERFailure extends Error {}

const maximumNesting = 50;

/** Object identifiers by the hexadecimal of their content. */
export const oid = Object.freeze({
  organization: '55040a',
  unit: '55040b',
  keyUsage: '551d0f',
  subjectAlternativeName: '551d11',
  basicConstraints: '551d13',
  nameConstraints: '551d1e',
  extendedKeyUsage: '551d25',
  documentSigning: '2b06010505070324', // 1.3.6.1.5.5.7.3.36, RFC 9336
});

/** Tags as `class * 32 + number`, the low five bits and the two high ones of the first byte. */
export const tag = Object.freeze({
  boolean: 0x01, integer: 0x02, bits: 0x03, octets: 0x04, null: 0x05, oid: 0x06, utf8: 0x0c, sequence: 0x10, set: 0x11,
  printable: 0x13, ia5: 0x16, utcTime: 0x17, generalTime: 0x18,
});

/** The tag of a context-specific element. */
export const context = (number) => 0x80 | number;

/** One element: its tag, its bytes with and without head, and, of a constructed one, what is in it. */
class DERNode {
  constructor(bytes, start, contentStart, end, first, children) {
    this.tag = first & 0xdf;
    this.bytes = bytes.subarray(start, end);
    this.content = bytes.subarray(contentStart, end);
    this.children = children;
  }
}

/** Reads exactly one element. */
export function parseDER(bytes) {
  const node = readNode(bytes, 0, bytes.length, 1);
  need(node.bytes.length === bytes.length);
  return node;
}

function readNode(bytes, start, limit, depth) {
  need(depth <= maximumNesting && start + 2 <= limit);
  const first = bytes[start];
  // Nothing in a certificate has a tag number of 31 or more, or the one that marks an end in BER.
  need((first & 0x1f) !== 0x1f && (first & 0xdf) !== 0);
  const [length, contentStart] = readLength(bytes, start + 1, limit);
  const end = contentStart + length;
  need(end <= limit);
  const children = first & 0x20 ? readAll(bytes, contentStart, end, depth + 1) : null;
  return new DERNode(bytes, start, contentStart, end, first, children);
}

function readAll(bytes, start, end, depth) {
  const nodes = [];
  for (let place = start; place < end; place += nodes.at(-1).bytes.length) nodes.push(readNode(bytes, place, end, depth));
  return nodes;
}

function readLength(bytes, place, limit) {
  const first = bytes[place];
  if (first < 0x80) return [first, place + 1];
  const count = first & 0x7f;
  need(count >= 1 && count <= 4 && place + 1 + count <= limit);
  let length = 0;
  for (let index = 1; index <= count; index += 1) length = length * 256 + bytes[place + index];
  need(bytes[place + 1] !== 0 && length >= 0x80);
  return [length, place + 1 + count];
}

/** Throws unless the condition holds. */
export function need(condition) {
  if (!condition) throw new DERFailure('malformed');
}

/** What is in a constructed element of this tag. */
export function inside(node, wanted) {
  need(node && node.tag === wanted && node.children);
  return node.children;
}

/** The content of a primitive element of this tag. */
export function primitive(node, wanted) {
  need(node && node.tag === wanted && !node.children);
  return node.content;
}

/** An object identifier as the hexadecimal of its content. */
export function readOID(node) {
  const content = primitive(node, tag.oid);
  need(content.length > 0 && content.at(-1) < 0x80);
  content.forEach((byte, place) => need(byte !== 0x80 || (place > 0 && content[place - 1] >= 0x80)));
  // Nine bytes hold an arc below 2^63, and the command line reads no larger one.
  let length = 0;
  for (const byte of content) {
    length += 1;
    need(length <= 9);
    if (byte < 0x80) length = 0;
  }
  return [...content].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A whole number in its shortest form, as bytes. */
export function readInteger(node) {
  const content = primitive(node, tag.integer);
  need(content.length > 0);
  if (content.length > 1) need(!(content[0] === 0 && content[1] < 0x80) && !(content[0] === 0xff && content[1] >= 0x80));
  return content;
}

/** A whole number that is not negative, as bytes. */
export function readNatural(node) {
  const content = readInteger(node);
  need(content[0] < 0x80);
  return content;
}

/** A truth value. */
export function readBoolean(node) {
  const content = primitive(node, tag.boolean);
  need(content.length === 1 && (content[0] === 0 || content[0] === 0xff));
  return content[0] === 0xff;
}

/** A bit string: its bytes, and how many bits of the last one are unused and zero. */
export function readBits(node) {
  const content = primitive(node, tag.bits);
  need(content.length > 0 && content[0] < 8);
  const [unused, bytes] = [content[0], content.subarray(1)];
  need(bytes.length > 0 || unused === 0);
  need(bytes.length === 0 || (bytes.at(-1) & ((1 << unused) - 1)) === 0);
  return { unused, bytes };
}
