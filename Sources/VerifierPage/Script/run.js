// What one check has found so far, and the report it comes to.
import { CheckFailure } from './failure.js';
import { allowsDelivery } from './vocabulary.js';

export class CheckRun {
  constructor(options, moment) {
    this.options = options;
    this.moment = moment;
    this.steps = [];
    this.failures = [];
    this.warnings = [];
    this.opened = [];
    this.recomputed = null;
    this.claims = null;
    this.trust = null;
    this.matchedVIN = false;
    this.sha256 = null;
  }

  pass(name, detail) {
    this.steps.push({ name, outcome: 'pass', detail });
  }

  skip(name, detail) {
    this.steps.push({ name, outcome: 'skipped', detail });
  }

  fail(failure, step) {
    this.failures.push(failure);
    this.steps.push({ name: step, outcome: 'fail', detail: failure.message });
  }

  /** Runs one step; its failure is kept and the next step goes on. */
  async attempt(step, body) {
    try {
      await body();
    } catch (error) {
      if (!(error instanceof CheckFailure)) throw error;
      this.fail(error, step);
    }
  }

  /** The worst failure decides. Claims are shown only when signature and chain held. */
  report() {
    const isKnown = this.claims !== null;
    const whenKnown = (value, otherwise = null) => (isKnown ? value : otherwise);
    return {
      validation: worst(this.failures), verdict: whenKnown(this.recomputed?.verdict ?? null),
      specimenOf: whenKnown(this.recomputed?.specimenOf ?? null), failures: this.failures, warnings: this.warnings,
      steps: this.steps, claims: this.claims, trust: whenKnown(this.trust), opened: whenKnown(this.opened, []),
      recomputed: whenKnown(this.recomputed), flags: flags(this.options), matchedVIN: this.matchedVIN,
      checkedAt: this.moment, sha256: whenKnown(this.sha256),
    };
  }
}

/** Not valid, then withdrawn, then inconclusive. */
function worst(failures) {
  const weights = failures.map(({ weight }) => weight);
  if (weights.includes('notValid')) return 'not_valid';
  if (weights.includes('withdrawn')) return 'withdrawn';
  return weights.includes('inconclusive') ? 'inconclusive' : 'valid';
}

const flags = ({ allowUndated, noStatus }) =>
  [...(allowUndated ? ['--allow-undated'] : []), ...(noStatus ? ['--no-status'] : [])];

/** The exit status the command line would end with. */
export function exitStatus(report, asSpecimen) {
  switch (report.validation) {
    case 'not_valid': return 1;
    case 'withdrawn': return 2;
    case 'inconclusive': return 3;
    default: break;
  }
  if (!report.verdict) return 70;
  if (report.verdict !== 'void') return allowsDelivery(report.verdict) ? 0 : 8;
  if (!asSpecimen || !report.specimenOf) return 1;
  return allowsDelivery(report.specimenOf) ? 0 : 8;
}
