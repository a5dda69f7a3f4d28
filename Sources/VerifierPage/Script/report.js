// A report in words: first what is true, then what to do at the car, then who said what, then what it cannot say. The first
// line and its tone follow the verdict: a genuine certificate is not a good one.
//
// A report is a list of lines, which the page shows and a test compares with the command line's:
// `{ kind: 'headline', tone, text }`, `{ kind: 'text', text }`, `{ kind: 'step', number, text }`,
// `{ kind: 'row', label, text, failure }`.
import { bodyLines, statusRows } from './report-details.js';
import { shown } from './plain-text.js';
import { verdictMeaning, verdictTitles } from './words.js';
import { allowsDelivery } from './vocabulary.js';

export const headline = (tone, text) => ({ kind: 'headline', tone, text });
const text = (words) => ({ kind: 'text', text: words });
const row = (label, words, failure = null) => ({ kind: 'row', label, text: words, failure });
const long = (words) => shown(words, 240);

/**
 * The lines of a report.
 *
 * @param context `tables`, to say what a car of this kind requires; `buyerSteps`, the second step at the car by platform;
 *   `asSpecimen`, to judge a specimen as practice and show all of it
 */
export function reportLines(report, context) {
  const first = long(leadingFailure(report)?.message ?? 'nothing is known about it');
  switch (report.validation) {
    case 'not_valid': return notValid(report, first);
    case 'withdrawn': return [headline('bad', `WITHDRAWN: genuine, but ${first}.`), ...reasons(report), ...genuineBut(report)];
    case 'inconclusive': return [headline('warn', `CANNOT SAY: ${first}.`), ...reasons(report), ...genuineBut(report)];
    default: return valid(report, context);
  }
}

function notValid(report, first) {
  const isOnlyAnother = report.claims !== null && report.failures.every(({ name }) => name.startsWith('match.'));
  const lines = [
    headline('bad', `${isOnlyAnother ? 'NOT VALID HERE' : 'NOT VALID'}: ${first}.`),
    text('Do not rely on this certificate.'), ...reasons(report),
  ];
  if (isOnlyAnother) lines.push(row('It is for', `VIN ${report.claims.vehicle.vin}`));
  return lines;
}

function valid(report, context) {
  const { claims, recomputed } = report;
  if (!claims || !recomputed) return [];
  if (recomputed.verdict === 'void') return specimen(report, context);
  const word = allowsDelivery(recomputed.verdict) ? 'and' : 'but';
  const meaning = verdictMeaning(recomputed, claims.handover.layers);
  const first = `GENUINE, ${word} it says ${verdictTitles[recomputed.verdict]}: ${meaning}`;
  return [headline(tone(recomputed.verdict), first), ...bodyLines(report, context)];
}

function specimen(report, context) {
  const of = verdictTitles[report.recomputed.specimenOf] ?? 'NOTHING';
  const lines = [
    headline('bad', 'SPECIMEN. THIS PAPER PROVES NOTHING: IT COMES FROM A PRACTICE RUN.'),
    text(`In a real run its rows would give ${of}.`),
  ];
  return [...lines, ...(context.asSpecimen ? bodyLines(report, context) : [text('To read it as practice add --specimen.')])];
}

/** What a certificate whose signature and chain are good says, while something else is missing. */
function genuineBut(report) {
  const { claims, trust, verdict } = report;
  if (!claims || !trust) return [];
  const signed = `${long(trust.signer)}; for VIN ${claims.vehicle.vin}`;
  // The rows of a paper that takes back are not its message.
  if (claims.handover.kind === 'withdrawal' && report.validation === 'withdrawn') return [row('Signed by', signed)];
  const says = verdict ? `it says ${verdictTitles[verdict]}` : 'its verdict could not be recomputed';
  return [
    row('Signed by', `${signed}; ${says}`),
    ...(report.status && !isStatusDoubtful(report) ? statusRows(report) : []), text('Do not go by it until the above is settled.'),
  ];
}

/** That a paper which takes back is in force itself is no comfort, and an older list than one seen before is not repeated. */
const isStatusDoubtful = ({ validation, failures }) =>
  validation === 'withdrawn' || failures.some(({ name }) => name === 'status.rollback');

/** The failure that decided. */
function leadingFailure({ validation, failures }) {
  const weight = { not_valid: 'notValid', withdrawn: 'withdrawn' }[validation] ?? 'inconclusive';
  return failures.find((failure) => failure.weight === weight) ?? failures[0];
}

/** The other failures, what to do about each, and their names, by which they can be looked up. */
function reasons(report) {
  const leading = leadingFailure(report);
  const lines = [];
  for (const failure of report.failures) {
    if (!isEqual(failure, leading)) lines.push(row('also', long(failure.message)));
    if (failure.hint) lines.push(row('next', long(failure.hint), failure.name));
  }
  return [...lines, row('name', report.failures.map(({ name }) => name).join(', '))];
}

const isEqual = (one, other) => ['name', 'message', 'hint', 'weight'].every((part) => one[part] === other[part]);

const tone = (verdict) => (allowsDelivery(verdict) ? 'good' : verdict === 'conditional' ? 'warn' : 'bad');
