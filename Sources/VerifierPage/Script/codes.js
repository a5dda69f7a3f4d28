// The text of a code: the same signed part, packed, not a second credential (certificate design, section 2.7).
import { encodeBase64 } from './base64.js';
import { concatenated } from './bytes.js';
import { CheckFailure, limits } from './failure.js';

/** What every such text begins with. */
export const codePrefix = 'VHC1:';

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
 * Inflates a ZLIB stream (RFC 1950) whole, or throws: TooMuch as soon as more than `limit` bytes came out, else whatever the
 * browser throws for a stream that is broken, cut short, or followed by something. The stream is given in small pieces, so
 * that little comes out between two looks.
 */
export async function inflate(packed, limit, piece = 16) {
  const stream = new DecompressionStream('deflate');
  const writer = stream.writable.getWriter();
  const feeding = (async () => {
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
    if (count > limit) {
      reader.cancel().catch(() => {});
      throw new TooMuch();
    }
    parts.push(value);
  }
  await feeding;
  return concatenated(...parts);
}

/** The compact `header.payload.signature~` that was packed, byte for byte as it was signed. */
export async function unpackCode(text) {
  if (text.length > limits.qrText) throw tooLarge();
  const packed = decodeBase45(text.slice(codePrefix.length));
  if (!packed) throw new CheckFailure('qr.base45', "the code holds characters that no certificate's code has");
  const bytes = await inflateCode(packed, limits.qrInflated);
  const headerLength = (bytes[64] << 8) | bytes[65];
  if (bytes.length <= 66 || headerLength === 0 || 66 + headerLength >= bytes.length) {
    throw new CheckFailure('qr.layout', 'the code is not laid out as a certificate');
  }
  const header = bytes.subarray(66, 66 + headerLength);
  const payload = bytes.subarray(66 + headerLength);
  return `${encodeBase64(header)}.${encodeBase64(payload)}.${encodeBase64(bytes.subarray(0, 64))}~`;
}

/** Inflates what stands in a code, with the failures' names of a code. */
export async function inflateCode(packed, limit) {
  try {
    return await inflate(packed, limit);
  } catch (error) {
    if (error instanceof TooMuch) throw tooLarge();
    throw new CheckFailure('qr.inflate', 'the code cannot be unpacked; it was not read whole');
  }
}

const tooLarge = () => new CheckFailure('qr.too-large', 'the code holds more than any certificate may');
