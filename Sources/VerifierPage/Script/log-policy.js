// Which logs count, which witnesses, and how many of them it takes (C2SP tlog-policy, 2026-06-22). Stricter than the
// specification: keys are of the two kinds known here, no key stands there twice in any role, and more than 32 logs,
// witnesses or groups are refused. Addresses are read and not used.
import { isSame } from './bytes.js';
import { readDecimal } from './decimal.js';
import { isNamedBy, logKind, NoteFailure, readCosignature, readVerifierKey, verifyNote, witnessKind } from './notes.js';

const policyLimit = 32;

/** Text that is no policy; `line` counts from 1 and is 0 for the whole. */
export class PolicyFailure extends Error {
  constructor(line, message) {
    super(message);
    this.line = line;
  }
}

/** Reads a policy's text: `logs`, `witnesses`, and the `quorum`, null when it asks for nobody. */
export async function readLogPolicy(text) {
  const reader = new PolicyReader();
  await reader.read(text);
  return { logs: reader.logs, witnesses: reader.witnesses, quorum: reader.quorum };
}

class PolicyReader {
  constructor() {
    Object.assign(this, { logs: [], witnesses: [], named: new Map(), members: new Set(), groups: 0, line: 0 });
    this.quorum = undefined;
  }

  fail(message) {
    throw new PolicyFailure(this.line, message);
  }

  async read(text) {
    if (/[^\t\n\x20-\x7e\u0080-\u{10ffff}]/u.test(text)) this.fail('it holds a control character');
    if (!text.endsWith('\n')) this.fail('its last line is not ended');
    for (const line of text.slice(0, -1).split('\n')) {
      this.line += 1;
      const [verb, ...words] = line.split(/[ \t]/).filter((word) => word !== '');
      if (verb !== undefined && !verb.startsWith('#')) await this.readLine(verb, words);
    }
    this.line = 0;
    if (this.quorum === undefined) this.fail('it has no quorum line');
  }

  async readLine(verb, words) {
    const count = words.length;
    if (verb === 'log' && count >= 1 && count <= 2) return this.addLog(words[0]);
    if (verb === 'witness' && count >= 2 && count <= 3) return this.addWitness(words[0], words[1]);
    if (verb === 'group' && count >= 3) return this.addGroup(words);
    if (verb === 'quorum' && count === 1) return this.setQuorum(words[0]);
    return this.fail('the line is none that a policy has');
  }

  async addLog(key) {
    if (this.logs.length >= policyLimit) this.fail(`there are more than ${policyLimit} logs`);
    this.logs.push(await this.key(key, logKind));
  }

  async addWitness(name, text) {
    if (this.witnesses.length >= policyLimit) this.fail(`there are more than ${policyLimit} witnesses`);
    const key = await this.key(text, witnessKind);
    this.define(name, { witness: this.witnesses.length });
    this.witnesses.push(key);
  }

  addGroup([name, threshold, ...names]) {
    this.groups += 1;
    if (this.groups > policyLimit) this.fail(`there are more than ${policyLimit} groups`);
    const members = names.map((member) => {
      if (!this.named.has(member)) this.fail('a member of the group is not defined above it');
      if (this.members.has(member)) this.fail('a member of the group is one of a group already');
      this.members.add(member);
      return this.named.get(member);
    });
    this.define(name, { needed: this.threshold(threshold, members.length), members });
  }

  threshold(word, count) {
    if (word === 'all') return count;
    if (word === 'any') return 1;
    const number = readDecimal(word);
    if (number === null || number < 1n || number > BigInt(count)) {
      this.fail('the group asks for a number of members that it cannot have');
    }
    return Number(number);
  }

  setQuorum(name) {
    if (this.quorum !== undefined) this.fail('there is a second quorum line');
    if (name !== 'none' && !this.named.has(name)) this.fail('the quorum is not defined above it');
    this.quorum = name === 'none' ? null : this.named.get(name);
  }

  define(name, quorum) {
    if (name === 'none' || this.named.has(name)) this.fail("a name is given twice, or is 'none'");
    this.named.set(name, quorum);
  }

  async key(text, kind) {
    const key = await readVerifierKey(text).catch((error) => this.fail(`a key cannot be read: ${error.message}`));
    if (key.kind !== kind) this.fail("a log's key stands for a witness, or a witness's for a log");
    for (const other of [...this.logs, ...this.witnesses]) {
      if (isSame(other.material, key.material)) this.fail('a key stands there twice');
      if (other.name === key.name && isSame(other.id, key.id)) this.fail('two keys have one name and id');
    }
    return key;
  }
}

/** The places of the witnesses a quorum draws on. */
const askedPlaces = (quorum) => {
  if (!quorum) return [];
  return quorum.members ? [...new Set(quorum.members.flatMap(askedPlaces))] : [quorum.witness];
};

const isMet = (quorum, seen) => {
  if (!quorum) return false;
  if (!quorum.members) return seen.has(quorum.witness);
  return quorum.members.filter((member) => isMet(member, seen)).length >= quorum.needed;
};

/**
 * Whether a known log signed the checkpoint, and when enough witnesses had seen it: `{ time, witnesses, of }`, with `time`
 * null when too few had. Throws a NoteFailure of kind `unknown-log`, `bad-signature` or `repeated`.
 *
 * @param latest cosignatures of later times are left out; a big integer
 */
export async function witnessing(policy, checkpoint, note, latest) {
  const mine = policy.logs.filter(({ name }) => name === checkpoint.origin);
  if (mine.length === 0) throw new NoteFailure('unknown-log');
  const verified = (await verifyNote(note, [...policy.logs, ...policy.witnesses])).map(({ line }) => line);
  if (!verified.some((line) => mine.some((log) => isNamedBy(log, line)))) throw new NoteFailure('unknown-log');
  const asked = askedPlaces(policy.quorum);
  const times = asked.flatMap((place) => {
    const line = verified.find((one) => isNamedBy(policy.witnesses[place], one));
    const time = line && readCosignature(line)?.timestamp;
    return time !== undefined && time <= latest ? [{ place, time }] : [];
  });
  const seen = new Set();
  let met = null;
  for (const { place, time } of times.sort((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0))) {
    seen.add(place);
    if (met === null && isMet(policy.quorum, seen)) met = time;
  }
  return { time: met, witnesses: times.length, of: asked.length };
}
