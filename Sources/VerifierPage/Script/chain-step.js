// Steps 10 and 12: finds the listed root that the signer's path leads to, and judges the path at the moment of the check.
import { judgeChain } from './chain.js';
import { CheckFailure, inconclusive, limits } from './failure.js';
import { isActive } from './trust.js';

export class ChainStep {
  constructor(trust, certificates, payload) {
    this.trust = trust;
    this.certificates = certificates;
    this.payload = payload;
  }

  /** The issuer that vouches, or null when none does. */
  async run(run) {
    const { trust } = this;
    if (trust.expires <= run.moment) {
      run.fail(inconclusive('trust.expired', 'the trust list has run out', 'get the current one'), 'trust');
    } else {
      const { keys, threshold } = trust.authority;
      run.pass('trust', `list ${trust.version}, signed by ${trust.signatures} of ${keys.size}, ${threshold} needed`);
    }
    const anchor = chosenAnchor(await judgeChain(this.certificates, trust, this.payload.issuer), run.moment);
    if (!anchor) {
      run.fail(new CheckFailure('issuer.untrusted', 'nobody on the trust list vouches for the signer'), 'chain');
      return null;
    }
    const { issuer } = anchor;
    const before = run.failures.length;
    for (const failure of anchor.failures) run.fail(failure, 'chain');
    this.checkRevoked(issuer, run);
    this.checkTimes(issuer, run);
    const found = run.failures.slice(before);
    if (found.some(({ weight }) => weight === 'notValid')) return null;
    run.trust = {
      signer: this.certificates[0].displayName, vouchedBy: issuer.name, listVersion: trust.version,
      listIssuedAt: trust.issuedAt, signatures: trust.signatures, keys: trust.authority.keys.size,
      threshold: trust.authority.threshold,
    };
    if (found.length === 0) run.pass('chain', `leads to ${issuer.name} on trust list ${trust.version}`);
    return issuer;
  }

  checkRevoked(issuer, run) {
    const whole = [...this.certificates, issuer.root].map(({ thumbprint }) => thumbprint);
    if (this.trust.revoked.some(({ from, thumbprint }) => from <= run.moment && whole.includes(thumbprint))) {
      run.fail(new CheckFailure('issuer.revoked', "the signer's key was revoked"), 'chain');
    }
  }

  checkTimes(issuer, run) {
    const leaf = this.certificates[0];
    const { issuedAt } = this.payload;
    if (issuedAt < leaf.notBefore - limits.clockSkew || issuedAt > leaf.notAfter) {
      run.fail(new CheckFailure('time.outside-signer-validity',
        "the certificate is dated when its signer's key was not valid"), 'time');
    }
    if (![...this.certificates, issuer.root].every((certificate) => certificate.isValidAt(run.moment))) {
      run.fail(inconclusive('issuer.not-valid-now',
        'a signer certificate is not valid today, and no outside time shows it was then'), 'chain');
    }
    if (!isActive(issuer, run.moment)) {
      run.fail(inconclusive('issuer.not-trusted-at-time', 'the trust list does not vouch for this issuer today'), 'chain');
    }
  }
}

/** A root that is trusted at the moment is preferred, where a root was renewed with its key. */
function chosenAnchor(anchors, moment) {
  const active = anchors.find(({ issuer, failures }) =>
    failures.length === 0 && isActive(issuer, moment) && issuer.root.isValidAt(moment));
  return active ?? anchors[0];
}
