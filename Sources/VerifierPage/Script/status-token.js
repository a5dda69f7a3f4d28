// A status list token (IETF Token Status List as a compact JWT, draft of 20 April 2026; certificate design, step 14), read
// strictly, with its signature found good by the certificate that came with it. Who that signer is, is for the trust list.
import { decodeBase64, standardForm } from './base64.js';
import { strictly, trimmedASCII } from './bundle.js';
import { utf8 } from './bytes.js';
import { inflate, TooMuch } from './codes.js';
import { CheckFailure, limits } from './failure.js';
import { issuerHost } from './issuer-name.js';
import { verifyES256 } from './signing-keys.js';
import { asList, asNumber, asText, member, Members } from './strict-json.js';
import { SignerCertificate } from './x509.js';

/** What a list says about one certificate, by its two bits. */
export const statusNames = Object.freeze(['valid', 'revoked', 'suspended', 'superseded']);

const tooLarge = () => new CheckFailure('status.too-large', 'the status is larger than any status may be');
const malformedStatus = (reason) => new CheckFailure('status.malformed', `the status cannot be used: ${reason}`);

/** Reads a token's text: `uri`, `issuedAt`, `expires`, `list` (bytes) and `path` (its signer's certificates). */
export async function readStatusToken(text) {
  if (utf8(text).length > limits.statusToken) throw tooLarge();
  const parts = text.split('.');
  if (parts.length !== 3 || parts.includes('')) throw malformedStatus('it has not three parts');
  const path = await readPath(readPart(parts[0]));
  await checkTokenSignature(readPartBytes(parts[2]), `${parts[0]}.${parts[1]}`, path[0]);
  const payload = readStatusPayload(readPart(parts[1]));
  return { ...payload, path, list: await unpack(payload.packed) };
}

/** The same for a file that a user gave: white space at its ends is left out. */
export const readGivenStatus = (bytes) => readStatusToken(trimmedASCII(bytes));

/** Exactly three members, and one algorithm: there is nothing to negotiate. The token travels alone and brings its chain. */
async function readPath(header) {
  if (member(header, 'alg') !== 'ES256') {
    throw new CheckFailure('jws.alg', 'the status names another algorithm than ES256');
  }
  if (header.get('typ') !== 'statuslist+jwt') throw new CheckFailure('jws.typ', 'the status is of another type');
  if (header.has('crit')) throw new CheckFailure('jws.crit', 'the status asks for unknown extensions');
  const texts = asList(header.get('x5c'));
  if (!texts || texts.length < 1 || texts.length > limits.chain) {
    throw new CheckFailure('jws.header', 'the status does not say who signed it');
  }
  if (header.list.length !== 3) {
    throw new CheckFailure('jws.unexpected-header', "the status's header holds more than it may");
  }
  const ders = texts.map((text) => {
    const der = typeof text === 'string' ? decodeBase64(text, standardForm) : null;
    if (!der) {
      throw new CheckFailure('b64.noncanonical', "a certificate of the status's signer is not spelled in strict base64");
    }
    if (der.length > limits.certificate) throw tooLarge();
    return der;
  });
  const path = [];
  for (const der of ders) {
    path.push(await SignerCertificate.read(der).catch(() => {
      throw new CheckFailure('status.signer', "a certificate of the status's signer cannot be read");
    }));
  }
  return path;
}

async function checkTokenSignature(signature, signedText, leaf) {
  if (leaf.key.curve !== 'P-256') {
    throw new CheckFailure('status.signer', "the key of the status's signer is of another kind than P-256");
  }
  if (!(await verifyES256(leaf.key.key, signature, utf8(signedText)))) {
    throw new CheckFailure('status.signature', 'the signature of the status does not fit: the status was changed');
  }
}

/** Exactly `sub`, `iat`, `exp`, `ttl` and `status_list` with `bits` and `lst`. */
function readStatusPayload(value) {
  checkExactly(value, ['sub', 'iat', 'exp', 'ttl', 'status_list']);
  const list = value.get('status_list');
  checkExactly(list, ['bits', 'lst']);
  const uri = asText(value.get('sub'));
  if (uri === undefined || issuerHost(uri) === null) throw malformedStatus('sub is no address of a list');
  const [issuedAt, expires, keep] = ['iat', 'exp', 'ttl'].map((name) => asNumber(value.get(name)));
  if (!(issuedAt >= 0) || !(expires > issuedAt) || !(keep > 0)) throw malformedStatus('its times are none');
  if (list.get('bits') !== 2) throw malformedStatus('its values are not of 2 bits');
  const text = asText(list.get('lst'));
  if (text === undefined) throw malformedStatus('it holds no list');
  const packed = decodeBase64(text);
  if (!packed) {
    throw new CheckFailure('b64.noncanonical', 'the list of the status is not spelled in strict base64url');
  }
  return { uri, issuedAt, expires, packed };
}

function checkExactly(value, names) {
  const isExact = value instanceof Members && value.list.length === names.length && names.every((name) => value.has(name));
  if (!isExact) throw malformedStatus('it holds other members than it must');
}

async function unpack(packed) {
  try {
    return await inflate(packed, limits.statusInflated, { piece: 1024 });
  } catch (error) {
    throw error instanceof TooMuch ? tooLarge() : malformedStatus('its list cannot be unpacked');
  }
}

/** How many values a list holds. */
export const statusCount = (list) => list.length * 4;

/** The value at a place: two bits, the first in the least significant ones of the first byte. */
export const statusAt = (list, place) => statusNames[(list[Math.floor(place / 4)] >> ((place % 4) * 2)) & 3];

const readPart = (part) => strictly(readPartBytes(part), 'a part of the status is not strict JSON');

function readPartBytes(part) {
  const bytes = decodeBase64(part);
  if (!bytes) throw new CheckFailure('b64.noncanonical', 'a part of the status is not spelled in strict base64url');
  return bytes;
}
