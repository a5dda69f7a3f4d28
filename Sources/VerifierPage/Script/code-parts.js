// The codes of one printed certificate, as text: the square of the first page, `VHC2:` and the signed part, and those of the
// second, `VHP2:<place>/<number>:` and a piece of what the bundle holds beside it; with a 1 on older papers.
//
// They stand in any order with ASCII white space between. Base45 has a space of its own, so a square begins only where white
// space stands before one of the prefixes; no square ends in a space, because no last group of Base45 does.
import { isSame, concatenated, utf8 } from './bytes.js';
import { codePrefix, decodeCode, inflateCode, prefixLength, tooLargeCode } from './codes.js';
import { CheckFailure, inconclusive, limits } from './failure.js';

function withoutSpaceAfter(text) {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || (text[end - 1] >= '\t' && text[end - 1] <= '\r'))) end -= 1;
  return text.slice(0, end);
}

/** Whether a text begins as a square does. */
export const beginsAsCode = (text) => codePrefix.test(text);

/**
 * The text of the first square, and the pieces of the second page in their order (none when there is none) with the prefix
 * that all of them have.
 */
export function readCodeParts(text) {
  let signed = null;
  const found = { prefix: null, number: null, pieces: new Map() };
  for (const square of text.split(/[\t-\r ](?=VH[CP][12]:)/).map((one, place, all) =>
    (place < all.length - 1 ? withoutSpaceAfter(one) : one))) {
    if (square.length > limits.qrText) throw tooLargeCode();
    if (square.startsWith('VHP')) {
      takePiece(square, found);
    } else {
      if (signed !== null && signed !== square) throw mixed();
      signed = square;
    }
  }
  if (signed === null) {
    throw missing('the code of the first page, which begins with VHC1: or VHC2:, was not given');
  }
  return { signed, prefix: found.prefix, pieces: wholePieces(found) };
}

/**
 * The bytes of the bundle that the paper was made from, in the spelling that its squares give it. Put together as text, so
 * that the one reader of bundles judges it: a member that does not belong there, a second `format` or another spelling is
 * refused as it is in a file.
 */
export async function bundleAround(compact, { prefix, pieces }) {
  const members = await inflateCode(prefix, concatenated(...pieces), limits.codePartsInflated, 256);
  if (members[0] !== 0x7b) {
    throw new CheckFailure('qr.layout', 'the codes of the second page are not laid out as those of a certificate');
  }
  const head = utf8(`{"format":"transfer-certificate-bundle/1","sd_jwt":"${compact}",`);
  const bundle = concatenated(head, members.subarray(1));
  if (bundle.length > limits.bundle) throw tooLargeCode();
  return bundle;
}

/** Takes `<place>/<number>:` and the piece. The same square twice is one. */
function takePiece(square, found) {
  const prefix = square.slice(0, prefixLength);
  const [, place, number, encoded] = /^([1-9][0-9]?)\/([1-9][0-9]?):(.*)$/su.exec(square.slice(prefixLength)) ?? [];
  if (place === undefined || Number(place) > Number(number) || Number(number) > limits.codeParts) {
    throw new CheckFailure('qr.parts', 'a code of the second page does not say which of how many it is');
  }
  const piece = decodeCode(encoded);
  const known = found.pieces.get(place);
  if ((found.prefix ?? prefix) !== prefix || (found.number ?? number) !== number || (known && !isSame(known, piece))) {
    throw mixed();
  }
  found.prefix = prefix;
  found.number = number;
  found.pieces.set(place, piece);
}

function wholePieces({ number, pieces }) {
  if (number === null) return [];
  const places = Array.from({ length: Number(number) }, (_, index) => String(index + 1));
  const absent = places.filter((place) => !pieces.has(place));
  if (absent.length > 0) {
    throw missing(`of the ${number} codes of the second page these were not given: ${absent.join(', ')}`);
  }
  return places.map((place) => pieces.get(place));
}

const mixed = () => new CheckFailure('qr.parts', 'the codes do not belong together: they are not of one paper');

const missing = (message) =>
  inconclusive('qr.parts', message, 'scan every code of the paper, or check the .transfer.json file');
