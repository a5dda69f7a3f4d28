// Proofs that a leaf is in a tree (RFC 6962, section 2.1; checked as RFC 9162, section 2.1.3.2, writes it out).
import { concatenated, isSame, sha256 } from './bytes.js';

/** Hashes in a proof: no tree below 2^63 leaves needs more. */
export const merkleProofLimit = 63;

/** The hash of a leaf: of a zero byte and its bytes. */
export const leafHash = (entry) => sha256(concatenated([0], entry));

/** The hash of two halves: of a one byte and theirs. */
export const nodeHash = (left, right) => sha256(concatenated([1], left, right));

/** Whether the path leads from the leaf's hash to the root. Places and sizes are big integers. */
export async function isIncluded(leaf, { index, size, root, path }) {
  if (index >= size || path.length > merkleProofLimit) return false;
  let place = index;
  let last = size - 1n;
  let hash = leaf;
  for (const other of path) {
    if (last === 0n) return false;
    if ((place & 1n) === 1n || place === last) {
      hash = await nodeHash(other, hash);
      while ((place & 1n) === 0n && place !== 0n) {
        place >>= 1n;
        last >>= 1n;
      }
    } else {
      hash = await nodeHash(hash, other);
    }
    place >>= 1n;
    last >>= 1n;
  }
  return last === 0n && isSame(hash, root);
}
