// Keys and signatures by WebCrypto. Certificates of other kinds than ECDSA are read too, so that what is wrong with them can
// be named.
import { concatenated, hex, utf8 } from './bytes.js';
import { inside, need, parseDER, readBits, readInteger, tag } from './der.js';

/** What a certificate may be signed with, by its algorithm identifier. Without an equal entry it cannot be read. */
export const signatureAlgorithms = new Map([
  ['300a06082a8648ce3d040302', { kind: 'EC', hash: 'SHA-256' }],
  ['300a06082a8648ce3d040303', { kind: 'EC', hash: 'SHA-384' }],
  ['300a06082a8648ce3d040304', { kind: 'EC', hash: 'SHA-512' }],
  ...[['05', 'SHA-1'], ['0b', 'SHA-256'], ['0c', 'SHA-384'], ['0d', 'SHA-512']].flatMap(([last, hash]) => [
    [`300d06092a864886f70d0101${last}0500`, { kind: 'RSA', hash }],
    [`300b06092a864886f70d0101${last}`, { kind: 'RSA', hash }],
  ]),
  ['300506032b6570', { kind: 'Ed25519' }],
]);

const keyKinds = new Map([
  ['301306072a8648ce3d020106082a8648ce3d030107', { kind: 'EC', curve: 'P-256', size: 32 }],
  ['301006072a8648ce3d020106052b81040022', { kind: 'EC', curve: 'P-384', size: 48 }],
  ['301006072a8648ce3d020106052b81040023', { kind: 'EC', curve: 'P-521', size: 66 }],
  ['300d06092a864886f70d0101010500', { kind: 'RSA' }],
  ['300506032b6570', { kind: 'Ed25519' }],
]);

/** Reads a SubjectPublicKeyInfo's two parts. An EC point must lie on its curve, which importing checks. */
export async function importPublicKey([algorithm, key]) {
  const known = keyKinds.get(hex(algorithm.bytes));
  need(known);
  const bits = readBits(key);
  need(bits.unused === 0);
  const raw = bits.bytes;
  if (known.kind === 'EC') return { ...known, raw, key: await importECKey(raw, known.curve) };
  if (known.kind === 'Ed25519') return { ...known, raw, key: await importEd25519Key(raw) };
  // RSA is bound to a hash when it is imported, which is not known before a signature is.
  inside(parseDER(raw), tag.sequence).forEach(readInteger);
  return { ...known, raw, info: concatenated([0x30, ...lengthBytes(algorithm.bytes.length + key.bytes.length)], algorithm.bytes, key.bytes) };
}

function lengthBytes(length) {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

/** An uncompressed point of a curve, for verifying. */
export async function importECKey(point, curve = 'P-256') {
  need(point[0] === 4);
  return crypto.subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: curve }, true, ['verify']);
}

/** 32 bytes (RFC 8032). */
export async function importEd25519Key(raw) {
  need(raw.length === 32);
  return crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, true, ['verify']);
}

/** ES256: 64 raw bytes over the bytes as received. */
export async function verifyES256(key, signature, bytes) {
  if (signature.length !== 64) return false;
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, bytes);
}

/** Ed25519 over the bytes. */
export async function verifyEd25519(key, signature, bytes) {
  return signature.length === 64 && crypto.subtle.verify({ name: 'Ed25519' }, key, signature, bytes);
}

/** A certificate's signature: of ECDSA its two numbers, else its bytes. */
export function readSignature(algorithm, bytes) {
  if (algorithm.kind !== 'EC') return bytes;
  const numbers = inside(parseDER(bytes), tag.sequence);
  need(numbers.length === 2);
  return numbers.map(readInteger);
}

/** Whether the key made the signature over these bytes. */
export async function verifySignature(key, algorithm, signature, bytes) {
  if (key.kind !== algorithm.kind) return false;
  if (key.kind === 'Ed25519') return verifyEd25519(key.key, signature, bytes);
  if (key.kind === 'RSA') return verifyRSA(key, algorithm, signature, bytes);
  const raw = rawSignature(signature, key.size);
  return raw !== null && crypto.subtle.verify({ name: 'ECDSA', hash: algorithm.hash }, key.key, raw, bytes);
}

async function verifyRSA(key, algorithm, signature, bytes) {
  const name = { name: 'RSASSA-PKCS1-v1_5', hash: algorithm.hash };
  const imported = await crypto.subtle.importKey('spki', key.info, name, false, ['verify']);
  return crypto.subtle.verify(name.name, imported, signature, bytes);
}

/** Two DER numbers as the `r || s` that WebCrypto wants, or null when one is negative or too large. */
function rawSignature(numbers, size) {
  const parts = numbers.map((number) => {
    if (number[0] >= 0x80) return null;
    const magnitude = number[0] === 0 ? number.subarray(1) : number;
    return magnitude.length > size ? null : concatenated(new Uint8Array(size - magnitude.length), magnitude);
  });
  return parts.includes(null) ? null : concatenated(...parts);
}

/** The name of a P-256 key by RFC 7638, as the text that is hashed. */
export const thumbprintText = (x, y) => utf8(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`);
