// A proof that a log holds an entry, with what its witnesses say, to be checked without the log (C2SP tlog-proof,
// 2026-05-22; tlog-checkpoint, 2026-07-11). Stricter than the specifications: extra data, which nothing would vouch for, is
// refused, and so is a checkpoint with extension lines.
import { decodeBase64, standardForm } from './base64.js';
import { isSame, sha256, utf8 } from './bytes.js';
import { readDecimal } from './decimal.js';
import { isIncluded, leafHash, merkleProofLimit } from './merkle.js';
import { noteLimit, readNote } from './notes.js';

const proofLimit = 64 + merkleProofLimit * 45 + noteLimit;

/** Text that is no proof; the message says why. */
export class ProofFailure extends Error {}

const hashOf = (line) => {
  const bytes = decodeBase64(line, standardForm);
  return bytes?.length === 32 ? bytes : null;
};

/** Reads a proof's text. */
export async function readLogProof(text) {
  if (utf8(text).length > proofLimit) throw new ProofFailure('it is larger than it may be');
  const lines = text.split('\n');
  // What stands behind the last newline is not a line.
  const next = () => (lines.length > 1 ? lines.shift() : null);
  if (next() !== 'c2sp.org/tlog-proof@v1') throw new ProofFailure('it does not begin as a proof');
  const second = next();
  const index = second?.startsWith('index ') ? readDecimal(second.slice('index '.length)) : null;
  if (index === null) throw new ProofFailure('it does not say which entry it is for');
  const path = [];
  for (;;) {
    const line = next();
    if (line === null) throw new ProofFailure('it ends before its checkpoint');
    if (line === '') break;
    if (path.length >= merkleProofLimit) throw new ProofFailure('it has more hashes than any proof needs');
    const hash = hashOf(line);
    if (!hash) throw new ProofFailure('a hash of it cannot be read');
    path.push(hash);
  }
  const note = readProofNote(lines.join('\n'));
  const checkpoint = await readCheckpoint(note.text);
  if (!checkpoint) throw new ProofFailure('its checkpoint does not say which log, how large and which root');
  return { index, path, note, checkpoint };
}

function readProofNote(text) {
  try {
    return readNote(text);
  } catch {
    throw new ProofFailure('its checkpoint is no signed note');
  }
}

/** The size and root of a log's tree; null unless the text is three lines in the one spelling they have. */
async function readCheckpoint(text) {
  const [origin, digits, encoded, ...rest] = text.split('\n');
  if (rest.length !== 1 || rest[0] !== '' || origin === '') return null;
  const size = readDecimal(digits);
  const root = hashOf(encoded);
  if (size === null || !root) return null;
  if (size === 0n && !isSame(root, await sha256(new Uint8Array(0)))) return null;
  return { origin, size, root };
}

/** Whether the proof is of the certificate whose issuer-signed part has this SHA-256, in hexadecimal. */
export async function provesCertificate({ index, path, checkpoint }, digestHex) {
  const leaf = await leafHash(utf8(`transfer-certificate/1 sha256:${digestHex}\n`));
  return isIncluded(leaf, { index, path, size: checkpoint.size, root: checkpoint.root });
}
