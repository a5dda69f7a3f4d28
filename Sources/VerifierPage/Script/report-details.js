// The lines below the first: who said what, the three things to do at the car, and where the certificate comes from.
import { shown } from './plain-text.js';
import { isRequired } from './rules.js';
import { ago, spokenDay, spokenMinute } from './times.js';
import { layers } from './vocabulary.js';
import { emergencyWords, groupLabels, layerWords, readingOrder, voices } from './words.js';

const line = (words) => ({ kind: 'text', text: words });
const detail = (label, words) => ({ kind: 'row', label, text: words, failure: null });
const cut = (words) => shown(words, 240);

/** Everything below the first line of a certificate that is valid. */
export function bodyLines(report, context) {
  const { claims } = report;
  return [
    ...voiceLines(claims.handover), ...carSteps(report, context), ...layerRows(report, context), ...originRows(report),
    detail('It cannot say', 'that makers\' computers forgot, where data went before, or that the dealer spoke the truth'),
  ];
}

/** On whose word it stands. */
function voiceLines({ layers: rows }) {
  const present = layers.filter((layer) => layer !== 'protected_functions').map((layer) => rows.get(layer));
  const found = readingOrder.filter((group) => present.includes(group) && voices[group]).map((group) => voices[group]);
  if (found.length === 0) return [];
  const isWhole = present.every((group) => voices[group] || group === 'none_possible');
  return [line(found.length === 1
    ? `${isWhole ? 'All of it' : 'What is done'} ${found[0]}.` : `Part ${found.join('; part ')}.`)];
}

/** What the buyer does now, because it is newer than any paper. */
function carSteps({ claims, matchedVIN }, { buyerSteps }) {
  const { keys, platform } = claims.handover;
  const same = matchedVIN ? ' (as you gave it)' : '';
  const held = keys
    ? `  You should hold ${keys.handedOver} key${keys.handedOver === 1 ? '' : 's'}${acceptedWords(keys)}.` : '';
  const general = "Become main user in the maker's app without the earlier owner, then read the list of users: only you?";
  const step = (number, words) => ({ kind: 'step', number, text: words });
  return [
    line('Now do these three, newer than any paper:'),
    step(1, `VIN on windscreen and door frame: ${claims.vehicle.vin}${same}.  Different? Stop: this paper is for another car.`),
    step(2, cut(buyerSteps[platform] ?? general)),
    step(3, `On the car's screen scroll users, phones and keys to the end.${held}`),
  ];
}

function acceptedWords({ handedOver, accepted }) {
  if (accepted === null) return '; how many the car accepts could not be read';
  return accepted === handedOver ? '' : `; the car accepts ${accepted}`;
}

/** Every layer, by who looked or said so. */
function layerRows({ claims, checkedAt }, context) {
  const { handover } = claims;
  const within = (group) => layers.filter((layer) => handover.layers.get(layer) === group && layer !== 'protected_functions');
  const worded = (layer) => (handover.due.has(layer)
    ? `${layerWords[layer]} by ${spokenMinute(handover.due.get(layer))}` : layerWords[layer]);
  const rows = readingOrder.filter((group) => within(group).length > 0)
    .map((group) => detail(groupLabels[group], within(group).map(worded).join(', ')));
  rows.push(detail(groupLabels.not_known, notLookedAt(within('not_known'), handover, context)));
  const none = within('none_possible');
  if (none.length > 0) rows.push(detail(groupLabels.none_possible, none.map((layer) => layerWords[layer]).join(', ')));
  const looked = `${spokenMinute(handover.checkedAt)}, ${ago(handover.checkedAt, checkedAt)}, of those that matter most`;
  return [...rows, detail('Oldest look', looked), ...emergencyRows(handover.protected)];
}

function notLookedAt(unseen, handover, { tables }) {
  if (unseen.length === 0) return 'nothing that this model requires';
  const table = tables.find(({ digest: name }) => name === handover.rules);
  return unseen.map((layer) => (isRequired(table, layer, handover.platform)
    ? layerWords[layer] : `${layerWords[layer]} (not required)`)).join(', ');
}

function emergencyRows(findings) {
  const rows = [detail('Emergency call', emergencyWords[findings.ecall_112])];
  if (findings.private_emergency === 'fault') {
    rows.push(detail('', "the maker's own emergency service has a FAULT: have it repaired"));
  }
  if (findings.recall_channel === 'absent') rows.push(detail('Recalls', 'cannot reach this car over the air'));
  return rows;
}

/** Who issued it, who vouches, when, whether it was taken back, what is withheld. */
function originRows({ claims, trust, witnessed, status, flags, opened, warnings, checkedAt }) {
  const rows = [];
  if (trust) {
    rows.push(detail('Issued by', `${cut(trust.signer)}; vouched for by ${cut(trust.vouchedBy)} on trust list `
      + `${trust.listVersion}, made ${ago(trust.listIssuedAt, checkedAt)}, ${signedWords(trust)}`));
  }
  if (witnessed) {
    const witnesses = `${witnessed.witnesses} of ${witnessed.of} outside witness${witnessed.of === 1 ? '' : 'es'}`;
    rows.push(detail('Existed since', `${spokenMinute(witnessed.at)}, by ${witnesses}`));
  }
  const isUndated = !witnessed && flags.includes('--allow-undated');
  const undated = isUndated ? ', witnessed by nobody (--allow-undated)' : '';
  rows.push(detail('Dated', `${spokenMinute(claims.issuedAt)} by the dealer's own clock${undated}`));
  rows.push(...statusRows({ status, flags, checkedAt }));
  if (claims.supersedes) rows.push(detail('Replaces', 'an earlier certificate, which no longer counts'));
  if (claims.supplements) rows.push(detail('Supplement to', `certificate ${claims.supplements.id}; read both`));
  rows.push(detail('Withheld', opened.length === 0
    ? "a private section, as in every buyer's copy" : `nothing of ${opened.map(cut).join(', ')}`));
  return [...rows, ...warnings.map((warning) => detail('Note', cut(warning)))];
}

/** Whether it was taken back since it was issued, as far as a list says that it was not. */
export function statusRows({ status, flags, checkedAt }) {
  if (status?.value === 'valid') {
    return [detail('Taken back since?', `Not withdrawn on ${spokenDay(status.issuedAt)} (${ago(status.issuedAt, checkedAt)}), `
      + `says the issuer's list ${status.isGiven ? 'that you gave' : 'that came with it'}`)];
  }
  if (status || !flags.includes('--no-status')) return [];
  return [detail('Taken back since?', 'not looked up (--no-status): ask the dealer who issued it')];
}

/** A list that one key alone signs is one party's word, and the report says so. */
const signedWords = ({ keys, signatures, threshold }) => (keys === 1
  ? 'signed by its only key' : `signed by ${signatures} of ${keys} keys, ${threshold} needed`);
