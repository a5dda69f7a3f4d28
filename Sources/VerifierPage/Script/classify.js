// Tells by content what a file is that was dropped or chosen. What is none of the others is taken for a certificate, so that
// the check can name what is wrong with it.
import { trimmedASCII } from './bundle.js';
import { member, Members, parseStrictJSON } from './strict-json.js';

/** `certificate`, `trust`, `table`, `picture` or `nothing`. */
export function kindOf(bytes) {
  if (bytes.length === 0) return 'nothing';
  if (isPicture(bytes)) return 'picture';
  return bytes[0] === 0x7b ? kindOfJSON(bytes) : 'certificate';
}

function kindOfJSON(bytes) {
  let root;
  try {
    root = parseStrictJSON(bytes);
  } catch {
    return 'certificate';
  }
  if (!(root instanceof Members)) return 'certificate';
  if (root.has('payload') && root.has('signatures')) return 'trust';
  if (member(root, 'version') === 1 && root.has('platforms') && root.has('layers')) return 'table';
  return 'certificate';
}

/** PNG, JPEG, GIF, WebP. */
function isPicture(bytes) {
  const start = trimmedASCII(bytes.slice(0, 12));
  return start.startsWith('\x89PNG') || start.startsWith('\xff\xd8\xff') || start.startsWith('GIF8')
    || (start.startsWith('RIFF') && start.endsWith('WEBP'));
}
