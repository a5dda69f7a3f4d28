// Whom a buyer trusts: a list signed by k of n authority keys, in JWS JSON general serialisation (RFC 7515, section 7.2.1;
// certificate design 2.5). The page ships none: an association, a regulator or the user adds one.
import { decodeBase64, encodeBase64, isToken, standardForm } from './base64.js';
import { concatenated, digest, utf8 } from './bytes.js';
import { object } from './canonical-json.js';
import { CheckFailure, limits } from './failure.js';
import { isHost } from './issuer-name.js';
import { shown } from './plain-text.js';
import { importECKey, thumbprintText, verifyES256 } from './signing-keys.js';
import { asList, asNumber, asText, JSONFailure, Members, member, parseStrictJSON } from './strict-json.js';
import { SignerCertificate } from './x509.js';

const knownMembers = [
  'version', 'iat', 'exp', 'authority', 'issuers', 'revoked', 'tlog_policy', 'max_log_delay_s', 'max_status_age_s', 'rules',
];

export const malformedList = (reason) =>
  new CheckFailure('trust.malformed', `the trust list cannot be used: ${reason}`);

function listJSON(bytes) {
  try {
    return parseStrictJSON(bytes);
  } catch (error) {
    if (error instanceof JSONFailure) throw malformedList(`it is not strict JSON (${error.code})`);
    throw error;
  }
}

/**
 * Reads a list and counts the good signatures of its own keys. A known key with a bad signature refuses the list; an unknown
 * key is ignored. Throws `trust.malformed` or `trust.signature`.
 */
export async function readTrustList(bytes) {
  if (bytes.length > limits.trustList) throw malformedList('it is larger than it may be');
  const signed = readSignedList(bytes);
  const root = listJSON(signed.payload);
  checkMembers(root);
  const list = { digest: await digest(signed.payload), signed };
  list.version = readNumber(root, 'version');
  list.issuedAt = readNumber(root, 'iat');
  list.expires = readNumber(root, 'exp');
  list.rules = readRules(root.get('rules'));
  list.authority = await readAuthority(root.get('authority'));
  list.issuers = await readIssuers(root.get('issuers'));
  list.revoked = readRevoked(root.get('revoked'));
  list.signatures = await countSignatures(signed, list.authority);
  if (list.signatures < list.authority.threshold) {
    throw new CheckFailure('trust.signature',
      `the trust list is signed by ${list.signatures} of ${list.authority.threshold} needed keys`);
  }
  return list;
}

/** A member that nobody defined refuses the list: it may be one that takes trust away. */
function checkMembers(root) {
  if (!(root instanceof Members)) throw malformedList('it is no object');
  const stranger = root.names.find((name) => !knownMembers.includes(name));
  if (stranger !== undefined) throw malformedList(`it holds a member nobody defined: ${shown(stranger)}`);
  for (const name of ['max_log_delay_s', 'max_status_age_s']) if (root.has(name)) readNumber(root, name);
  if (root.has('tlog_policy') && asText(root.get('tlog_policy')) === undefined) throw malformedList('tlog_policy is no text');
}

function readNumber(root, name) {
  const number = asNumber(root.get(name));
  if (number === undefined || number < 0) throw malformedList(`${name} is missing`);
  return number;
}

function readRules(value) {
  if (value === undefined) return [];
  if (!asList(value)?.every((text) => isToken(text, 43))) throw malformedList('rules are not a list of digests');
  return value;
}

/** Who may sign: keys by their RFC 7638 name, and how many of them it takes. */
export async function readAuthority(value) {
  const threshold = asNumber(member(value, 'threshold'));
  const values = asList(member(value, 'keys'));
  const isShaped = values && value.list.length === 2 && values.length <= limits.authorityKeys;
  if (!isShaped || !(threshold >= 1 && threshold <= values.length)) {
    throw malformedList('it does not say who may sign it');
  }
  const keys = new Map();
  for (const one of values) {
    const [name, key] = await readAuthorityKey(one);
    if (keys.has(name)) throw malformedList('an authority key stands there twice');
    keys.set(name, key);
  }
  return { threshold, keys };
}

async function readAuthorityKey(value) {
  const half = (name) => {
    const bytes = decodeBase64(asText(member(value, name)) ?? '?');
    return bytes?.length === 32 ? bytes : null;
  };
  const [x, y] = [half('x'), half('y')];
  const isShaped = member(value, 'kty') === 'EC' && member(value, 'crv') === 'P-256' && value.list.length === 4;
  if (!isShaped || !x || !y) throw malformedList('an authority key cannot be read');
  try {
    const key = await importECKey(concatenated([4], x, y));
    const text = { x: encodeBase64(x), y: encodeBase64(y) };
    return [await digest(thumbprintText(text.x, text.y)), { key, ...text }];
  } catch {
    throw malformedList('an authority key cannot be read');
  }
}

