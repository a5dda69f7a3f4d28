// Uses the page as a buyer does: chooses files, answers, types, presses keys, comes back later. Writes pictures of what it
// looked like into the folder PICTURES, when one is named.
//   node ui.mjs PAGE CORPUS [PICTURES]
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from './browser.mjs';
import { publish } from './serve.mjs';

const [page, corpus, pictures] = process.argv.slice(2);
const { url: httpURL, close } = await publish('http', page);
const { url: fileURL } = await publish('file', page);
const at = (name, file = 'certificate') => join(corpus, name, file);
const table = join(corpus, 'rules.json');
const browser = new Browser();
const tab = await browser.open();
await tab.setClock(Date.parse('2026-11-24T10:00:30Z'));
await tab.size(390, 844);

const textOf = (id) => tab.value(`document.getElementById('${id}').innerText`);
const press = (words) => tab.value(`[...document.querySelectorAll('button')].find((one) => one.textContent === ${JSON.stringify(words)}).click()`);
const tick = (id, on = true) => tab.value(`{ const box = document.getElementById('${id}'); if (box.checked !== ${on}) box.click(); }`);
const fill = (id, text) => tab.value(`{ const field = document.getElementById('${id}'); field.value = ${JSON.stringify(text)};
  field.dispatchEvent(new Event('change', { bubbles: true })); }`);
const has = (words) => tab.until(`document.getElementById('result').innerText.replace(/\\s+/g, ' ').includes(${JSON.stringify(words)})`, words);
const choose = (...files) => tab.giveFiles('#files', files);
const trusts = (words) => tab.until(`document.getElementById('trust').innerText.includes(${JSON.stringify(words)})`, words);

async function open(url, { keepStore = false } = {}) {
  await tab.goTo(url);
  if (!keepStore) {
    await tab.value('localStorage.clear()');
    await tab.goTo(url);
  }
  await tab.until("!document.getElementById('form').hidden", 'the page to be ready');
  await choose(table);
}

/** A certificate with its list, the list accepted, nothing asked that cannot be answered yet. */
async function check(name, { strict = false } = {}) {
  if (!strict) for (const id of ['undated', 'no-status']) await tick(id);
  await choose(at(name, 'trust.jws'));
  await trusts('Did you get this list yourself');
  await press('Yes, use this list');
  await choose(at(name));
  await tab.until("!document.getElementById('result').hidden");
}

async function picture(name) {
  if (!pictures) return;
  for (const [width, height, look, suffix] of [
    [390, 844, {}, ''], [360, 640, { 'prefers-color-scheme': 'dark' }, '-dark'], [1000, 800, {}, '-wide']]) {
    await tab.size(width, height, look);
    writeFileSync(join(pictures, `${name}${suffix}.png`), await tab.picture());
  }
  await tab.size(390, 844);
}

