// The payload of a certificate (step 8; certificate profile, "Payload"), read strictly: every member is asked for by name,
// and none may be left over. The first failure ends it.
import { isToken } from './base64.js';
import { CheckFailure } from './failure.js';
import { issuerHost } from './issuer-name.js';
import { isPlainName, shown } from './plain-text.js';
import { asList, asNumber, asText, Members, member } from './strict-json.js';
import { parseDay, parseHour, startOfDay } from './times.js';
import {
  groups, isPlatform, kinds, layers, mayStand, modes, protectedFindings, reasons, verdicts, vinReads,
} from './vocabulary.js';

const payloadType = 'tag:handover,2026:transfer-certificate:1';
const day = 86400;

function refuse(name, place) {
  throw new CheckFailure(name, `the certificate's content is not of this profile (${shown(place)})`);
}

/** Reads the members of one object. */
class PayloadReader {
  constructor(value, place, names) {
    if (value === undefined) refuse('profile.missing', place);
    if (!(value instanceof Members)) refuse('profile.value', place);
    this.value = value;
    this.place = place;
    const stranger = value.names.find((name) => !names.includes(name));
    if (stranger !== undefined) refuse('profile.unexpected-member', this.path(stranger));
  }
  path(name) {
    return this.place === '' ? name : `${this.place}.${name}`;
  }
  wrong(name) {
    return refuse('profile.value', this.path(name));
  }
  has(name) {
    return this.value.has(name);
  }
  required(name) {
    return this.has(name) ? this.value.get(name) : refuse('profile.missing', this.path(name));
  }
  text(name) {
    return asText(this.required(name)) ?? this.wrong(name);
  }
  integer(name, least, most) {
    const number = asNumber(this.required(name));
    return number !== undefined && number >= least && number <= most ? number : this.wrong(name);
  }
  choice(name, choices) {
    const text = this.text(name);
    return choices.includes(text) ? text : this.wrong(name);
  }
  token(name, length) {
    const text = this.text(name);
    return isToken(text, length) ? text : this.wrong(name);
  }
}

/** Reads a payload whose signature was found good. */
export function readPayload(value) {
  if (member(value, 'vct') !== payloadType) refuse('profile.type', 'vct');
  const root = new PayloadReader(value, '', [
    'iss', 'iat', 'jti', 'vct', 'status', 'vehicle', 'handover', 'supersedes', 'supplements', '_sd_alg', '_sd',
  ]);
  const status = new PayloadReader(root.required('status'), 'status', ['status_list']);
  const list = new PayloadReader(status.required('status_list'), 'status.status_list', ['idx', 'uri']);
  if (root.value.get('_sd_alg') !== 'sha-256') refuse('sd.alg', '_sd_alg');
  const digests = asList(root.required('_sd'));
  if (digests?.length !== 1 || !isToken(digests[0], 43)) root.wrong('_sd');
  const id = root.token('jti', 22);
  const vehicle = readVehicle(root.required('vehicle'));
  const handover = readHandover(root.required('handover'));
  const issuedAt = root.integer('iat', 0, Number.MAX_SAFE_INTEGER);
  const payload = {
    issuer: root.text('iss'), issuedAt, id,
    status: { index: list.integer('idx', 0, Number.MAX_SAFE_INTEGER), uri: list.text('uri') }, vehicle, handover,
    supersedes: readEarlier(root, 'supersedes'), supplements: readEarlier(root, 'supplements'), privateDigest: digests[0],
  };
  checkRelations(payload);
  if (issuerHost(payload.issuer) === null) refuse('profile.value', 'iss');
  if (issuerHost(payload.status.uri) === null) refuse('profile.value', 'status.status_list.uri');
  return payload;
}

/** Rules that tie members to one another. */
function checkRelations({ handover, supersedes, supplements, id, issuedAt }) {
  if (handover.kind === 'supplement' && !supplements) refuse('profile.missing', 'supplements');
  if (['correction', 'withdrawal'].includes(handover.kind) && !supersedes) refuse('profile.missing', 'supersedes');
  if (supersedes?.id === id) refuse('profile.value', 'supersedes.jti');
  if (supplements?.id === id) refuse('profile.value', 'supplements.jti');
  const isVoid = handover.verdict === 'void';
  if (isVoid !== (handover.specimenOf !== null) || handover.specimenOf === 'void') {
    refuse('profile.value', 'handover.specimen_of');
  }
  if (issuedAt < handover.checkedAt) refuse('profile.date', 'handover.checked_at');
  const today = startOfDay(issuedAt);
  if (handover.date < today - 31 * day || handover.date > today + day) refuse('profile.date', 'handover.date');
}

