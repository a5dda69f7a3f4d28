// Published rule tables, and the verdict that follows from a certificate's rows (certificate profile, "Rule table and
// verdict"). A table is never changed once it is published; a certificate names it by the digest of its exact bytes.
import { digest } from './bytes.js';
import { asNumber, asText, Members, member, parseStrictJSON } from './strict-json.js';
import { groups, isPlatform, layers, rank, verdicts } from './vocabulary.js';

const weights = ['high', 'medium', 'low'];

/** Bytes that are no table. */
export class MalformedTable extends Error {}

function must(condition, place) {
  if (!condition) throw new MalformedTable(place);
}

/** Reads a table. Every layer, platform, group and weight must be spelled out: a gap would be a rule nobody published. */
export async function readRuleTable(bytes) {
  const root = parseStrictJSON(bytes);
  must(member(root, 'version') === 1, 'version');
  must(Array.isArray(root.get('layers')) && areLayers(root.get('layers')), 'layers');
  const freshHours = asNumber(root.get('fresh_hours'));
  must(freshHours > 0, 'fresh_hours');
  return {
    digest: await digest(bytes), freshHours, platforms: readPlatforms(root.get('platforms')),
    contributions: readContributions(root.get('contributions')),
    unknownRequired: readWeights(root.get('unknown_required'), 'unknown_required'),
    unknownOptional: readWeights(root.get('unknown_optional'), 'unknown_optional'),
  };
}

const areLayers = (names) => names.length === layers.length && layers.every((layer, place) => names[place] === layer);

function readPlatforms(value) {
  must(value instanceof Members && value.list.length > 0, 'platforms');
  return new Map(value.list.map(([platform, rows]) => {
    must(isPlatform(platform), 'platform id');
    must(rows instanceof Members && areLayers(rows.names), `platforms.${platform}`);
    return [platform, new Map(rows.list.map(([layer, row]) => [layer, readRow(row, `platforms.${platform}.${layer}`)]))];
  }));
}

function readRow(row, place) {
  const [required, weight] = [member(row, 'required'), asText(member(row, 'weight'))];
  must(row instanceof Members && row.list.length === 2 && typeof required === 'boolean' && weights.includes(weight), place);
  return { required, weight };
}

function readContributions(value) {
  const known = groups.filter((group) => group !== 'not_known');
  const found = new Map(known.map((group) => [group, readWeights(member(value, group), `contributions.${group}`)]));
  must(value.list.length === known.length, 'contributions');
  return found;
}

function readWeights(value, place) {
  must(value instanceof Members && value.list.length === weights.length, place);
  for (const weight of weights) must(verdicts.includes(value.get(weight)), `${place}.${weight}`);
  return value;
}

/** Whether the table requires a layer of a platform to be looked at; what it does not know is required. */
export const isRequired = (table, layer, platform) => table?.platforms.get(platform)?.get(layer)?.required ?? true;

/**
 * Recomputes a verdict: the worst contribution of any row, then the gates. There is no averaging, no score and no override.
 * Null when the table does not know the platform.
 */
export function recomputeVerdict(table, { handover, vehicle, issuedAt }) {
  const rows = table.platforms.get(handover.platform);
  if (!rows) return null;
  const contributions = layers.map((layer) => [layer, contribution(table, handover.layers.get(layer), rows.get(layer))]);
  const worst = verdicts[Math.max(...contributions.map(([, verdict]) => rank(verdict)))];
  let ofRows = worst;
  const gates = [];
  for (const [gate, cap] of caps(table, rows, handover, vehicle, issuedAt)) {
    if (rank(ofRows) < rank(cap)) {
      ofRows = cap;
      gates.push(gate);
    }
  }
  const isLive = handover.mode === 'live';
  return {
    verdict: isLive ? ofRows : 'void', specimenOf: isLive ? null : ofRows, ofRows, gates,
    drivers: contributions.filter(([, verdict]) => verdict === worst && worst !== 'clear').map(([layer]) => layer),
  };
}

function contribution(table, group, rule) {
  if (group === 'not_known') return (rule.required ? table.unknownRequired : table.unknownOptional).get(rule.weight);
  return table.contributions.get(group).get(rule.weight);
}

function caps(table, rows, handover, vehicle, issuedAt) {
  const found = [];
  if (handover.layers.get('protected_functions') === 'not_known') found.push(['protected-not-checked', 'conditional']);
  const counts = layers.some((layer) => rows.get(layer).weight === 'high' && handover.layers.get(layer) !== 'none_possible');
  if (counts && issuedAt - handover.checkedAt > table.freshHours * 3600) found.push(['look-too-old', 'conditional']);
  if (vehicle.vinRead === 'typed') found.push(['vin-typed', 'clear_attested']);
  return found;
}

