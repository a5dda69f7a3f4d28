// Where a signer's certificates lead, and whether each may do what it does there (certificate design 2.4 and step 12;
// certificate profile, "Chain").
import { CheckFailure } from './failure.js';
import {
  alternativeURIs, basicConstraints, extendedKeyUsage, keyUsage, nameConstraints, usage,
} from './extensions.js';
import { oid } from './der.js';
import { isWithin, issuerHost } from './issuer-name.js';
import { isActive } from './trust.js';

/**
 * The shortest part of the path that ends below a listed root: its length, and the issuers whose roots signed its last
 * certificate. More than one fits only when a root was renewed with its key.
 */
export async function pathAnchors(certificates, trust) {
  for (const [place, certificate] of certificates.entries()) {
    const issuers = [];
    for (const issuer of trust.issuers) if (await certificate.wasIssuedBy(issuer.root)) issuers.push(issuer);
    if (issuers.length > 0) return { length: place + 1, issuers };
    const next = certificates[place + 1];
    if (!next || !(await certificate.wasIssuedBy(next))) return null;
  }
  return null;
}

/**
 * Every listed issuer the path leads to, with what is wrong with the path below its root, whatever the moment.
 *
 * @param name what the leaf must be named as, and what its authorities and its root must be allowed to speak for
 */
export async function judgeChain(certificates, trust, name) {
  const found = await pathAnchors(certificates, trust);
  return (found?.issuers ?? []).map((issuer) => {
    const whole = [...certificates.slice(0, found.length), issuer.root];
    const failures = chainFailures(whole, name);
    if (found.length < certificates.length) {
      failures.push(new CheckFailure(
        'issuer.chain-surplus', 'the file holds signer certificates that are not on the way to the root'));
    }
    const host = issuerHost(name);
    if (host === null || !isWithin(host, issuer.hosts)) {
      failures.push(new CheckFailure(
        'issuer.host', 'the signer speaks for a host that its root may not speak for'));
    }
    return { issuer, failures };
  });
}

/** The one to go by at a moment: a root that is trusted then is preferred, where a root was renewed with its key. */
export function chosenAnchor(anchors, moment) {
  const active = anchors.find(({ issuer, failures }) =>
    failures.length === 0 && isActive(issuer, moment) && issuer.root.isValidAt(moment));
  return active ?? anchors[0];
}

/** Every failure of a path, leaf first and root last, in order. */
export function chainFailures(whole, issuerURI) {
  const failures = [];
  whole.forEach((certificate, place) => {
    failures.push(...algorithmFailures(certificate));
    if (place > 0) failures.push(...authorityFailures(certificate, place - 1));
    if (hasUnknownCritical(certificate)) {
      failures.push(new CheckFailure('issuer.untrusted', 'a signer certificate carries a critical extension nobody knows'));
    }
  });
  failures.push(...leafFailures(whole[0], issuerURI));
  whole.slice(1).forEach((authority, index) => {
    // Who issued the leaf must be bound to its hosts, or it could speak for its whole group. The trust list binds the root.
    const mustBind = index === 0 && whole.length > 2;
    if (!mayVouch(authority, issuerURI, mustBind)) {
      failures.push(new CheckFailure('issuer.name-constraints', "an authority may not vouch for this issuer's host"));
    }
  });
  return failures;
}

function algorithmFailures(certificate) {
  const { algorithm, key } = certificate;
  const isAllowed = algorithm.kind === 'EC' && ['SHA-256', 'SHA-384'].includes(algorithm.hash)
    && key.kind === 'EC' && ['P-256', 'P-384'].includes(key.curve);
  return isAllowed ? [] : [new CheckFailure(
    'issuer.algorithm', 'a signer certificate is signed in a way this profile does not allow')];
}

/** A certificate above the leaf: may it sign certificates, with this many authorities below it, and for this purpose? */
function authorityFailures(certificate, below) {
  const failures = [];
  const constraints = basicConstraints(certificate);
  const isAuthority = constraints?.isAuthority && (constraints.below === null
    || (constraints.below >= below && constraints.below <= 255));
  if (!isAuthority || !certificate.isCritical(oid.basicConstraints)) {
    failures.push(new CheckFailure('issuer.untrusted', 'a certificate above the signer may not issue certificates'));
  }
  // It signs certificates and lists of revoked ones; a key that signs anything else has two roles.
  const isAllowed = [usage.keyCertSign, usage.keyCertSign | usage.cRLSign].includes(keyUsage(certificate));
  if (!isAllowed || !certificate.isCritical(oid.keyUsage)) {
    failures.push(new CheckFailure('issuer.key-usage', 'a certificate above the signer has another purpose'));
  }
  if (certificate.extensions.has(oid.extendedKeyUsage)) {
    failures.push(new CheckFailure('issuer.ext-key-usage', 'a certificate above the signer has another purpose'));
  }
  return failures;
}

const isForDocuments = (certificate) => extendedKeyUsage(certificate)?.includes(oid.documentSigning) ?? false;

function leafFailures(leaf, issuerURI) {
  const failures = [];
  const constraints = basicConstraints(leaf);
  if (constraints?.isAuthority) {
    failures.push(new CheckFailure('issuer.is-ca', 'the signer is an authority, not a terminal'));
  }
  const isUnclear = constraints === null && leaf.extensions.has(oid.basicConstraints);
  if (isUnclear || leaf.extensions.has(oid.nameConstraints)) {
    failures.push(new CheckFailure('issuer.untrusted', 'it is not clear that the signer is no authority'));
  }
  if (keyUsage(leaf) !== usage.digitalSignature || !leaf.isCritical(oid.keyUsage)) {
    failures.push(new CheckFailure('issuer.key-usage', "the signer's key has another purpose than signing"));
  }
  if (!isForDocuments(leaf) || leaf.isCritical(oid.extendedKeyUsage)) {
    failures.push(new CheckFailure('issuer.ext-key-usage', "the signer's key is not for signing documents"));
  }
  const uris = alternativeURIs(leaf) ?? [];
  if (uris.length !== 1 || uris[0] !== issuerURI) {
    failures.push(new CheckFailure(
      'issuer.name', "the signer's certificate names another issuer than the certificate"));
  }
  return failures;
}

/**
 * Name constraints bind the issuer's host. Constraints of another kind than permitted URIs are not understood here, and what
 * is not understood is refused.
 */
function mayVouch(authority, issuerURI, mustBind) {
  if (!authority.extensions.has(oid.nameConstraints)) return !mustBind;
  const constraints = nameConstraints(authority);
  const host = issuerHost(issuerURI);
  if (!constraints || constraints.excluded.length > 0 || !authority.isCritical(oid.nameConstraints) || host === null) {
    return false;
  }
  const { permitted } = constraints;
  return permitted.length > 0 && permitted.every((name) => name.kind === 6)
    && permitted.some(({ text }) => host === text || (text.startsWith('.') && host.endsWith(text)));
}

const knownExtensions = [
  oid.basicConstraints, oid.keyUsage, oid.nameConstraints, oid.subjectAlternativeName, oid.extendedKeyUsage,
];

const hasUnknownCritical = (certificate) => [...certificate.extensions].some(
  ([identifier, { critical }]) => critical && !knownExtensions.includes(identifier));
