// A compact SD-JWT (RFC 9901) taken apart (steps 3 to 5): the signed bytes exactly as received, the thumbprint of the key's
// certificate, the payload, and the disclosures. Nothing here is verified yet.
import { decodeBase64, isToken } from './base64.js';
import { strictly } from './bundle.js';
import { utf8 } from './bytes.js';
import { CheckFailure, limits } from './failure.js';
import { member } from './strict-json.js';

/** Takes the text apart, or throws the first failure. */
export function readSignedText(compact) {
  const pieces = compact.split('~');
  if (pieces.length < 2) throw layout('there is no end mark');
  if (pieces.at(-1) !== '') {
    throw new CheckFailure('sdjwt.unexpected-key-binding', 'the certificate carries a key binding, which it never does');
  }
  const parts = pieces[0].split('.');
  if (parts.length !== 3 || parts.includes('')) throw layout('it has not three parts');
  const disclosures = pieces.slice(1, -1);
  if (disclosures.includes('')) throw layout('a disclosure is empty');
  if (disclosures.length > limits.disclosures || disclosures.some((one) => utf8(one).length > limits.disclosure)) {
    throw new CheckFailure('input.too-large', 'there are more or larger disclosures than there may be');
  }
  const header = readJSON(parts[0]);
  const payload = readJSON(parts[1]);
  const signature = readBytes(parts[2]);
  return {
    signedBytes: utf8(`${parts[0]}.${parts[1]}`), issuerJWT: utf8(pieces[0]), signature, payload, disclosures,
    thumbprint: readThumbprint(header),
  };
}

/** Exactly three members, and one algorithm: there is nothing to negotiate. */
function readThumbprint(header) {
  if (member(header, 'alg') !== 'ES256') {
    throw new CheckFailure('jws.alg', 'the certificate names another algorithm than ES256');
  }
  if (header.get('typ') !== 'dc+sd-jwt') throw new CheckFailure('jws.typ', 'the certificate is of another type');
  if (header.has('crit')) throw new CheckFailure('jws.crit', 'the certificate asks for unknown extensions');
  const thumbprint = header.get('x5t#S256');
  if (!isToken(thumbprint, 43)) {
    throw new CheckFailure('jws.header', 'the certificate does not say which key signed it');
  }
  if (header.list.length !== 3) {
    throw new CheckFailure('jws.unexpected-header', "the certificate's header holds more than it may");
  }
  return thumbprint;
}

const readJSON = (part) => strictly(readBytes(part), 'a part of the certificate is not strict JSON');

function readBytes(part) {
  const bytes = decodeBase64(part);
  if (!bytes) throw new CheckFailure('b64.noncanonical', 'a part of the certificate is not spelled in strict base64url');
  return bytes;
}

const layout = (reason) =>
  new CheckFailure('sdjwt.layout', `the signed text is not laid out as a certificate: ${reason}`);

/** Whether the signature is the mirrored twin that ECDSA allows of each one: s above half the order of P-256. */
export function isHighS(signature) {
  const half = '7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8';
  const s = [...signature.subarray(32)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return half < s;
}

