// The extensions of a certificate that this profile looks into. Each reader gives null where the extension is absent or
// cannot be read.
import { context, inside, need, oid, parseDER, readBits, readBoolean, readInteger, readOID, tag } from './der.js';

function read(certificate, identifier, reader) {
  const extension = certificate.extensions.get(identifier);
  if (!extension) return null;
  try {
    return reader(parseDER(extension.value));
  } catch {
    return null;
  }
}

/** Whether it is an authority, and how many authorities may be below it (null: any number). */
export const basicConstraints = (certificate) => read(certificate, oid.basicConstraints, (node) => {
  const parts = [...inside(node, tag.sequence)];
  const isAuthority = parts[0]?.tag === tag.boolean ? readBoolean(parts.shift()) || need(false) : false;
  const length = parts.length > 0 ? readInteger(parts.shift()) : null;
  need(parts.length === 0 && (length === null || isAuthority));
  return { isAuthority, below: length && signedNumber(length) };
});

function signedNumber(bytes) {
  need(bytes.length <= 8);
  if (bytes.length > 6) return bytes[0] >= 0x80 ? -Infinity : Infinity;
  const number = [...bytes].reduce((sum, byte) => sum * 256 + byte, 0);
  return bytes[0] >= 0x80 ? number - 256 ** bytes.length : number;
}

/** The uses as the bits of the first byte and, for the ninth, of a second. */
export const keyUsage = (certificate) => read(certificate, oid.keyUsage, (node) => {
  const { unused, bytes } = readBits(node);
  need(bytes.length <= 2 && (bytes.length < 2 || unused === 7));
  // A named bit list ends with a bit that is set.
  need(bytes.length === 0 || (bytes.at(-1) & (1 << unused)) !== 0);
  return ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
});

/** The uses that matter here, as keyUsage gives them. */
export const usage = Object.freeze({ digitalSignature: 0x8000, keyCertSign: 0x0400, cRLSign: 0x0200 });

/** The purposes, by identifier. */
export const extendedKeyUsage = (certificate) => read(certificate, oid.extendedKeyUsage, (node) => {
  const purposes = inside(node, tag.sequence).map(readOID);
  need(purposes.length <= 32 && new Set(purposes).size === purposes.length);
  return purposes;
});

/** The URIs among the alternative names, which are of no other kind than mail, DNS and URI. */
export const alternativeURIs = (certificate) => read(certificate, oid.subjectAlternativeName, (node) => {
  const names = inside(node, tag.sequence).map(readGeneralName);
  need(names.every(({ text }) => text !== undefined));
  return names.filter((name) => name.kind === 6).map((name) => name.text);
});

/** The permitted and the excluded subtrees. */
export const nameConstraints = (certificate) => read(certificate, oid.nameConstraints, (node) => {
  const parts = [...inside(node, tag.sequence)];
  const permitted = parts[0]?.tag === context(0) ? readSubtrees(parts.shift()) : null;
  const excluded = parts[0]?.tag === context(1) ? readSubtrees(parts.shift()) : null;
  need(parts.length === 0 && (permitted || excluded));
  return { permitted: permitted ?? [], excluded: excluded ?? [] };
});

/** Only the base of a subtree: minimum and maximum are never used (RFC 5280, section 4.2.1.10). */
function readSubtrees(node) {
  need(node.children);
  return node.children.map((subtree) => {
    const parts = inside(subtree, tag.sequence);
    need(parts.length === 1);
    return readGeneralName(parts[0]);
  });
}

/** e-mail 1, DNS 2 and URI 6 are text of ASCII characters; the other kinds are told apart and not looked into. */
function readGeneralName(node) {
  const kind = node.tag & 0x1f;
  need((node.tag & 0xc0) === 0x80 && kind <= 8);
  if (![1, 2, 6].includes(kind)) return { kind };
  need(!node.children && node.content.every((byte) => byte < 0x80));
  return { kind, text: String.fromCharCode(...node.content) };
}
