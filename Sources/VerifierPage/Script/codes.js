// The text of a code: the same signed part, packed, not a second credential (certificate design, section 2.7).
import { partDictionary, signedDictionary } from '../Generated/code-dictionaries.js';
import { encodeBase64 } from './base64.js';
import { concatenated, utf8 } from './bytes.js';
import { CheckFailure, limits } from './failure.js';

/** What the text of every code begins with: `VH`, what it holds (`C` or `P`), how that is packed (`1` or `2`), a colon. */
export const codePrefix = /^VH[CP][12]:/;

/** Characters of every prefix. */
export const prefixLength = 5;

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Base45 (RFC 9285), strict; null for a character outside the alphabet, a value too large, or a single last one. */
export function decodeBase45(text) {
  const symbols = [...text].map((letter) => letters.indexOf(letter));
  if (symbols.includes(-1) || symbols.length % 3 === 1) return null;
  const out = [];
  for (let start = 0; start < symbols.length; start += 3) {
    const isPair = start + 2 < symbols.length;
    const value = symbols[start] + symbols[start + 1] * 45 + (isPair ? symbols[start + 2] * 2025 : 0);
    if (value > (isPair ? 0xffff : 0xff)) return null;
    if (isPair) out.push(value >> 8);
    out.push(value & 0xff);
  }
  return Uint8Array.from(out);
}

/** More came out than may. */
export class TooMuch extends Error {}

/**
 * Inflates one stream whole, or throws: TooMuch as soon as more than `limit` bytes came out, else whatever the browser throws
 * for a stream that is broken, cut short, or followed by something. The stream is given in small pieces, so that little comes
 * out between two looks.
 *
 * Without a dictionary it is a ZLIB stream (RFC 1950). With one it is a raw one (RFC 1951) that may refer back into the
 * dictionary: browsers take none, but they take it as the first block of the stream, stored as it is, and give it out again.
 */
export async function inflate(packed, limit, { piece = 16, dictionary = null } = {}) {
  const stream = new DecompressionStream(dictionary ? 'deflate-raw' : 'deflate');
  const writer = stream.writable.getWriter();
  const known = dictionary?.length ?? 0;
  const feeding = (async () => {
    if (dictionary) await writer.write(storedBlock(dictionary));
    for (let start = 0; start < packed.length; start += piece) await writer.write(packed.slice(start, start + piece));
    await writer.close();
  })();
  feeding.catch(() => {});
  const reader = stream.readable.getReader();
  const parts = [];
  let count = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    count += value.length;
    if (count > known + limit) {
      reader.cancel().catch(() => {});
      throw new TooMuch();
    }
    parts.push(value);
  }
  await feeding;
  return concatenated(...parts).subarray(known);
}

/** A block of a raw stream that holds bytes as they are, 65,535 at most, and is not the last (RFC 1951, section 3.2.4). */
function storedBlock(bytes) {
  const head = new DataView(new ArrayBuffer(5));
  head.setUint16(1, bytes.length, true);
  head.setUint16(3, ~bytes.length, true);
  return concatenated(new Uint8Array(head.buffer), bytes);
}

/** The compact `header.payload.signature~` that was packed, byte for byte as it was signed. */
export async function unpackCode(text) {
  if (text.length > limits.qrText) throw tooLargeCode();
  const bytes = await inflateCode(text, decodeCode(text.slice(prefixLength)), limits.qrInflated);
  const headerLength = (bytes[64] << 8) | bytes[65];
  if (bytes.length <= 66 || headerLength === 0 || 66 + headerLength >= bytes.length) {
    throw new CheckFailure('qr.layout', 'the code is not laid out as a certificate');
  }
  const header = bytes.subarray(66, 66 + headerLength);
  const payload = bytes.subarray(66 + headerLength);
  return `${encodeBase64(header)}.${encodeBase64(payload)}.${encodeBase64(bytes.subarray(0, 64))}~`;
}

/** What stands in a code behind its prefix, as bytes. */
export function decodeCode(text) {
  const packed = decodeBase45(text);
  if (!packed) throw new CheckFailure('qr.base45', "the code holds characters that no certificate's code has");
  return packed;
}

/** Inflates what stands in a code as its prefix says, with the failures' names of a code. */
export async function inflateCode(prefix, packed, limit, piece = 16) {
  const dictionary = prefix[3] === '1' ? null : utf8(prefix[2] === 'C' ? signedDictionary : partDictionary);
  try {
    return await inflate(packed, limit, { piece, dictionary });
  } catch (error) {
    if (error instanceof TooMuch) throw tooLargeCode();
    throw new CheckFailure('qr.inflate', 'the code cannot be unpacked; it was not read whole');
  }
}

export const tooLargeCode = () => new CheckFailure('qr.too-large', 'the code holds more than any certificate may');
