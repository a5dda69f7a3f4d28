// The page itself: takes in what the user gives, checks it, shows what was found.
import { bundledTables, buyerSteps } from './bundled.js';
import { kindOf } from './classify.js';
import { byID, say } from './dom.js';
import { limits } from './failure.js';
import { VerifierMemory } from './memory.js';
import { shown } from './plain-text.js';
import { isVIN } from './profile.js';
import { clearResult, showProblem, showResult } from './result-view.js';
import { readRuleTable } from './rules.js';
import { codeReader, codesInPicture, Scanner } from './scan.js';
import { TrustPanel } from './trust-panel.js';
import { decideTrust, readTables, verify } from './verify.js';

const largest = Math.max(limits.bundle, limits.trustList) + 1;

class Page {
  constructor() {
    this.certificate = null;
    this.tables = [];
    this.reader = null;
    this.turn = 0;
    this.trust = new TrustPanel(() => this.checkAgain());
  }

  async start() {
    const unfit = whyUnfit();
    if (unfit) {
      say(byID('unfit'), unfit);
      return;
    }
    this.tables = await readTables(bundledTables);
    await this.trust.load();
    await this.prepareCodes();
    this.listen();
    byID('form').hidden = false;
  }

  async prepareCodes() {
    this.reader = await codeReader();
    byID('paste-words').textContent = this.reader
      ? 'A picture of a code can be chosen like a file.'
      : 'This browser cannot read codes with the camera. Read them with another program, copy their text, and paste it here.';
    if (!this.reader || !navigator.mediaDevices?.getUserMedia) return;
    const scanner = new Scanner(this.reader, (text) => this.takeText(text));
    byID('scan').hidden = false;
    byID('scan').addEventListener('click', () => scanner.start());
  }

  listen() {
    const drop = byID('drop');
    byID('choose').addEventListener('click', () => byID('files').click());
    byID('files').addEventListener('change', ({ target }) => {
      const files = [...target.files];
      // So that choosing the same file again is a change again.
      target.value = '';
      this.takeFiles(files);
    });
    document.addEventListener('dragover', (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
    document.addEventListener('dragleave', () => drop.classList.remove('over'));
    document.addEventListener('drop', (event) => {
      event.preventDefault();
      drop.classList.remove('over');
      this.takeFiles([...event.dataTransfer.files]);
    });
    byID('form').addEventListener('submit', (event) => {
      event.preventDefault();
      const text = byID('pasted').value;
      if (text.trim() !== '') this.takeText(text);
      else this.checkAgain(true);
    });
    for (const id of ['undated', 'no-status', 'specimen', 'vin', 'odometer', 'issuer']) {
      byID(id).addEventListener('change', () => this.checkAgain());
    }
  }

  async takeFiles(files) {
    say(byID('form-problem'), null);
    const certificates = [];
    const texts = [];
    let asked = false;
    for (const file of files) {
      const bytes = new Uint8Array(await file.slice(0, largest).arrayBuffer());
      const kind = kindOf(bytes);
      if (kind === 'trust') asked = !(await this.trust.offer(bytes)) || asked;
      else if (kind === 'table') await this.addTable(bytes);
      else if (kind === 'picture') texts.push(...(await this.readPicture(file)));
      else if (kind === 'nothing') say(byID('form-problem'), `${shown(file.name)} is empty.`);
      else certificates.push(bytes);
    }
    if (texts.length > 0) certificates.push(new TextEncoder().encode(texts.join('\n')));
    if (certificates.length === 0) return;
    if (certificates.length > 1) {
      say(byID('form-problem'), `One certificate at a time: of ${certificates.length} given, the first was taken.`);
    }
    [this.certificate] = certificates;
    byID('pasted').value = '';
    if (!asked) await this.check();
  }

  async readPicture(file) {
    const texts = this.reader ? await codesInPicture(this.reader, file).catch(() => []) : null;
    if (texts?.length > 0) return texts;
    say(byID('form-problem'), texts
      ? `No code of a transfer certificate was found in ${shown(file.name)}.`
      : 'This browser cannot read a code from a picture. Paste the text of the code instead.');
    return [];
  }

  /** A published table that this page does not carry yet; used until the page is closed. */
  async addTable(bytes) {
    try {
      this.tables.push(await readRuleTable(bytes));
      this.checkAgain();
    } catch {
      say(byID('form-problem'), 'That file is not a published rule table.');
    }
  }

  takeText(text) {
    this.certificate = new TextEncoder().encode(text);
    return this.check();
  }

  checkAgain(wasAsked = false) {
    if (this.certificate) return this.check();
    if (wasAsked) say(byID('form-problem'), 'There is no certificate yet: choose its file, or paste its text.');
    return null;
  }

  async check() {
    clearResult();
    this.turn += 1;
    const { turn } = this;
    const options = this.options();
    if (!options) return;
    byID('progress').textContent = 'Checking';
    try {
      if (this.trust.damaged) {
        showProblem('CANNOT SAY: what this page remembered of earlier trust lists is damaged.', 'Press Forget under 3, and add the list again.');
        return;
      }
      const found = await verify({
        bytes: this.certificate, decision: await this.trust.decide(), tables: this.tables, buyerSteps, options,
        asSpecimen: byID('specimen').checked, moment: Date.now() / 1000,
      });
      // What was found about an earlier question is not the answer to this one.
      if (turn === this.turn) showResult(found);
    } catch {
      if (turn === this.turn) showProblem('CANNOT SAY: an internal error stopped the check.');
    } finally {
      byID('progress').textContent = '';
    }
  }

  /** What the user knows and allows, or null when something cannot be read. */
  options() {
    say(byID('form-problem'), null);
    const vin = byID('vin').value.toUpperCase().replace(/[ -]/g, '');
    if (vin !== '' && !isVIN(vin)) {
      say(byID('form-problem'), `${shown(vin)} is not a VIN: a VIN has 17 digits and letters without I, O and Q.`);
      return null;
    }
    const odometer = byID('odometer').value.trim();
    if (!/^\d{0,9}$/.test(odometer)) {
      say(byID('form-problem'), 'What the odometer shows is a whole number.');
      return null;
    }
    const issuer = byID('issuer').value.trim();
    return {
      vin: vin === '' ? null : vin, issuer: issuer === '' ? null : issuer, odometer: odometer === '' ? null : Number(odometer),
      allowUndated: byID('undated').checked, noStatus: byID('no-status').checked,
    };
  }
}

/** Why this browser cannot check anything, or null. */
function whyUnfit() {
  if (!globalThis.crypto?.subtle) {
    return 'This browser does not let this page check signatures. Open the page over https, or from a file on this device.';
  }
  return 'DecompressionStream' in window ? null : 'This browser is too old to check certificates. Nothing was checked.';
}

// For tests and for anyone who wants to compare: the same check without the page.
globalThis.handoverVerifier = Object.freeze({ decideTrust, readTables, VerifierMemory, verify, buyerSteps });

new Page().start().catch(() => say(byID('unfit'), 'This page could not start in this browser. Nothing was checked.'));
