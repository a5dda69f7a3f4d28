// Signed notes (C2SP signed-note, 2026-04-23), the two kinds of keys that count here, and what a witness signs (C2SP
// tlog-cosignature, 2026-06-03).
import { decodeBase64, standardForm } from './base64.js';
import { concatenated, hex, isSame, sha256, utf8 } from './bytes.js';
import { importEd25519Key, verifyEd25519 } from './signing-keys.js';

/** Bytes of a note. */
export const noteLimit = 16 << 10;
const signatureLimit = 32;
const dash = '\u2014 ';

/** Ed25519 over a note's text: a log signs its checkpoints. */
export const logKind = 0x01;
/** Ed25519 over a checkpoint and a time: a witness cosigns. */
export const witnessKind = 0x04;

/** Why a note or a key is refused. */
export class NoteFailure extends Error {
  constructor(kind, message = kind) {
    super(message);
    this.kind = kind;
  }
}

/** Not empty, and without plus, control characters and anything Unicode counts as white space. */
const isKeyName = (name) => name !== '' && !/[+\u0000-\u001f]|\p{White_Space}/u.test(name);

/** Reads a verifier key, `name+hex+base64`, in the one spelling it has. */
export async function readVerifierKey(text) {
  const [name, id, ...rest] = text.split('+');
  const bytes = rest.length > 0 ? decodeBase64(rest.join('+'), standardForm) : null;
  if (!bytes) throw new NoteFailure('key', 'it is not of the form name+id+key');
  const kind = bytes[0];
  if (kind !== logKind && kind !== witnessKind) throw new NoteFailure('key', 'it is of a kind that is not known here');
  if (bytes.length !== 33) throw new NoteFailure('key', 'its key is not 32 bytes of Ed25519');
  if (!isKeyName(name)) throw new NoteFailure('key', 'its name is empty, or holds a space or a plus');
  const material = bytes.subarray(1);
  const fitting = (await sha256(concatenated(utf8(name), [0x0a, kind], material))).subarray(0, 4);
  if (id !== hex(fitting)) throw new NoteFailure('key', 'its id does not follow from its name and key');
  return { name, kind, id: fitting, material };
}

/** Reads a note, a text: without control characters, an empty line, and at least one signature line. */
export function readNote(note) {
  if (utf8(note).length > noteLimit) throw new NoteFailure('too-large');
  const split = note.lastIndexOf('\n\n', note.length - 3);
  if (utf8(note).length <= 3 || !note.endsWith('\n') || split < 0 || /[\u0000-\u0009\u000b-\u001f]/.test(note)) {
    throw new NoteFailure('malformed');
  }
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > signatureLimit) throw new NoteFailure('too-large');
  return { text: note.slice(0, split + 1), signatures: lines.map(readSignatureLine) };
}

function readSignatureLine(line) {
  const rest = line.slice(dash.length);
  const space = rest.lastIndexOf(' ');
  const name = rest.slice(0, Math.max(space, 0));
  const bytes = decodeBase64(rest.slice(space + 1), standardForm);
  if (!line.startsWith(dash) || space < 0 || !isKeyName(name) || !bytes || bytes.length <= 4) {
    throw new NoteFailure('malformed');
  }
  return { name, id: bytes.subarray(0, 4), bytes: bytes.subarray(4) };
}

/** Whether a signature line names a key. */
export const isNamedBy = (key, line) => line.name === key.name && isSame(line.id, key.id);

/**
 * The signatures of known keys, all of them good. Unknown keys are ignored; one bad signature of a known key refuses the
 * note, and so does a second line of the same key.
 */
export async function verifyNote({ text, signatures }, keys) {
  const found = [];
  for (const line of signatures) {
    const key = keys.find((one) => isNamedBy(one, line));
    if (!key) continue;
    if (found.some((one) => isNamedBy(one.key, line))) throw new NoteFailure('repeated');
    if (!(await isGoodLine(text, line, key))) throw new NoteFailure('bad-signature');
    found.push({ key, line });
  }
  return found;
}

async function isGoodLine(text, line, key) {
  const imported = await importEd25519Key(key.material);
  if (key.kind === logKind) return verifyEd25519(imported, line.bytes, utf8(text));
  const cosignature = readCosignature(line);
  if (!cosignature) return false;
  const message = utf8(`cosignature/v1\ntime ${cosignature.timestamp}\n${text}`);
  return verifyEd25519(imported, cosignature.signature, message);
}

/** Seconds since 1970, a big integer, and the signature; null unless they are a time below 2^63 and 64 bytes. */
export function readCosignature({ bytes }) {
  if (bytes.length !== 72) return null;
  const timestamp = [...bytes.subarray(0, 8)].reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return timestamp < 1n << 63n ? { timestamp, signature: bytes.subarray(8) } : null;
}
