// Named reasons why a certificate is not valid, was withdrawn, or why nothing could be concluded about it.

/** What a failure means for the validation: `notValid`, `withdrawn` or `inconclusive`. */
export class CheckFailure extends Error {
  /**
   * @param name the stable dotted name: `jws.signature`
   * @param message one sentence for a person
   * @param hint what to do next, or null
   */
  constructor(name, message, hint = null, weight = 'notValid') {
    super(message);
    this.name = name;
    this.hint = hint;
    this.weight = weight;
  }
}

/** Something that could not be checked. */
export const inconclusive = (name, message, hint = null) => new CheckFailure(name, message, hint, 'inconclusive');

/** A certificate that was taken back. */
export const withdrawn = (name, message, hint = null) => new CheckFailure(name, message, hint, 'withdrawn');

/** How much of anything is read; every limit is checked before the work it bounds. Bytes, unless another unit is said. */
export const limits = Object.freeze({
  bundle: 256 << 10,
  compact: 64 << 10,
  disclosures: 64, // number
  disclosure: 8 << 10,
  chain: 3, // certificates beside the root
  certificate: 4 << 10,
  qrText: 4296, // characters
  qrInflated: 16 << 10,
  trustList: 1 << 20,
  issuers: 64, // number
  authorityKeys: 32, // number
  memory: 64 << 10,
  clockSkew: 300, // seconds
});
