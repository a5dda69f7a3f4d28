// What a verifier remembers between two checks, so that nobody can hand it an older trust list or an older status than it has
// seen (certificate profile, "Trust list"). The format is the command line's, so that one can read what the other wrote.
import { canonicalBytes, object } from './canonical-json.js';
import { CheckFailure, limits } from './failure.js';
import { issuerHost } from './issuer-name.js';
import { asNumber, asText, member, Members, parseStrictJSON } from './strict-json.js';
import { authorityJSON, countSignatures, readAuthority } from './trust.js';

const memoryFormat = 'handover-verifier-memory/1';

/** Bytes that are no memory. */
export class MalformedMemory extends Error {}

export class VerifierMemory {
  /** @param statuses the newest `iat` of each status list, by the list's address */
  constructor(trust = null, statuses = new Map()) {
    this.trust = trust;
    this.statuses = statuses;
  }

  /** Another that knows the same. */
  copy() {
    return new VerifierMemory(this.trust, new Map(this.statuses));
  }

  /** Reads what `bytes` wrote, or throws MalformedMemory. */
  static async read(bytes) {
    try {
      const root = bytes.length <= limits.memory ? parseStrictJSON(bytes) : undefined;
      if (member(root, 'format') !== memoryFormat) throw new MalformedMemory();
      const statuses = readStatuses(root.get('status'));
      const value = root.get('trust');
      if (value === undefined) return new VerifierMemory(null, statuses);
      const version = asNumber(member(value, 'version'));
      const listDigest = asText(member(value, 'digest'));
      const issuedAt = asNumber(member(value, 'iat'));
      if (version === undefined || listDigest === undefined || issuedAt === undefined) throw new MalformedMemory();
      const authority = await readAuthority(value.get('authority'));
      return new VerifierMemory({ version, digest: listDigest, issuedAt, authority }, statuses);
    } catch {
      throw new MalformedMemory();
    }
  }

  /** The memory as strict JSON. */
  get bytes() {
    const trust = this.trust && object(
      ['version', this.trust.version], ['digest', this.trust.digest], ['iat', this.trust.issuedAt],
      ['authority', authorityJSON(this.trust.authority)]);
    const sorted = [...this.statuses].sort(([one], [other]) => (one < other ? -1 : 1));
    return canonicalBytes(object(['format', memoryFormat], ...(trust ? [['trust', trust]] : []),
      ...(sorted.length > 0 ? [['status', object(...sorted)]] : [])));
  }

  /**
   * Takes a trust list in, or refuses it. The first is accepted on its own signatures, because the user gave it; a later one
   * needs those of the remembered list's keys too, and may not go back. Tells whether anything new is to be kept.
   */
  async accept(list) {
    const before = this.trust;
    if (before) {
      if (list.version === before.version && list.digest === before.digest) return false;
      if (list.version <= before.version) {
        throw new CheckFailure('trust.rollback',
          `the trust list is another than list ${before.version}, which was used here before, and not newer`,
          'get the current one; to change to another on purpose, give it a memory of its own with --state FILE');
      }
      if ((await countSignatures(list.signed, before.authority)) < before.authority.threshold) {
        throw new CheckFailure('trust.signature',
          `the trust list is not signed by the keys of list ${before.version}, which was used here before`,
          list.version > before.version + 1
            ? 'give the lists in between first, the oldest first, each with --trust FILE; to change to another list on purpose, give it a memory of its own with --state FILE'
            : 'to change to another list on purpose, give it a memory of its own with --state FILE');
      }
    }
    this.trust = { version: list.version, digest: list.digest, issuedAt: list.issuedAt, authority: list.authority };
    return true;
  }

  /** When the newest status token of this list that was seen was issued, or null. */
  newestStatus(uri) {
    return this.statuses.get(uri) ?? null;
  }

  /**
   * Takes in when a status that a check went by was issued. One that is dated in the future is not taken: it would make every
   * honest one after it look old. Tells whether anything new is to be kept.
   */
  acceptStatus({ status, checkedAt }) {
    if (!status || status.issuedAt > checkedAt + limits.clockSkew) return false;
    if (status.issuedAt <= (this.newestStatus(status.uri) ?? -1)) return false;
    this.statuses.set(status.uri, status.issuedAt);
    if (this.statuses.size > limits.rememberedLists) {
      // The list that was not heard of for the longest time is forgotten.
      const [oldest] = [...this.statuses].reduce((best, one) => (one[1] < best[1] ? one : best));
      this.statuses.delete(oldest);
    }
    return true;
  }
}

/** The member is missing in what earlier versions wrote. */
function readStatuses(value) {
  if (value === undefined) return new Map();
  if (!(value instanceof Members) || value.list.length > limits.rememberedLists) throw new MalformedMemory();
  for (const [uri, issuedAt] of value.list) {
    if (issuerHost(uri) === null || !(asNumber(issuedAt) >= 0)) throw new MalformedMemory();
  }
  return new Map(value.list);
}
