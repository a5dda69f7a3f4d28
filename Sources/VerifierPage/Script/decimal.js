// Whole numbers as the formats of transparency logs write them: up to 63 bits, so big integers.

/** The number, below 2^63, or null when the text is not its one spelling: digits without a leading zero. */
export function readDecimal(text) {
  if (!/^(0|[1-9][0-9]{0,18})$/.test(text)) return null;
  const value = BigInt(text);
  return value < 1n << 63n ? value : null;
}
