// Runs of bytes, and the hash over them.
import { encodeBase64 } from './base64.js';

/** Whether two runs of bytes are the same. */
export const isSame = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);

/** The runs after one another. */
export function concatenated(...runs) {
  const out = new Uint8Array(runs.reduce((sum, run) => sum + run.length, 0));
  let place = 0;
  for (const run of runs) {
    out.set(run, place);
    place += run.length;
  }
  return out;
}

/** The UTF-8 of a text. */
export const utf8 = (text) => new TextEncoder().encode(text);

/** Lower-case hexadecimal. */
export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256 as bytes. */
export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** SHA-256 as base64url. */
export const digest = async (bytes) => encodeBase64(await sha256(bytes));