function readVehicle(value) {
  const reader = new PayloadReader(value, 'vehicle', ['vin', 'vin_read', 'make', 'model', 'model_year', 'odometer']);
  const vin = reader.text('vin');
  if (!isVIN(vin)) reader.wrong('vin');
  let odometer = null;
  if (reader.has('odometer')) {
    const inner = new PayloadReader(reader.required('odometer'), 'vehicle.odometer', ['value', 'unit']);
    const unit = inner.choice('unit', ['km', 'mi']);
    odometer = { value: inner.integer('value', 0, 10_000_000), unit };
  }
  const modelYear = reader.has('model_year') ? reader.integer('model_year', 1886, 2200) : null;
  const name = (one) => (isPlainName(reader.text(one)) ? reader.text(one) : reader.wrong(one));
  return { vin, vinRead: reader.choice('vin_read', vinReads), make: name('make'), model: name('model'), modelYear, odometer };
}

/** 17 digits and upper-case letters without I, O and Q (ISO 3779). */
export const isVIN = (text) => /^[0-9A-HJ-NPR-Z]{17}$/.test(text);

function readHandover(value) {
  const reader = new PayloadReader(value, 'handover', [
    'kind', 'date', 'mode', 'verdict', 'specimen_of', 'platform', 'rules', 'layers', 'checked_at', 'due', 'keys',
    'protected', 'lines_root',
  ]);
  const date = parseDay(reader.text('date')) ?? reader.wrong('date');
  const checkedAt = parseHour(reader.text('checked_at')) ?? reader.wrong('checked_at');
  const platform = reader.text('platform');
  if (!isPlatform(platform)) refuse('rules.platform', 'handover.platform');
  const findings = readProtected(reader.required('protected'));
  const rows = readLayers(reader.required('layers'));
  const hasFault = findings.ecall_112 === 'fault' || findings.private_emergency === 'fault';
  if ((rows.get('protected_functions') === 'protected_fault') !== hasFault) {
    refuse('rules.group', 'handover.layers.protected_functions');
  }
  const specimenOf = reader.has('specimen_of') ? reader.choice('specimen_of', verdicts) : null;
  return {
    kind: reader.choice('kind', kinds), date, mode: reader.choice('mode', modes),
    verdict: reader.choice('verdict', verdicts), specimenOf, platform, rules: reader.token('rules', 43), layers: rows,
    checkedAt, due: readDue(reader, rows), keys: readKeys(reader), protected: findings,
    linesRoot: reader.token('lines_root', 43),
  };
}

/** All 21, each with a group that may stand there. */
function readLayers(value) {
  const reader = new PayloadReader(value, 'handover.layers', layers);
  return new Map(layers.map((layer) => {
    if (!reader.has(layer)) refuse('rules.layer-missing', reader.path(layer));
    const group = reader.required(layer);
    if (!groups.includes(group) || !mayStand(group, layer)) refuse('rules.group', reader.path(layer));
    return [layer, group];
  }));
}

/** Exactly the layers that end by a date or are overdue. */
function readDue(parent, rows) {
  const waiting = layers.filter((layer) => ['ends_by', 'overdue'].includes(rows.get(layer)));
  if (!parent.has('due')) return waiting.length === 0 ? new Map() : refuse('profile.missing', 'handover.due');
  const reader = new PayloadReader(parent.required('due'), 'handover.due', waiting);
  if (waiting.length === 0) refuse('profile.value', 'handover.due');
  return new Map(waiting.map((layer) => [layer, parseHour(reader.text(layer)) ?? reader.wrong(layer)]));
}

function readKeys(parent) {
  if (!parent.has('keys')) return null;
  const reader = new PayloadReader(parent.required('keys'), 'handover.keys', ['handed_over', 'accepted']);
  const accepted = reader.has('accepted') ? reader.integer('accepted', 0, 99) : null;
  return { handedOver: reader.integer('handed_over', 0, 99), accepted };
}

function readProtected(value) {
  const names = Object.keys(protectedFindings);
  const reader = new PayloadReader(value, 'handover.protected', names);
  return Object.fromEntries(names.map((name) => [name, reader.choice(name, protectedFindings[name])]));
}

function readEarlier(parent, name) {
  if (!parent.has(name)) return null;
  const reader = new PayloadReader(parent.required(name), name, ['jti', 'sha256', 'reason']);
  return { id: reader.token('jti', 22), sha256: reader.token('sha256', 43), reason: reader.choice('reason', reasons) };
}
