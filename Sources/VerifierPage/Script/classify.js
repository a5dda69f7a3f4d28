// Tells by content what a file is that was dropped or chosen. What is none of the others is taken for a certificate, so that
// the check can name what is wrong with it.
import { decodeBase64 } from './base64.js';
import { trimmedASCII } from './bundle.js';
import { bagFormat } from './issuer-bag.js';
import { member, Members, parseStrictJSON } from './strict-json.js';

/** `certificate`, `trust`, `status`, `issuers`, `table`, `picture` or `nothing`. */
export function kindOf(bytes) {
  if (bytes.length === 0) return 'nothing';
  if (isPicture(bytes)) return 'picture';
  if (bytes[0] === 0x7b) return kindOfJSON(bytes);
  return isStatusToken(trimmedASCII(bytes)) ? 'status' : 'certificate';
}

/** By the type its header names, which the check asks for again. */
function isStatusToken(text) {
  const header = decodeBase64(text.split('.')[0]);
  if (!header || text.includes('~')) return false;
  try {
    return member(parseStrictJSON(header), 'typ') === 'statuslist+jwt';
  } catch {
    return false;
  }
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
  if (root.get('format') === bagFormat) return 'issuers';
  if (member(root, 'version') === 1 && root.has('platforms') && root.has('layers')) return 'table';
  return 'certificate';
}

/** PNG, JPEG, GIF, WebP. */
function isPicture(bytes) {
  const start = trimmedASCII(bytes.slice(0, 12));
  return start.startsWith('\x89PNG') || start.startsWith('\xff\xd8\xff') || start.startsWith('GIF8')
    || (start.startsWith('RIFF') && start.endsWith('WEBP'));
}
