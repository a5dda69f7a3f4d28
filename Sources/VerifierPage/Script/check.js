// Checks a certificate step by step (certificate design 2.11). Steps 1 to 7 stop at the first failure, because nothing after
// it can be believed; every failure of the later steps is kept.
import { encodeBase64 } from './base64.js';
import { readBundle } from './bundle.js';
import { hex, sha256 } from './bytes.js';
import { ChainStep } from './chain-step.js';
import { openDisclosures } from './disclosures.js';
import { CheckFailure, inconclusive, limits } from './failure.js';
import { chainFromBag } from './issuer-bag.js';
import { checkLog } from './log-step.js';
import { readPayload } from './profile.js';
import { recomputeVerdict } from './rules.js';
import { CheckRun } from './run.js';
import { isHighS, readSignedText } from './sdjwt.js';
import { verifyES256 } from './signing-keys.js';
import { checkStatus } from './status-step.js';
import { SignerCertificate } from './x509.js';

/**
 * Checks one certificate: a bundle's bytes, a compact SD-JWT as text, or the text of a code.
 *
 * @param request `bytes`; `trust`, a list or null; `refusal`, why the list given cannot be used, or null; `tables`;
 *   `bag`, signers' certificates or null; `options` (vin, issuer, odometer, allowUndated, noStatus, statuses, memory);
 *   `moment`, in seconds
 */
export async function checkCertificate(request) {
  const run = new CheckRun(request.options, request.moment);
  let step = 'input';
  try {
    const bundle = await readBundle(request.bytes);
    const text = readSignedText(bundle.compact);
    run.pass('input', `read as ${bundle.kind}`);
    step = 'signature';
    const chain = await readSigners(bundle, text, request);
    await checkSignature(text, chain[0], run);
    step = 'content';
    const payload = readPayload(text.payload);
    run.pass('content', 'of the transfer certificate profile, version 1');
    const digestBytes = await sha256(text.issuerJWT);
    run.sha256 = encodeBase64(digestBytes);
    await examine({ bundle, text, chain, payload, digestHex: hex(digestBytes) }, request, run);
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    run.fail(error, step);
  }
  return run.report();
}

/** Step 6: the leaf is found by the thumbprint of the bytes as received, in the file or in the user's bag. */
async function readSigners(bundle, text, { bag, trust }) {
  if (bundle.chain.length === 0) {
    const found = bag && await chainFromBag(bag, text.thumbprint, trust);
    if (found) return checkedLeaf(found, text);
    throw inconclusive('issuer.certificate-unavailable', "the signer's certificate does not come with this text",
      'check the .transfer.json file instead');
  }
  const chain = [];
  for (const der of bundle.chain) chain.push(await SignerCertificate.read(der));
  return checkedLeaf(chain, text);
}

function checkedLeaf(chain, text) {
  if (chain[0].thumbprint !== text.thumbprint) {
    throw new CheckFailure('issuer.leaf-mismatch', "the signer's certificate is not the one that was signed with");
  }
  if (chain[0].key.curve !== 'P-256') {
    throw new CheckFailure('issuer.key-type', "the signer's key is of another kind than P-256");
  }
  return chain;
}

/** Step 7, over the ASCII exactly as received. */
async function checkSignature(text, leaf, run) {
  if (!(await verifyES256(leaf.key.key, text.signature, text.signedBytes))) {
    throw new CheckFailure('jws.signature',
      'the signature does not fit: the certificate was changed, or somebody else made it');
  }
  run.pass('signature', "intact, made with the key of the signer's certificate");
  if (isHighS(text.signature)) run.warnings.push('the signature is the mirrored twin of the one that was issued');
}

/** Steps 9 to 15. */
async function examine(evidence, request, run) {
  const { text, payload } = evidence;
  await run.attempt('disclosures', async () => {
    run.opened = await openDisclosures(text.disclosures, payload.privateDigest);
    run.pass('disclosures', run.opened.length === 0 ? 'a private section is withheld' : 'opened as signed');
  });
  const trust = trusted(request, run);
  await run.attempt('log', () => checkLog(evidence, trust, run));
  const issuer = trust && await new ChainStep(trust, evidence.chain, payload).run(run);
  await run.attempt('time', () => checkTime(evidence, trust?.maxLogDelay ?? limits.logDelay, run));
  await run.attempt('status', () => checkStatus(evidence, issuer, trust, run));
  await run.attempt('verdict', () => checkVerdict(payload, request, run));
  checkMatch(payload, run);
  if (issuer) run.claims = payload;
}

