// Step 12: finds the listed root that the signer's path leads to, and judges the path at the witnessed time, or, where there
// is none, at the moment of the check.
import { chosenAnchor, judgeChain } from './chain.js';
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
    const anchor = chosenAnchor(await judgeChain(this.certificates, trust, this.payload.issuer), run.judgedAt);
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
    if (this.trust.revoked.some(({ from, thumbprint }) => from <= run.judgedAt && whole.includes(thumbprint))) {
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
    const hasTime = run.witnessed !== null;
    if (![...this.certificates, issuer.root].every((certificate) => certificate.isValidAt(run.judgedAt))) {
      run.fail(hasTime ? expiredWhenLogged() : notValidNow(), 'chain');
    }
    if (!isActive(issuer, run.judgedAt)) run.fail(hasTime ? notTrustedWhenLogged() : notTrustedNow(), 'chain');
  }
}

const expiredWhenLogged = () => new CheckFailure('issuer.expired-when-logged',
  'a signer certificate was not valid when the certificate was seen in the log');
const notValidNow = () => inconclusive('issuer.not-valid-now',
  'a signer certificate is not valid today, and no outside time shows it was then');
const notTrustedWhenLogged = () => new CheckFailure('issuer.not-trusted-at-time',
  'the trust list did not vouch for this issuer when the certificate was seen in the log');
const notTrustedNow = () => inconclusive('issuer.not-trusted-at-time',
  'the trust list does not vouch for this issuer today');
