// Step 14: whether the certificate was taken back, by the newest status token there is.
//
// A token that is present is always checked, and a bad one is not valid even beside a good one. What depends on the moment
// (age, revocation and validity of its signer, an older one than seen before) is asked only of the newest, because every
// staple grows old.
import { isSame } from './bytes.js';
import { chosenAnchor, judgeChain } from './chain.js';
import { CheckFailure, inconclusive, limits, withdrawn } from './failure.js';
import { isWithin, issuerHost } from './issuer-name.js';
import { shown } from './plain-text.js';
import { readGivenStatus, readStatusToken, statusAt, statusCount } from './status-token.js';
import { isoDay } from './times.js';
import { isActive } from './trust.js';

const newerHint = "get the newest status from the issuer's address or a mirror and give it with --status FILE";
const refuse = (message, hint = null) => new CheckFailure('status.signer', message, hint);

/** Runs the step; sets the run's status. `issuer` is null when nobody vouches, `trust` when there is no list. */
export async function checkStatus({ payload, bundle, chain }, issuer, trust, run) {
  const reference = payload.status;
  const host = issuerHost(reference.uri);
  if (issuer && (host === null || !isWithin(host, issuer.hosts))) {
    throw new CheckFailure('status.host', 'the status list is kept where the issuer may not keep one');
  }
  const takesBack = payload.handover.kind === 'withdrawal';
  if (takesBack) {
    const earlier = payload.supersedes ? `certificate ${payload.supersedes.id}` : 'an earlier certificate';
    run.fail(withdrawn('kind.withdrawal', `this document takes back ${earlier} and clears nothing itself`,
      `do not go by ${earlier}; ask the dealer who issued it for one that counts`), 'status');
  }
  const candidates = await readCandidates(reference, bundle, run.options.statuses);
  if (candidates.length === 0) {
    if (!takesBack) goWithout(reference, issuer, run);
    return;
  }
  if (!trust) {
    run.skip('status', 'not judged: nobody here vouches for who signed it');
    return;
  }
  const judgements = [];
  for (const { token } of candidates) {
    judgements.push(await checkSigner(token, trust));
    if (isSame(token.path[0].key.raw, chain[0].key.raw)) {
      throw refuse('the status is signed with the key that signed the certificate');
    }
  }
  const newest = newestPlace(candidates);
  checkSignerNow(candidates[newest].token, judgements[newest], trust, run.moment);
  judge(candidates[newest], reference, trust, run);
}

/** Of two of one moment the first in the list. */
const newestPlace = (candidates) => candidates.reduce(
  (best, { token }, place) => (token.issuedAt > candidates[best].token.issuedAt ? place : best), 0);

function goWithout(reference, issuer, run) {
  if (!run.options.noStatus) {
    // An address that nobody vouches for is not handed on.
    const place = issuer ? shown(reference.uri, 200) : 'the issuer';
    throw inconclusive('status.missing', 'whether the certificate was withdrawn since could not be looked up',
      `get the status from ${place} or a mirror and give it with --status FILE, or add --no-status to go without`);
  }
  run.skip('status', 'not looked up; allowed by --no-status');
}

/** The one that came with the certificate first. A given one for another list is none for this certificate. */
async function readCandidates(reference, bundle, given) {
  const candidates = [];
  if (bundle.statusToken !== null) {
    const token = await readStatusToken(bundle.statusToken);
    if (token.uri !== reference.uri) {
      throw new CheckFailure('status.subject',
        'the status that came with the certificate is of another list than its own');
    }
    candidates.push({ token, isGiven: false });
  }
  for (const bytes of given) {
    const token = await readGivenStatus(bytes);
    if (token.uri === reference.uri) candidates.push({ token, isGiven: true });
  }
  return candidates;
}

/** What no moment changes about who signed a token, by the rules of a certificate's own chain. */
async function checkSigner(token, trust) {
  const anchors = await judgeChain(token.path, trust, `https://${issuerHost(token.uri)}`);
  if (anchors.length === 0) throw refuse('nobody on the trust list vouches for the signer of the status');
  if (!anchors.some(({ failures }) => failures.length === 0)) {
    throw refuse(`the status is signed by somebody who may not sign it (${anchors[0].failures[0].name})`);
  }
  return anchors;
}

/** Revocation and validity at the moment of the check: nobody outside says when a token was signed. */
function checkSignerNow(token, anchors, trust, moment) {
  const { issuer } = chosenAnchor(anchors, moment);
  const whole = [...token.path, issuer.root];
  const thumbprints = whole.map(({ thumbprint }) => thumbprint);
  if (trust.revoked.some(({ from, thumbprint }) => from <= moment && thumbprints.includes(thumbprint))) {
    throw refuse('the key that signed the status was revoked', newerHint);
  }
  if (!whole.every((certificate) => certificate.isValidAt(moment)) || !isActive(issuer, moment)) {
    throw inconclusive('status.signer', 'the key that signed the status is not valid today', newerHint);
  }
}

function judge({ token, isGiven }, reference, trust, run) {
  const doubts = doubtsAbout(token, isGiven, trust, run);
  for (const doubt of doubts) run.fail(doubt, 'status');
  if (reference.index >= statusCount(token.list)) {
    throw new CheckFailure('status.index', 'the status list has no place for the certificate');
  }
  const value = statusAt(token.list, reference.index);
  run.status = { value, uri: token.uri, issuedAt: token.issuedAt, expires: token.expires, isGiven };
  const withdrawal = withdrawalOf(value, isoDay(token.issuedAt));
  if (withdrawal) throw withdrawal;
  if (doubts.length > 0) return;
  run.pass('status',
    `not withdrawn on ${isoDay(token.issuedAt)}, says the status ${isGiven ? 'that you gave' : 'that came with it'}`);
}

/** Why a token may not speak about today. What it says is read all the same: what was taken back for good stays so. */
function doubtsAbout(token, isGiven, trust, run) {
  const doubts = [];
  const age = ageOf(token, trust, run.moment);
  if (age) doubts.push(age);
  const seen = run.options.memory?.newestStatus(token.uri) ?? null;
  if (seen !== null && token.issuedAt < seen) doubts.push(rollback(isGiven));
  return doubts;
}

function ageOf(token, trust, moment) {
  if (token.issuedAt > moment + limits.clockSkew) {
    return inconclusive('status.stale', 'the status is dated in the future', "check this machine's clock");
  }
  if (token.expires > moment && moment - token.issuedAt <= trust.maxStatusAge) return null;
  return inconclusive('status.stale',
    `the status is of ${isoDay(token.issuedAt)}, too old to say anything about today`, newerHint);
}

/** Whoever gives an older status than is known here hides a newer one. One that came with a certificate is as old as its copy. */
function rollback(isGiven) {
  const message = 'the status is older than one that was seen here before';
  return isGiven
    ? new CheckFailure('status.rollback', message, newerHint) : inconclusive('status.rollback', message, newerHint);
}

function withdrawalOf(value, day) {
  switch (value) {
    case 'revoked':
      return withdrawn('status.revoked', `the dealer who issued it has taken it back for good, as of ${day}`,
        'do not go by it; ask that dealer why, and the seller for a new one');
    case 'suspended':
      return withdrawn('status.suspended', `the dealer who issued it has put it on hold, as of ${day}`,
        'do not pay on it yet; ask that dealer, then check again with a newer status');
    case 'superseded':
      return withdrawn('status.superseded', `a newer certificate replaces it, as of ${day}`,
        'ask the seller or that dealer for the newer certificate, and check that one');
    default: return null;
  }
}
