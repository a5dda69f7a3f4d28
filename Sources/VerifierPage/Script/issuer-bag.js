// Public certificates of signers, found by the SHA-256 of their bytes, for texts that carry none: the code of a paper.
//
// Nobody signs a bag. A certificate in it is worth nothing until it leads to a root of the user's trust list, so an entry that
// cannot be read is passed over.
import { decodeBase64, standardForm } from './base64.js';
import { strictly } from './bundle.js';
import { isSame } from './bytes.js';
import { CheckFailure, limits } from './failure.js';
import { asList, member } from './strict-json.js';
import { SignerCertificate } from './x509.js';

export const bagFormat = 'transfer-certificate-issuers/1';

/** Reads a bag: the certificates in it that can be read. */
export async function readIssuerBag(bytes) {
  if (bytes.length > limits.issuerBag) {
    throw new CheckFailure('input.too-large', 'the file is larger than a bag of certificates may be');
  }
  const root = strictly(bytes, 'the file is not strict JSON');
  const texts = asList(member(root, 'certificates'));
  if (member(root, 'format') !== bagFormat || root.list.length !== 2 || !texts || texts.length > limits.issuersInBag) {
    throw new CheckFailure('input.not-recognised', "the file is no bag of signers' certificates");
  }
  const certificates = [];
  for (const text of texts) {
    const der = typeof text === 'string' ? decodeBase64(text, standardForm) : null;
    if (!der || der.length > limits.certificate) continue;
    const certificate = await SignerCertificate.read(der).catch(() => null);
    if (certificate) certificates.push(certificate);
  }
  return certificates;
}

/**
 * The certificates from the named leaf to one that a listed root issued, as a bundle would bring them; the leaf alone when
 * there is no such way, and null when the leaf is not here.
 */
export async function chainFromBag(certificates, thumbprint, trust) {
  const leaf = certificates.find((one) => one.thumbprint === thumbprint);
  if (!leaf) return null;
  const work = { left: limits.bagSignatures };
  return (trust && await way([leaf], certificates, trust, work)) ?? [leaf];
}

async function way(path, certificates, trust, work) {
  const last = path.at(-1);
  for (const { root } of trust.issuers) if (await last.wasIssuedBy(root)) return path;
  if (path.length >= limits.chain) return null;
  for (const next of certificates) {
    if (!isSame(next.subjectName, last.issuerName)) continue;
    if (work.left <= 0) return null;
    work.left -= 1;
    if (!(await last.wasIssuedBy(next))) continue;
    const whole = await way([...path, next], certificates, trust, work);
    if (whole) return whole;
  }
  return null;
}