/** Step 10. The list to go by, or null. */
function trusted({ trust, refusal }, run) {
  if (refusal) {
    run.fail(refusal, 'trust');
    return null;
  }
  if (!trust) {
    run.fail(inconclusive('trust.missing', 'the signature is intact, but nobody here vouches for the signer',
      'get a trust list from an association or regulator and give it with --trust FILE'), 'trust');
    return null;
  }
  if (trust.expires <= run.moment) {
    run.fail(inconclusive('trust.expired', 'the trust list has run out', 'get the current one'), 'trust');
  } else {
    const { keys, threshold } = trust.authority;
    run.pass('trust', `list ${trust.version}, signed by ${trust.signatures} of ${keys.size}, ${threshold} needed`);
  }
  return trust;
}

/** Step 13: whether the dealer's own date goes together with the outside time, where there is one. */
function checkTime({ payload }, maxLogDelay, run) {
  const { issuedAt } = payload;
  if (issuedAt > run.moment + limits.clockSkew) {
    throw new CheckFailure('time.in-future', 'the certificate is dated in the future');
  }
  if (run.witnessed === null) {
    run.skip('time', "no outside time to hold the dealer's own date against");
    return;
  }
  if (issuedAt > run.witnessed.at + limits.clockSkew) {
    throw new CheckFailure('time.issued-after-logged', 'the certificate is dated later than it was seen in the log');
  }
  if (run.witnessed.at - issuedAt > maxLogDelay) {
    throw new CheckFailure('time.back-dated',
      'the certificate names a day long before anybody outside saw it: it was dated back, or logged too late',
      'ask the dealer for one that was seen in the log when it was made');
  }
  run.pass('time', 'dated no later than it was seen in the log, and not long before');
}

function checkVerdict(payload, { trust, tables }, run) {
  const { handover } = payload;
  // A table that anybody may bring is a verdict that anybody may write: it counts when the trust list names it.
  const table = tables.find((one) => one.digest === handover.rules);
  const rules = trust?.rules ?? [];
  const isAccepted = rules.length === 0 ? table?.isPublished : rules.includes(handover.rules);
  if (!isAccepted || !table) {
    throw inconclusive('rules.unknown', 'the verdict was made by a rule table this verifier does not know',
      'get a newer verifier or trust list');
  }
  const recomputed = recomputeVerdict(table, payload);
  if (!recomputed) throw new CheckFailure('rules.platform', 'the rule table does not know this kind of car');
  if (recomputed.verdict !== handover.verdict || recomputed.specimenOf !== handover.specimenOf) {
    throw new CheckFailure('rules.verdict-mismatch', 'the verdict printed is not the one that follows from the rows');
  }
  run.recomputed = recomputed;
  run.pass('verdict', 'recomputed from the rows by the published rule: the same');
}

/** Step 15: against what the user has. */
function checkMatch(payload, run) {
  const { vin, issuer, odometer } = run.options;
  if (vin !== null) {
    run.matchedVIN = vin.toUpperCase() === payload.vehicle.vin;
    if (run.matchedVIN) run.pass('vin', 'the same as given');
    else run.fail(new CheckFailure('match.vin', 'the certificate is for another car than the VIN given'), 'vin');
  }
  if (issuer !== null) {
    if (issuer === payload.issuer) run.pass('issuer', 'the same as given');
    else run.fail(new CheckFailure('match.issuer', 'the certificate was issued by somebody else than given'), 'issuer');
  }
  const then = payload.vehicle.odometer;
  if (odometer !== null && then && odometer < then.value) {
    run.warnings.push(`match.odometer: the car shows less now than was certified (${then.value} ${then.unit})`);
  }
}
