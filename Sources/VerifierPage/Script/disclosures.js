// The disclosures of a certificate, checked against the digests that were signed (step 9; RFC 9901, section 7.1).
import { decodeBase64, isToken } from './base64.js';
import { strictly } from './bundle.js';
import { digest, utf8 } from './bytes.js';
import { CheckFailure } from './failure.js';
import { asList, Members } from './strict-json.js';

const sections = ['deal', 'staff', 'evidence', 'ledger'];
const openClaims = [
  'iss', 'iat', 'jti', 'vct', 'status', 'vehicle', 'handover', 'supersedes', 'supplements', '_sd_alg',
];

/** The names opened in this copy, `private` first, or throws the first failure. */
export async function openDisclosures(texts, topDigest) {
  const entries = new Map();
  for (const text of texts) {
    const name = await digest(utf8(text));
    if (entries.has(name)) throw new CheckFailure('sd.duplicate-digest', 'a disclosure stands there twice');
    entries.set(name, readDisclosure(text));
  }
  const top = entries.get(topDigest);
  if (!top) {
    if (entries.size > 0) throw orphan();
    return [];
  }
  if (top.name !== 'private') {
    throw new CheckFailure('profile.disclosure', 'a disclosure at the top is not the private part');
  }
  top.used = true;
  const opened = ['private', ...openSections(top.value, entries)];
  if ([...entries.values()].some((entry) => !entry.used)) throw orphan();
  return opened;
}

function openSections(part, entries) {
  const digests = part instanceof Members && part.list.length === 1 ? asList(part.get('_sd')) : undefined;
  if (!digests) throw new CheckFailure('profile.disclosure', 'the private part holds something besides digests');
  const seen = new Set();
  const names = [];
  for (const text of digests) {
    if (!isToken(text, 43)) {
      throw new CheckFailure('sd.disclosure-malformed', 'a digest in the private part is malformed');
    }
    if (seen.has(text)) throw new CheckFailure('sd.duplicate-digest', 'a digest stands there twice');
    seen.add(text);
    const entry = entries.get(text);
    if (!entry) continue;
    if (!isSection(entry.name)) {
      throw new CheckFailure('profile.disclosure', 'the private part opens an unknown section');
    }
    if (names.includes(entry.name)) {
      throw new CheckFailure('sd.claim-collision', 'a section of the private part stands there twice');
    }
    if (hasDigests(entry.value)) {
      throw new CheckFailure('profile.disclosure', 'a section of the private part withholds something of its own');
    }
    entry.used = true;
    names.push(entry.name);
  }
  return names;
}

function readDisclosure(text) {
  const bytes = decodeBase64(text);
  if (!bytes) throw new CheckFailure('b64.noncanonical', 'a disclosure is not spelled in strict base64url');
  const value = strictly(bytes, 'a disclosure is not strict JSON');
  const [salt, name, inner] = Array.isArray(value) && value.length === 3 ? value : [];
  const isSalt = typeof salt === 'string' && salt.length >= 22 && decodeBase64(salt) !== null;
  if (!isSalt || typeof name !== 'string') {
    throw new CheckFailure('sd.disclosure-malformed', 'a disclosure is not salt, name and value');
  }
  if (name === '_sd' || name === '...') {
    throw new CheckFailure('sd.reserved-name', 'a disclosure uses a reserved name');
  }
  if (openClaims.includes(name)) {
    throw new CheckFailure('sd.claim-collision', 'a disclosure repeats a claim that stands in the open');
  }
  return { name, value: inner, used: false };
}

/** Whether a reader by the general standard would look for more disclosures in it; this profile ends at the sections. */
function hasDigests(value) {
  if (Array.isArray(value)) return value.some(hasDigests);
  if (!(value instanceof Members)) return false;
  return value.list.some(([name, inner]) => name === '_sd' || name === '...' || hasDigests(inner));
}

const isSection = (name) =>
  sections.includes(name) || (name.startsWith('holder_') && isToken(name.slice('holder_'.length), 22));

const orphan = () => new CheckFailure('sd.unreferenced-disclosure', 'a disclosure is not part of what was signed');
