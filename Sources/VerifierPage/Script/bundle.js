// The parts of a certificate file as they were received (steps 1 to 3). Nothing in it is trusted because it is in the file.
import { decodeBase64, standardForm } from './base64.js';
import { isSame } from './bytes.js';
import { canonicalBytes } from './canonical-json.js';
import { beginsAsCode, bundleAround, readCodeParts } from './code-parts.js';
import { unpackCode } from './codes.js';
import { CheckFailure, limits } from './failure.js';
import { shown } from './plain-text.js';
import { asList, asText, JSONFailure, Members, member, parseStrictJSON } from './strict-json.js';

const bundleFormat = 'transfer-certificate-bundle/1';
const bundleMembers = ['format', 'sd_jwt', 'x5c', 'log_proof', 'status_token'];

/**
 * Tells by content, never by name, what a file is, and reads it.
 *
 * Gives `compact`, `chain` (DER, leaf first, root not included), `logProof` and `statusToken` (or null), and `kind`, what
 * the bytes turned out to be.
 */
export async function readBundle(bytes) {
  if (bytes.length > limits.bundle) {
    throw new CheckFailure('input.too-large', 'the file is larger than any certificate may be');
  }
  if (bytes[0] === 0x7b) return readWhole(bytes);
  const text = trimmedASCII(bytes);
  return beginsAsCode(text) ? readCodes(text) : readPasted(text);
}

const bare = { chain: [], logProof: null, statusToken: null };

/** The codes of a paper: with its second page they are a bundle, and are read as that bundle is. */
async function readCodes(text) {
  const parts = readCodeParts(text);
  const compact = await unpackCode(parts.signed);
  if (parts.pieces.length === 0) return { ...bare, compact, kind: 'the text of a code' };
  return { ...readWhole(await bundleAround(compact, parts)), kind: 'the codes of a paper' };
}

/** A compact SD-JWT. */
function readPasted(text) {
  if (!text.startsWith('e') || !text.includes('~') || !/^[\x00-\x7f]*$/.test(text)) {
    throw new CheckFailure('input.not-recognised', 'this is not a transfer certificate',
      'give the file ending in .transfer.json that came with the car');
  }
  if (text.length > limits.compact) {
    throw new CheckFailure('input.too-large', 'the text is larger than any certificate may be');
  }
  return { ...bare, compact: text, kind: 'a signed text' };
}

const isSpace = (byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/** One character for each byte, so that bytes beyond ASCII stay beyond it, without ASCII white space at the ends. */
export function trimmedASCII(bytes) {
  let [start, end] = [0, bytes.length];
  while (start < end && isSpace(bytes[start])) start += 1;
  while (end > start && isSpace(bytes[end - 1])) end -= 1;
  let text = '';
  for (const byte of bytes.subarray(start, end)) text += String.fromCharCode(byte);
  return text;
}

function readWhole(bytes) {
  const root = strictly(bytes, 'the file is not strict JSON');
  if (asText(member(root, 'format')) !== bundleFormat) {
    throw new CheckFailure('bundle.format', 'the file is not a transfer certificate of this version',
      'give the file ending in .transfer.json that came with the car');
  }
  const stranger = root.names.find((name) => !bundleMembers.includes(name));
  if (stranger !== undefined) {
    throw new CheckFailure('bundle.unexpected-member', `the file holds a member nobody defined: ${shown(stranger)}`);
  }
  const compact = asText(root.get('sd_jwt'));
  if (!compact) throw new CheckFailure('bundle.malformed', 'the file holds no signed certificate');
  if (new TextEncoder().encode(compact).length > limits.compact) {
    throw new CheckFailure('input.too-large', 'the signed part is larger than any certificate may be');
  }
  const found = {
    compact, chain: readChain(root.get('x5c')), logProof: readExtra(root.get('log_proof')),
    statusToken: readExtra(root.get('status_token')), kind: 'a bundle',
  };
  // One spelling only: any other bytes for the same value are refused, so that no byte can change unnoticed.
  const ordered = new Members(bundleMembers.filter((name) => root.has(name)).map((name) => [name, root.get(name)]));
  if (!isSame(canonicalBytes(ordered), bytes)) {
    throw new CheckFailure('bundle.noncanonical', 'the file is not in the one spelling that certificates have');
  }
  return found;
}

function readChain(value) {
  if (value === undefined) return [];
  const texts = asList(value);
  if (!texts || texts.length < 1 || texts.length > limits.chain) {
    throw new CheckFailure('issuer.chain-surplus',
      'the file holds a number of signer certificates that cannot be a chain');
  }
  return texts.map((text) => {
    const der = typeof text === 'string' ? decodeBase64(text, standardForm) : null;
    if (!der) throw new CheckFailure('b64.noncanonical', 'a signer certificate is not spelled in strict base64');
    if (der.length > limits.certificate) {
      throw new CheckFailure('input.too-large', 'a signer certificate is larger than it may be');
    }
    return der;
  });
}

function readExtra(value) {
  if (value === undefined) return null;
  if (typeof value !== 'string' || value === '') {
    throw new CheckFailure('bundle.malformed', 'the file holds an empty proof or status');
  }
  return value;
}

/** Strict JSON, or a failure by the stable name of what is wrong. */
export function strictly(bytes, message) {
  try {
    return parseStrictJSON(bytes);
  } catch (error) {
    if (error instanceof JSONFailure) throw new CheckFailure(error.code, message);
    throw error;
  }
}
