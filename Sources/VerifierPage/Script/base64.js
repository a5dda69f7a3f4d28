// Base64 in its two alphabets, strict: one spelling for one run of bytes. Lenient decoders give one certificate many
// spellings, which breaks every look-up by digest; the browser's atob is lenient and is never used.

const common = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** RFC 4648 section 5, without padding. */
export const urlForm = alphabet(`${common}-_`, false);
/** RFC 4648 section 4, with padding. */
export const standardForm = alphabet(`${common}+/`, true);

function alphabet(letters, padded) {
  return { letters, padded, values: new Map([...letters].map((letter, value) => [letter, value])) };
}

/**
 * Decodes, or returns null when the text is not the one spelling of some bytes: another alphabet, padding where none
 * belongs, white space, or unused bits that are not zero.
 */
export function decodeBase64(text, form = urlForm) {
  const count = symbolCount(text, form);
  if (count === null) return null;
  const bytes = new Uint8Array(Math.floor((count * 3) / 4));
  let window = 0;
  let bits = 0;
  let place = 0;
  for (let index = 0; index < count; index += 1) {
    const value = form.values.get(text[index]);
    if (value === undefined) return null;
    window = ((window << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[place] = (window >> bits) & 0xff;
      place += 1;
    }
  }
  return (window & ((1 << bits) - 1)) === 0 ? bytes : null;
}

/** How many symbols the text has without its padding, or null when no bytes are spelled with so many. */
function symbolCount(text, form) {
  if (!form.padded) return text.length % 4 === 1 ? null : text.length;
  if (text.length % 4 !== 0) return null;
  let padding = 0;
  while (padding < 3 && text.at(-1 - padding) === '=') padding += 1;
  return padding <= 2 ? text.length - padding : null;
}

/** Encodes the bytes. */
export function encodeBase64(bytes, form = urlForm) {
  let out = '';
  let window = 0;
  let bits = 0;
  for (const byte of bytes) {
    window = ((window << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      out += form.letters[(window >> bits) & 63];
    }
  }
  if (bits > 0) out += form.letters[(window << (6 - bits)) & 63];
  while (form.padded && out.length % 4 !== 0) out += '=';
  return out;
}

/** Whether the text is so many characters of strict base64url: an id of 22, a digest of 43. */
export const isToken = (text, length) =>
  typeof text === 'string' && text.length === length && decodeBase64(text) !== null;
