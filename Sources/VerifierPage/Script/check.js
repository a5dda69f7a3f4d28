// Checks a certificate step by step (certificate design 2.11). Steps 1 to 7 stop at the first failure, because nothing after
// it can be believed; every failure of the later steps is kept.
import { encodeBase64 } from './base64.js';
import { readBundle } from './bundle.js';
import { sha256 } from './bytes.js';
import { ChainStep } from './chain-step.js';
import { openDisclosures } from './disclosures.js';
import { CheckFailure, inconclusive, limits, withdrawn } from './failure.js';
import { isWithin, issuerHost } from './issuer-name.js';
import { readPayload } from './profile.js';
import { recomputeVerdict } from './rules.js';
import { CheckRun } from './run.js';
import { isHighS, readSignedText } from './sdjwt.js';
import { verifyES256 } from './signing-keys.js';
import { SignerCertificate } from './x509.js';

/**
 * Checks one certificate: a bundle's bytes, a compact SD-JWT as text, or the text of a code.
 *
 * @param request `bytes`; `trust`, a list or null; `refusal`, why the list given cannot be used, or null; `tables`;
 *   `options` (vin, issuer, odometer, allowUndated, noStatus); `moment`, in seconds
 */
export async function checkCertificate(request) {
  const run = new CheckRun(request.options, request.moment);
  let step = 'input';
  try {
    const bundle = await readBundle(request.bytes);
    const text = readSignedText(bundle.compact);
    run.pass('input', `read as ${bundle.kind}`);
    step = 'signature';
    const chain = await readSigners(bundle, text);
    await checkSignature(text, chain[0], run);
    step = 'content';
    const payload = readPayload(text.payload);
    run.pass('content', 'of the transfer certificate profile, version 1');
    run.sha256 = encodeBase64(await sha256(text.issuerJWT));
    await examine({ bundle, text, chain, payload }, request, run);
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    run.fail(error, step);
  }
  return run.report();
}

/** Step 6: the leaf is found by the thumbprint of the bytes as received. */
async function readSigners(bundle, text) {
  if (bundle.chain.length === 0) {
    throw inconclusive('issuer.certificate-unavailable', "the signer's certificate does not come with this text",
      'check the .transfer.json file instead');
  }
  const chain = [];
  for (const der of bundle.chain) chain.push(await SignerCertificate.read(der));
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
  const issuer = await vouching(evidence, request, run);
  await run.attempt('time', () => checkTime(evidence, run));
  await run.attempt('status', () => checkStatus(evidence, issuer, run));
  await run.attempt('verdict', () => checkVerdict(payload, request, run));
  checkMatch(payload, run);
  if (issuer) run.claims = payload;
}

async function vouching(evidence, { trust, refusal }, run) {
  if (refusal) {
    run.fail(refusal, 'trust');
    return null;
  }
  if (!trust) {
    run.fail(inconclusive('trust.missing', 'the signature is intact, but nobody here vouches for the signer',
      'get a trust list from an association or regulator and give it with --trust FILE'), 'trust');
    return null;
  }
  return new ChainStep(trust, evidence.chain, evidence.payload).run(run);
}

/** Without a witnessed time the chain is judged at the moment of the check, and that is said. */
function checkTime({ payload, bundle }, run) {
  if (payload.issuedAt > run.moment + limits.clockSkew) {
    throw new CheckFailure('time.in-future', 'the certificate is dated in the future');
  }
  if (bundle.logProof !== null) {
    throw inconclusive('log.proof-unchecked',
      'the certificate carries a log proof, which this version cannot check', 'get a newer verifier');
  }
  if (!run.options.allowUndated) {
    throw inconclusive('log.proof-missing', 'nobody outside the dealer witnessed when the certificate was made',
      "add --allow-undated to go by the dealer's own date");
  }
  run.skip('time', 'nobody outside the dealer witnessed when it was made; allowed by --allow-undated');
}

function checkStatus({ payload, bundle }, issuer, run) {
  const host = issuerHost(payload.status.uri);
  if (issuer && (host === null || !isWithin(host, issuer.hosts))) {
    throw new CheckFailure('status.host', 'the status list is kept where the issuer may not keep one');
  }
  if (payload.handover.kind === 'withdrawal') {
    throw withdrawn('kind.withdrawal', 'this document takes an earlier certificate back; it clears nothing itself');
  }
  if (bundle.statusToken !== null) {
    throw inconclusive('status.token-unchecked',
      'the certificate carries a status, which this version cannot check', 'get a newer verifier');
  }
  if (!run.options.noStatus) {
    throw inconclusive('status.missing', 'whether the certificate was withdrawn since could not be looked up',
      'ask the issuer, or add --no-status to go without');
  }
  run.skip('status', 'not looked up; allowed by --no-status');
}

function checkVerdict(payload, { trust, tables }, run) {
  const { handover } = payload;
  const isAccepted = !trust || trust.rules.length === 0 || trust.rules.includes(handover.rules);
  const table = tables.find((one) => one.digest === handover.rules);
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
