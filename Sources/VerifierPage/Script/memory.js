// What a verifier remembers between two checks, so that nobody can hand it an older trust list than it has seen (certificate
// profile, "Trust list"). The format is the command line's, so that one can read what the other wrote.
import { canonicalBytes, object } from './canonical-json.js';
import { CheckFailure, limits } from './failure.js';
import { asNumber, asText, member, parseStrictJSON } from './strict-json.js';
import { authorityJSON, countSignatures, readAuthority } from './trust.js';

const memoryFormat = 'handover-verifier-memory/1';

/** Bytes that are no memory. */
export class MalformedMemory extends Error {}

export class VerifierMemory {
  constructor(trust = null) {
    this.trust = trust;
  }

  /** Reads what `bytes` wrote, or throws MalformedMemory. */
  static async read(bytes) {
    try {
      const root = bytes.length <= limits.memory ? parseStrictJSON(bytes) : undefined;
      if (member(root, 'format') !== memoryFormat) throw new MalformedMemory();
      const value = root.get('trust');
      if (value === undefined) return new VerifierMemory();
      const version = asNumber(member(value, 'version'));
      const listDigest = asText(member(value, 'digest'));
      const issuedAt = asNumber(member(value, 'iat'));
      if (version === undefined || listDigest === undefined || issuedAt === undefined) throw new MalformedMemory();
      return new VerifierMemory({ version, digest: listDigest, issuedAt, authority: await readAuthority(value.get('authority')) });
    } catch {
      throw new MalformedMemory();
    }
  }

  /** The memory as strict JSON. */
  get bytes() {
    const trust = this.trust && object(
      ['version', this.trust.version], ['digest', this.trust.digest], ['iat', this.trust.issuedAt],
      ['authority', authorityJSON(this.trust.authority)]);
    return canonicalBytes(object(['format', memoryFormat], ...(trust ? [['trust', trust]] : [])));
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
          'to change to another list on purpose, give it a memory of its own with --state FILE');
      }
    }
    this.trust = { version: list.version, digest: list.digest, issuedAt: list.issuedAt, authority: list.authority };
    return true;
  }
}
