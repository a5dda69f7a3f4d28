// The whole question in one call, as the command line asks it: what becomes of the trust list, and what of the certificate.
import { checkCertificate } from './check.js';
import { CheckFailure } from './failure.js';
import { reportJSON } from './report-json.js';
import { reportLines } from './report.js';
import { readRuleTable } from './rules.js';
import { exitStatus } from './run.js';
import { readTrustList } from './trust.js';

/** Reads a list and lets the memory (or null) decide about it. */
export async function decideTrust(bytes, memory) {
  const nothing = { list: null, refusal: null, memoryChanged: false };
  if (!bytes) return nothing;
  try {
    const list = await readTrustList(bytes);
    return { list, refusal: null, memoryChanged: memory ? await memory.accept(list) : false };
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    return { ...nothing, refusal: error };
  }
}

/** Options as strict as they can be. */
export const strictest = Object.freeze({
  vin: null, issuer: null, odometer: null, allowUndated: false, noStatus: false, statuses: [], memory: null,
});

/**
 * Checks one certificate and gives the report with its words and its JSON.
 *
 * @param asked `bytes`; `decision`, from decideTrust; `tables`, read; `bag`, read, or none; `buyerSteps`; `options`; `asSpecimen`;
 *   `moment`
 */
export async function verify(asked) {
  const report = await checkCertificate({
    bytes: asked.bytes, trust: asked.decision.list, refusal: asked.decision.refusal, tables: asked.tables,
    bag: asked.bag ?? null, options: { ...strictest, ...asked.options }, moment: asked.moment,
  });
  const asSpecimen = asked.asSpecimen ?? false;
  return {
    report, lines: reportLines(report, { tables: asked.tables, buyerSteps: asked.buyerSteps, asSpecimen }),
    exit: exitStatus(report, asSpecimen), json: reportJSON(report, asSpecimen),
  };
}

/** Reads published tables given as text. */
export async function readTables(texts) {
  const tables = [];
  for (const text of texts) {
    tables.push({ ...(await readRuleTable(new TextEncoder().encode(text))), isPublished: true });
  }
  return tables;
}