const tests = {
  async 'without a list it says that nobody vouches, and never that it is invalid'() {
    await open(httpURL);
    await picture('start');
    for (const id of ['undated', 'no-status']) await tick(id);
    await choose(at('valid-clear'));
    await has('CANNOT SAY: the signature is intact, but nobody here vouches for the signer.');
    const text = await textOf('result');
    assert.doesNotMatch(text, /valid|GENUINE|TMBJB9NX0PY000001/);
    await picture('nobody-vouches');
  },

  async 'a list is shown and asked about before it counts, even when it comes with the certificate'() {
    await open(httpURL);
    for (const id of ['undated', 'no-status']) await tick(id);
    await choose(at('valid-clear'), at('valid-clear', 'trust.jws'));
    await trusts('Did you get this list yourself');
    assert.ok(await tab.value("document.getElementById('result').hidden"));
    await picture('list-asked');
    await press('No');
    await has('nobody here vouches');
    await choose(at('valid-clear', 'trust.jws'));
    await trusts('Did you get this list yourself');
    await press('Yes, use this list');
    await has('GENUINE, and it says CLEAR:');
  },

  async 'the three things to do lead, and the colour follows the verdict'() {
    const tones = { 'valid-clear-attested': 'good', 'valid-conditional': 'warn', 'valid-not-clear': 'bad', specimen: 'bad' };
    for (const [name, tone] of Object.entries(tones)) {
      await open(httpURL);
      await check(name);
      const shape = await tab.value(`({ tags: [...document.querySelector('#result').children].map((one) => one.tagName),
        tone: document.querySelector('.headline').className, role: document.activeElement.id })`);
      assert.equal(shape.tone, `headline ${tone}`, name);
      assert.equal(shape.role, 'result-headline');
      if (name !== 'specimen') assert.deepEqual(shape.tags.slice(0, 5), ['H2', 'P', 'P', 'OL', 'DL']);
      assert.doesNotMatch(await textOf('result'), / --[a-z]/);
      await picture(name);
    }
  },

  async 'what is wrong is named, and nothing of the certificate is shown as fact'() {
    const wrong = {
      'payload-changed': 'NOT VALID: the signature does not fit', 'signer-revoked': 'NOT VALID:',
      withdrawal: 'WITHDRAWN: genuine, but',
      'trust-expired': 'CANNOT SAY: the trust list has run out',
    };
    for (const [name, words] of Object.entries(wrong)) {
      await open(httpURL);
      await check(name);
      await has(words);
      if (words.startsWith('NOT VALID')) assert.doesNotMatch(await textOf('result'), /TMBJB9NX0PY000001|Example Motors/, name);
      await picture(name);
    }
    await open(httpURL);
    await choose(at('input-not-recognised')); // the first bytes of a picture
    await tab.until("document.getElementById('form-problem').innerText.includes('cannot read a code from a picture')");
    await check('valid-clear', { strict: true });
    await has('CANNOT SAY:');
    await picture('inconclusive');
  },

  async 'text from outside is shown as text, with what hides in it spelled out'() {
    await open(httpURL);
    await fill('pasted', '{"format":"transfer-certificate-bundle/1","<img src=x onerror=alert(1)>\u202e\u0007":1}'.replace('\u0007', '\\u0007'));
    await press('Check');
    await has('<img src=x onerror=alert(1)>\\u{202e}\\u{7}');
    assert.equal(await tab.value("document.querySelectorAll('img').length"), 0);
  },

  async 'the VIN of the car is compared, and a wrong one is refused'() {
    await open(httpURL);
    await check('valid-clear');
    await fill('vin', 'tmbjb9nx0 py000001');
    await has('(as you gave it)');
    await fill('vin', 'WVWZZZAUZGW123456');
    await has('NOT VALID HERE: the certificate is for another car than the VIN given');
    await fill('vin', 'WVWZZZAUZGW12345O');
    await tab.until("document.getElementById('form-problem').innerText.includes('is not a VIN')");
    assert.ok(await tab.value("document.getElementById('result').hidden"));
  },

  async 'a pasted text and the text of a code are checked'() {
    for (const [name, words] of [['compact-text', "the signer's certificate does not come with this text"],
      ['qr-text', "the signer's certificate does not come with this text"]]) {
      await open(httpURL);
      await fill('pasted', `\n ${readFileSync(at(name), 'utf8')}\n`);
      await press('Check');
      await has(words);
    }
  },

  async 'a list is remembered, and an older one is refused'() {
    await open(httpURL);
    await check('valid-clear');
    await has('GENUINE');
    await open(httpURL, { keepStore: true });
    await trusts('Remembered in this browser');
    for (const id of ['undated', 'no-status']) await tick(id);
    await choose(at('valid-clear'));
    await has('GENUINE');
    await press('Forget');
    await has('nobody here vouches');
    assert.deepEqual(await tab.value('Object.keys(localStorage)'), []);
    await tab.value(`localStorage.setItem('handover-verifier-memory', ${JSON.stringify(readFileSync(at('memory-older-list', 'memory.json'), 'utf8'))})`);
    await open(httpURL, { keepStore: true });
    await choose(at('memory-older-list', 'trust.jws'));
    await trusts('This trust list is refused');
    await choose(at('memory-older-list'));
    await has('NOT VALID: the trust list is another than list');
    await tab.value("localStorage.setItem('handover-verifier-memory', '{')");
    await open(httpURL, { keepStore: true });
    await trusts('is damaged');
    await choose(at('valid-clear'));
    await has('damaged');
  },

  async 'opened from a file it keeps no list, and where nothing may be kept it says so'() {
    await open(fileURL);
    await check('valid-clear');
    await has('GENUINE');
    await trusts('The list is not remembered, because other files on this device could change it here');
    assert.deepEqual(await tab.value('Object.keys(localStorage)'), ['handover-verifier-memory']);
    await tab.value('localStorage.clear()');
    const { identifier } = await tab.send('Page.addScriptToEvaluateOnNewDocument', {
      source: "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })",
    });
    await tab.goTo(httpURL);
    await tab.until("!document.getElementById('form').hidden");
    await choose(table);
    await check('valid-clear');
    await has('GENUINE');
    await trusts('this browser does not allow it');
    await tab.send('Page.removeScriptToEvaluateOnNewDocument', { identifier });
  },

  async 'it works with the keyboard, and everything has a name'() {
    await open(httpURL);
    const key = async (name, code) => {
      for (const type of ['keyDown', 'keyUp']) {
        await tab.send('Input.dispatchKeyEvent', { type, key: name, code: name, windowsVirtualKeyCode: code, text: type === 'keyDown' && name === 'Enter' ? '\r' : undefined });
      }
    };
    const reached = [];
    for (let count = 0; count < 9; count += 1) {
      await key('Tab', 9);
      reached.push(await tab.value("document.activeElement.id || document.activeElement.innerText || document.activeElement.tagName"));
    }
    for (const id of ['choose', 'pasted', 'vin', 'check']) assert.ok(reached.includes(id), `${id} in ${reached}`);
    await tab.value(`document.getElementById('pasted').value = 'no certificate'; document.getElementById('check').focus()`);
    await key('Enter', 13);
    await has('NOT VALID: this is not a transfer certificate');
    const { nodes } = await tab.send('Accessibility.getFullAXTree');
    const nameless = nodes.filter(({ role, name, ignored }) => !ignored
      && ['button', 'textbox', 'checkbox', 'heading', 'link'].includes(role?.value) && !name?.value);
    assert.deepEqual(nameless.map(({ role }) => role.value), []);
    assert.equal(await tab.value("document.querySelector('[role=status][aria-live=polite]') !== null"), true);
  },

  async 'it fits a screen of 360 pixels'() {
    await open(httpURL);
    await check('valid-conditional');
    await tab.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    await tab.size(360, 640);
    assert.ok((await tab.value('document.documentElement.scrollWidth')) <= 360);
    await tab.size(390, 844);
  },

  async 'its own policy keeps it from the network and from markup in strings'() {
    await open(httpURL);
    const before = tab.requests.length;
    await assert.rejects(tab.value(`fetch(${JSON.stringify(httpURL)})`));
    await assert.rejects(tab.value("document.body.innerHTML = '<b>x</b>'"));
    assert.equal(tab.requests.length, before);
    tab.complaints.length = 0;
  },
};

let failed = 0;
try {
  for (const [name, body] of Object.entries(tests)) {
    try {
      await body();
      assert.deepEqual(tab.complaints, [], 'errors in the browser');
      console.log(`ok   ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL ${name}\n${error.stack}`);
      tab.complaints.length = 0;
    }
  }
} finally {
  await browser.close();
  close();
}
process.exit(failed === 0 ? 0 : 1);
