// Step 11: whether a log that the trust list knows holds exactly this certificate, and when enough outside witnesses had seen
// it there (certificate design, section 2.6). A proof that is present is always checked.
import { CheckFailure, inconclusive, limits } from './failure.js';
import { witnessing } from './log-policy.js';
import { ProofFailure, provesCertificate, readLogProof } from './log-proof.js';
import { NoteFailure } from './notes.js';

/**
 * Runs the step; sets the run's witnessed time.
 *
 * @param digestHex SHA-256 of the issuer-signed part
 * @param trust null when there is no list that can be used; no log is known then
 */
export async function checkLog({ bundle, digestHex }, trust, run) {
  if (bundle.logProof === null) {
    if (!run.options.allowUndated) throw missing();
    run.skip('log', 'nobody outside the dealer witnessed when it was made; allowed by --allow-undated');
    return;
  }
  const proof = await readProof(bundle.logProof);
  const found = await witnessed(proof, digestHex, trust, run.moment);
  run.witnessed = found;
  run.pass('log', `in a log the trust list knows, seen by ${found.witnesses} of ${found.of} outside witnesses`);
}

async function readProof(text) {
  try {
    return await readLogProof(text);
  } catch (error) {
    if (error instanceof ProofFailure) throw malformed(error.message);
    throw error;
  }
}

/** In the order of the design: log, signatures, this certificate, witnesses. */
async function witnessed(proof, digestHex, trust, moment) {
  if (!trust?.logPolicy) throw unknownLog();
  const latest = BigInt(Math.trunc(Math.max(0, moment + limits.cosignatureSkew)));
  let outcome;
  try {
    outcome = await witnessing(trust.logPolicy, proof.checkpoint, proof.note, latest);
  } catch (error) {
    throw named(error);
  }
  if (!(await provesCertificate(proof, digestHex))) {
    throw new CheckFailure('log.inclusion', 'the log proof is not of this certificate');
  }
  if (outcome.time === null) throw tooFew(outcome);
  return { at: Number(outcome.time), witnesses: outcome.witnesses, of: outcome.of };
}

function named(error) {
  if (error.name === 'NotSupportedError') {
    return inconclusive('log.proof-unchecked', 'time unproven: this browser cannot check the signatures of logs',
      'use a newer browser');
  }
  if (!(error instanceof NoteFailure)) return error;
  switch (error.kind) {
    case 'unknown-log': return unknownLog();
    case 'repeated': return malformed('a key signed its checkpoint twice');
    default: return new CheckFailure('log.checkpoint-signature', 'a signature under the log proof is wrong');
  }
}

const missing = () => inconclusive('log.proof-missing',
  'time unproven: nobody outside the dealer saw this certificate when it was made',
  "it may be younger than it says: ask the dealer for the file with its proof of time, or add --allow-undated to go by the dealer's own date");

const unknownLog = () => inconclusive('log.unknown-log',
  'time unproven: the proof comes from a log that nobody here vouches for',
  "get a trust list that names the dealer's log, from an association or regulator");

const malformed = (reason) => new CheckFailure('log.proof-malformed', `the log proof cannot be read: ${reason}`);

const tooFew = ({ witnesses, of }) => inconclusive('log.quorum', of === 0
  ? 'time unproven: the trust list names no outside witness'
  : `time unproven: too few outside witnesses had seen this certificate, ${witnesses} of ${of}`,
'ask the dealer for the file with a newer proof of time');
