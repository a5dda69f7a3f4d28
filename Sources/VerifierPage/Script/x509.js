// One certificate of a signer's chain (RFC 5280), with the digest of the bytes as received.
import { digest, hex, isSame } from './bytes.js';
import {
  context, inside, need, oid, parseDER, primitive, readBits, readBoolean, readInteger, readNatural, readOID, tag,
} from './der.js';
import { CheckFailure } from './failure.js';
import { importPublicKey, readSignature, signatureAlgorithms, verifySignature } from './signing-keys.js';
import { decodeUTF8 } from './strict-json.js';
import { fromCivil } from './times.js';

const maximumExtensions = 32;

/** A certificate that was read. Nothing about it is verified yet. */
export class SignerCertificate {
  /** Reads DER, or throws `issuer.certificate-malformed`. */
  static async read(der) {
    try {
      const certificate = new SignerCertificate();
      certificate.parse(der);
      certificate.key = await importPublicKey(certificate.keyInfo);
      certificate.thumbprint = await digest(der);
      return certificate;
    } catch {
      throw new CheckFailure('issuer.certificate-malformed', 'a signer certificate cannot be read');
    }
  }

  parse(der) {
    this.der = der;
    const parts = inside(parseDER(der), tag.sequence);
    need(parts.length === 3);
    this.signed = parts[0].bytes;
    this.readSigned(inside(parts[0], tag.sequence));
    // The signature does not cover the outer algorithm and the unused bits: they may have one spelling only.
    need(isSame(parts[1].bytes, this.algorithmBytes));
    const bits = readBits(parts[2]);
    need(bits.unused === 0);
    this.signature = readSignature(this.algorithm, bits.bytes);
  }

  /** version [0], serial number, algorithm, issuer, validity, subject, key, extensions [3]. */
  readSigned(nodes) {
    const rest = [...nodes];
    const version = inside(rest.shift(), context(0));
    need(version.length === 1 && isSame(readInteger(version[0]), [2]));
    readNatural(rest.shift());
    const algorithm = rest.shift();
    inside(algorithm, tag.sequence);
    this.algorithmBytes = algorithm.bytes;
    this.algorithm = signatureAlgorithms.get(hex(algorithm.bytes));
    need(this.algorithm);
    const issuer = rest.shift();
    readName(issuer);
    this.issuerName = issuer.bytes;
    const validity = inside(rest.shift(), tag.sequence);
    need(validity.length === 2);
    [this.notBefore, this.notAfter] = validity.map(readTime);
    const subject = rest.shift();
    this.displayName = displayName(readName(subject));
    this.subjectName = subject.bytes;
    this.keyInfo = inside(rest.shift(), tag.sequence);
    need(this.keyInfo.length === 2);
    for (const number of [1, 2]) if (rest[0]?.tag === context(number)) readUniqueName(rest.shift(), number);
    this.extensions = rest[0]?.tag === context(3) ? readExtensions(rest.shift()) : new Map();
    need(rest.length === 0);
  }

  isValidAt(moment) {
    return this.notBefore <= moment && moment <= this.notAfter;
  }

  /** Whether the signer's name and key fit. */
  async wasIssuedBy(signer) {
    return isSame(this.issuerName, signer.subjectName)
      && verifySignature(signer.key, this.algorithm, this.signature, this.signed);
  }

  isCritical(identifier) {
    return this.extensions.get(identifier)?.critical ?? false;
  }
}

/** Old certificates may number their names; nobody's do. Read as swift-certificates 1.21.1 reads it, explicitly tagged. */
function readUniqueName(node, number) {
  const wrapped = inside(node, context(number));
  need(wrapped.length === 1);
  readBits(wrapped[0]);
}

/** The attributes of a name, as pairs of type and value's element. */
function readName(node) {
  const pairs = [];
  for (const set of inside(node, tag.sequence)) {
    const attributes = inside(set, tag.set);
    attributes.slice(1).forEach((attribute, place) => need(!precedes(attribute.bytes, attributes[place].bytes)));
    for (const attribute of attributes) {
      const parts = inside(attribute, tag.sequence);
      need(parts.length === 2);
      pairs.push([readOID(parts[0]), parts[1]]);
    }
  }
  return pairs;
}

/** The order in a SET OF (X.690, section 11.6): the shorter is as if padded with zeros. */
function precedes(one, other) {
  for (let place = 0; place < Math.max(one.length, other.length); place += 1) {
    const [left, right] = [one[place] ?? 0, other[place] ?? 0];
    if (left !== right) return left < right;
  }
  return false;
}

/** Organisation and unit, the only names ever shown: they come from the validated certificate, never from a payload. */
function displayName(pairs) {
  return pairs.filter(([type]) => type === oid.organization || type === oid.unit).map(([, value]) => {
    const isText = [tag.utf8, tag.printable, tag.ia5].includes(value.tag) && !value.children;
    return escapedName((isText ? decodeUTF8(value.content) : null) ?? `#${hex(value.bytes)}`);
  }).join(', ');
}

/** As RFC 4514 (section 2.4) writes a value, which the command line does too. */
function escapedName(text) {
  const [, head, rest] = /^([ #]*)(.*)$/su.exec(text);
  const [, middle, tail] = /^(.*?)( *)$/su.exec(rest);
  const each = (run) => run.replace(/./gsu, '\\$&');
  return each(head) + middle.replace(/[,+"\\<>;]/g, '\\$&') + each(tail);
}

function readTime(node) {
  const isShort = node.tag === tag.utcTime;
  const text = String.fromCharCode(...primitive(node, isShort ? tag.utcTime : tag.generalTime));
  const found = (isShort ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/).exec(text);
  need(found);
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number);
  need(hour < 24 && minute < 60 && second < 60);
  const century = isShort ? (year >= 50 ? 1900 : 2000) : 0;
  const moment = fromCivil(century + year, month, day, hour, minute, second);
  need(moment !== null);
  return moment;
}

/** By identifier: whether it is critical, and the DER in it. */
function readExtensions(node) {
  const wrapped = inside(node, context(3));
  need(wrapped.length === 1);
  const entries = inside(wrapped[0], tag.sequence);
  need(entries.length <= maximumExtensions);
  const extensions = new Map();
  for (const entry of entries) {
    const parts = [...inside(entry, tag.sequence)];
    const identifier = readOID(parts.shift());
    const critical = parts[0]?.tag === tag.boolean ? readBoolean(parts.shift()) || need(false) : false;
    const value = primitive(parts.shift(), tag.octets);
    need(parts.length === 0 && !extensions.has(identifier));
    extensions.set(identifier, { critical, value });
  }
  return extensions;
}
