// The report for machines (certificate profile, "Report"): the same members and words as `handover-verify --json`.
import { canonicalText, object } from './canonical-json.js';
import { shown } from './plain-text.js';
import { exitStatus } from './run.js';
import { isoDay, isoHour, isoInstant } from './times.js';
import { layers } from './vocabulary.js';

/** The report as JSON; `claims` only where signature and chain were found good. */
export function reportJSON(report, asSpecimen) {
  const { claims } = report;
  return canonicalText(object(
    ['validation', report.validation], ['verdict', report.verdict], ['specimen_of', report.specimenOf],
    ['exit', exitStatus(report, asSpecimen)],
    ['failures', report.failures.map(({ name, message, hint }) => object(['name', name], ['message', message], ['hint', hint]))],
    ['warnings', report.warnings], ['flags', report.flags],
    ['checks', report.steps.map(({ name, outcome, detail }) =>
      object(['name', name], ['outcome', outcome], ['detail', shown(detail, 240)]))],
    ['time', timeJSON(report)], ['trust', trustJSON(report.trust)],
    ...(claims ? [['claims', claimsJSON(claims)], ['opened', report.opened], ['sha256', report.sha256]] : [])));
}

function timeJSON({ checkedAt, claims }) {
  return object(['checked_at', isoInstant(checkedAt)], ['issued_at', claims ? isoInstant(claims.issuedAt) : null],
    ['witnessed', null]);
}

function trustJSON(trust) {
  if (!trust) return null;
  return object(['signer', shown(trust.signer)], ['vouched_by', shown(trust.vouchedBy)], ['list_version', trust.listVersion],
    ['list_issued_at', isoInstant(trust.listIssuedAt)], ['signatures', trust.signatures], ['keys', trust.keys],
    ['threshold', trust.threshold]);
}

/** Pairs without the absent ones. */
const present = (...pairs) => object(...pairs.filter(([, value]) => value !== null && value !== undefined));

/** The claims, members in the order of the design. */
function claimsJSON(claims) {
  const { vehicle } = claims;
  return present(
    ['iss', claims.issuer], ['iat', claims.issuedAt], ['jti', claims.id], ['vct', 'tag:handover,2026:transfer-certificate:1'],
    ['status', object(['status_list', object(['idx', claims.status.index], ['uri', claims.status.uri])])],
    ['vehicle', present(
      ['vin', vehicle.vin], ['vin_read', vehicle.vinRead], ['make', vehicle.make], ['model', vehicle.model],
      ['model_year', vehicle.modelYear],
      ['odometer', vehicle.odometer && object(['value', vehicle.odometer.value], ['unit', vehicle.odometer.unit])])],
    ['handover', handoverJSON(claims.handover)], ['supersedes', earlierJSON(claims.supersedes)],
    ['supplements', earlierJSON(claims.supplements)], ['_sd_alg', 'sha-256'], ['_sd', [claims.privateDigest]]);
}

function handoverJSON(handover) {
  const byLayer = (value) => object(...layers.filter((layer) => value.has(layer)).map((layer) => [layer, value.get(layer)]));
  const due = new Map([...handover.due].map(([layer, moment]) => [layer, isoHour(moment)]));
  return present(
    ['kind', handover.kind], ['date', isoDay(handover.date)], ['mode', handover.mode], ['verdict', handover.verdict],
    ['specimen_of', handover.specimenOf], ['platform', handover.platform], ['rules', handover.rules],
    ['layers', byLayer(handover.layers)], ['checked_at', isoHour(handover.checkedAt)],
    ['due', due.size > 0 ? byLayer(due) : null],
    ['keys', handover.keys && present(['handed_over', handover.keys.handedOver], ['accepted', handover.keys.accepted])],
    ['protected', object(...Object.entries(handover.protected))], ['lines_root', handover.linesRoot]);
}

const earlierJSON = (earlier) =>
  earlier && object(['jti', earlier.id], ['sha256', earlier.sha256], ['reason', earlier.reason]);