/** The authority as JSON, its keys in the order of their names. */
export function authorityJSON({ threshold, keys }) {
  const names = [...keys.keys()].sort();
  return object(['threshold', threshold], ['keys', names.map((name) => {
    const { x, y } = keys.get(name);
    return object(['kty', 'EC'], ['crv', 'P-256'], ['x', x], ['y', y]);
  })]);
}

async function readIssuers(value) {
  const values = asList(value);
  if (!values || values.length > limits.issuers) throw malformedList('it names no issuers, or too many');
  const issuers = [];
  for (const one of values) {
    const issuer = await readIssuer(one);
    if (issuers.some(({ root }) => root.thumbprint === issuer.root.thumbprint)) {
      throw malformedList('a root stands there twice');
    }
    issuers.push(issuer);
  }
  return issuers;
}

async function readIssuer(value) {
  const unreadable = malformedList('an issuer in it cannot be read');
  checkHolds(value, ['name', 'root', 'hosts', 'from', 'until']);
  const der = decodeBase64(asText(value.get('root')) ?? '?', standardForm);
  if (asText(value.get('name')) === undefined || !der || der.length > limits.certificate) throw unreadable;
  const root = await SignerCertificate.read(der).catch(() => {
    throw unreadable;
  });
  const hosts = asList(value.get('hosts'));
  if (!hosts?.length || !hosts.every((host) => typeof host === 'string' && isHost(host))) throw unreadable;
  const from = asNumber(value.get('from'));
  const until = value.get('until') ?? null;
  if (from === undefined || (until !== null && typeof until !== 'number')) throw unreadable;
  return { name: value.get('name'), root, hosts, from, until };
}

/** Whether the list vouches for an issuer at a moment. */
export const isActive = (issuer, moment) => issuer.from <= moment && (issuer.until === null || moment < issuer.until);

function readRevoked(value) {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw malformedList('revoked is not a list');
  return value.map((one) => {
    checkHolds(one, ['x5t#S256', 'from', 'reason']);
    const [thumbprint, from] = [one.get('x5t#S256'), asNumber(one.get('from'))];
    if (!isToken(thumbprint, 43) || from === undefined) throw malformedList('a revocation in it cannot be read');
    return { thumbprint, from };
  });
}

function checkHolds(value, names) {
  if (!(value instanceof Members) || !value.names.every((name) => names.includes(name))) {
    throw malformedList('an entry of it holds a member nobody defined');
  }
}

/** Taken apart and not yet verified. */
function readSignedList(bytes) {
  const text = listJSON(bytes);
  const encoded = asText(member(text, 'payload'));
  const payload = encoded === undefined ? null : decodeBase64(encoded);
  const values = asList(member(text, 'signatures'));
  if (!payload || text.list.length !== 2 || !values || values.length > limits.authorityKeys) {
    throw malformedList('it is not a signed list');
  }
  return { payload, entries: values.map((value) => readEntry(value, encoded)) };
}

function readEntry(value, encoded) {
  const unreadable = malformedList('a signature of it cannot be read');
  const header = asText(member(value, 'protected'));
  const signature = asText(member(value, 'signature'));
  const headerBytes = header === undefined ? null : decodeBase64(header);
  if (!headerBytes || signature === undefined || value.list.length !== 2) throw unreadable;
  let fields;
  try {
    fields = parseStrictJSON(headerBytes);
  } catch {
    throw unreadable;
  }
  const key = asText(member(fields, 'kid'));
  if (key === undefined) throw unreadable;
  const isOurs = fields.get('alg') === 'ES256' && fields.get('typ') === 'trust-list+jws' && fields.list.length === 3;
  return { key, isOurs, signature: decodeBase64(signature), signedBytes: utf8(`${header}.${encoded}`) };
}

/** How many of these keys signed. A key counts once. */
export async function countSignatures({ entries }, { keys }) {
  const found = new Set();
  for (const entry of entries) {
    const key = keys.get(entry.key);
    if (!key) continue;
    if (!entry.isOurs || !entry.signature || !(await verifyES256(key.key, entry.signature, entry.signedBytes))) {
      throw new CheckFailure('trust.signature', 'a signature of the trust list is wrong');
    }
    found.add(entry.key);
  }
  return found.size;
}
