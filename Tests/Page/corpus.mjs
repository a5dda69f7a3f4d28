// Runs every folder of Tests/CertificateCorpus through the page in a browser and compares it with two things: with what
// case.json says at the moment of the case, and with what handover-verify says now, word for word and member for member.
//   node corpus.mjs http|file PAGE HANDOVER_VERIFY CORPUS TABLES
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Browser } from './browser.mjs';
import { argumentsOf, corpusCases, optionsOf } from './cases.mjs';
import { publish } from './serve.mjs';

const [way, page, program, corpus, tablesFolder] = process.argv.slice(2);
const { url, close } = await publish(way, page);
const rules = join(corpus, 'rules.json');
const scratch = mkdtempSync(join(tmpdir(), 'handover-corpus-'));
const state = join(scratch, 'memory.json');
let bad = 0;

function complain(name, what, wanted, got) {
  bad += 1;
  console.log(`${name}: ${what}\n  wanted ${wanted}\n  got    ${got}`);
}

/** Runs in the page: one case at each of the moments, with a memory of its own each time. */
const inPage = async (one, options, tableTexts, moments) => {
  const { decideTrust, readIssuerBag, readTables, VerifierMemory, verify, buyerSteps } = globalThis.handoverVerifier;
  const bytes = (base64) => (base64 === null ? null : Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
  const tables = await readTables(tableTexts);
  const bag = one.issuers === null ? null : await readIssuerBag(bytes(one.issuers));
  const statuses = one.statuses.map(bytes);
  const answers = [];
  for (const { moment, asSpecimen } of moments) {
    const memory = one.memory === null ? null : await VerifierMemory.read(bytes(one.memory));
    const decision = await decideTrust(bytes(one.trust), memory);
    const { report, lines, exit, json } = await verify({
      bytes: bytes(one.certificate), decision, tables, bag, buyerSteps, options: { ...options, statuses, memory }, asSpecimen,
      moment,
    });
    answers.push({ validation: report.validation, failures: report.failures.map(({ name }) => name),
      verdict: report.verdict, specimenOf: report.specimenOf, lines, exit, json });
  }
  return answers;
};

/** What the command line says now. */
function commandLine(one, asSpecimen, json) {
  if (one.memory) copyFileSync(join(one.folder, 'memory.json'), state);
  const words = [...argumentsOf(one, { rules, state }), ...(asSpecimen ? ['--specimen'] : []), ...(json ? ['--json'] : [])];
  return spawnSync(program, words, { encoding: 'utf8' });
}

const flat = (text) => text.replace(/\s+/g, ' ').trim();
/** The lines of a report as the command line sets them, without its line breaks. */
const asText = (lines) => flat(lines.map((line) => (
  { row: `${line.label} ${line.text}`, step: `${line.number} ${line.text}` }[line.kind] ?? line.text)).join(' '));
const withoutMemory = (text) => text.replace(/ Memory checked without remembering earlier [a-z ]+ \(--no-state\)$/, '');
const withoutClock = (json) => json.replace(/^\{"file":"[^"]*",/, '{').replace(/"checked_at":"[^"]*"/, '"checked_at":""').trim();

function compareWithCase({ name, said }, answer) {
  const wanted = [said.validation, said.failures, said.verdict, said.specimen_of, said.exit];
  const got = [answer.validation, answer.failures, answer.verdict, answer.specimenOf, answer.exit];
  if (JSON.stringify(wanted) !== JSON.stringify(got)) complain(name, 'case.json', JSON.stringify(wanted), JSON.stringify(got));
}

function compareWithCommandLine(one, answer, asSpecimen) {
  const asJSON = commandLine(one, asSpecimen, true);
  if (asJSON.status !== answer.exit) complain(one.name, 'exit status', asJSON.status, answer.exit);
  if (withoutClock(asJSON.stdout) !== withoutClock(answer.json)) {
    complain(one.name, '--json', withoutClock(asJSON.stdout) || asJSON.stderr, withoutClock(answer.json));
  }
  const words = withoutMemory(flat(commandLine(one, asSpecimen, false).stdout));
  if (words !== asText(answer.lines)) complain(one.name, 'words', words, asText(answer.lines));
}

const browser = new Browser();
try {
  const tab = await browser.open();
  await tab.goTo(url);
  await tab.until("!document.getElementById('form').hidden", 'the page to be ready');
  const published = readdirSync(tablesFolder).sort().map((name) => readFileSync(join(tablesFolder, name), 'utf8'));
  const extra = readFileSync(rules, 'utf8');
  const cases = corpusCases(corpus);
  for (const one of cases) {
    const now = Date.now() / 1000;
    const moments = [
      { moment: Date.parse(one.said.time) / 1000, asSpecimen: false }, { moment: now, asSpecimen: false },
      { moment: now, asSpecimen: true },
    ];
    const tables = [...published, extra];
    const { name, folder, said, ...files } = one;
    const sent = [files, optionsOf(one), tables, moments].map((value) => JSON.stringify(value)).join(',');
    const [atCase, plain, practice] = await tab.value(`(${inPage})(${sent})`);
    compareWithCase(one, atCase);
    compareWithCommandLine(one, plain, false);
    compareWithCommandLine(one, practice, true);
  }
  if (tab.complaints.length > 0) complain('the page', 'errors in the browser', 'none', tab.complaints.join('\n'));
  const outside = tab.requests.filter((request) => request !== url && !request.endsWith('/favicon.ico'));
  if (outside.length > 0) complain('the page', 'requests', 'none but itself', outside.join('\n'));
  console.log(`${cases.length} cases over ${way}, each three times, ${bad} differences`);
} finally {
  await browser.close();
  close();
  rmSync(scratch, { recursive: true, force: true });
}
process.exit(bad === 0 ? 0 : 1);
