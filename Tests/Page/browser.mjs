// Drives a headless Chromium over its debugging pipe (file descriptors 3 and 4, one JSON text after another, each ended by a
// zero byte), so that no port is opened and no package is needed.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One browser with a profile of its own. */
export class Browser {
  constructor(program = process.env.CHROMIUM ?? 'chromium') {
    this.profile = mkdtempSync(join(tmpdir(), 'handover-page-'));
    this.process = spawn(program, [
      '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--hide-scrollbars',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--remote-debugging-pipe',
      `--user-data-dir=${this.profile}`, 'about:blank',
    ], { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
    this.errors = '';
    this.process.stderr.on('data', (chunk) => {
      this.errors = (this.errors + chunk).slice(-4000);
    });
    this.ended = new Promise((resolve) => {
      this.process.on('exit', resolve);
    });
    this.ended.then(() => {
      for (const { reject } of this.waiting.values()) reject(new Error(`the browser ended:\n${this.errors}`));
    });
    this.count = 0;
    this.waiting = new Map();
    this.listeners = [];
    this.rest = Buffer.alloc(0);
    this.process.stdio[4].on('data', (chunk) => this.receive(chunk));
  }

  receive(chunk) {
    this.rest = Buffer.concat([this.rest, chunk]);
    for (let end = this.rest.indexOf(0); end >= 0; end = this.rest.indexOf(0)) {
      const message = JSON.parse(this.rest.subarray(0, end).toString('utf8'));
      this.rest = this.rest.subarray(end + 1);
      const waiting = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (!waiting) for (const listener of this.listeners) listener(message);
      else if (message.error) waiting.reject(new Error(`${waiting.method}: ${message.error.message}`));
      else waiting.resolve(message.result);
    }
  }

  send(method, params = {}, sessionId = undefined) {
    this.count += 1;
    const id = this.count;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, method });
      this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  /** A new tab, which collects errors, messages and every request it makes. */
  async open() {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const tab = new Tab(this, sessionId, targetId);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network', 'DOM']) await tab.send(`${domain}.enable`);
    return tab;
  }

  async close() {
    await this.send('Browser.close').catch(() => {});
    await this.ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

class Tab {
  constructor(browser, sessionId, targetId) {
    Object.assign(this, { browser, sessionId, targetId, complaints: [], requests: [], loaded: null });
    browser.listeners.push((message) => {
      if (message.sessionId === sessionId) this.note(message);
    });
  }

  note({ method, params }) {
    if (method === 'Page.loadEventFired') this.loaded?.();
    if (method === 'Runtime.exceptionThrown') this.complaints.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    if (method === 'Log.entryAdded') this.complaints.push(`${params.entry.text} ${params.entry.url ?? ''}`);
    if (method === 'Runtime.consoleAPICalled') this.complaints.push(params.args.map(({ value }) => value).join(' '));
    if (method === 'Network.requestWillBeSent') this.requests.push(params.request.url);
  }

  send(method, params) {
    return this.browser.send(method, params, this.sessionId);
  }

  async goTo(url) {
    const done = new Promise((resolve) => {
      this.loaded = resolve;
    });
    await this.send('Page.navigate', { url });
    await done;
  }

  /** The value of an expression, awaited. */
  async value(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression, awaitPromise: true, returnByValue: true, userGesture: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Waits until an expression holds. */
  async until(expression, what = expression) {
    const end = Date.now() + 20_000;
    while (!(await this.value(`Boolean(${expression})`))) {
      if (Date.now() > end) throw new Error(`waited in vain: ${what}\n${this.complaints.join('\n')}`);
      await new Promise((resolve) => {
        setTimeout(resolve, 25);
      });
    }
  }

  /** Gives files to a file input, as the user's own choice would. */
  async giveFiles(selector, files) {
    const { root } = await this.send('DOM.getDocument');
    const { nodeId } = await this.send('DOM.querySelector', { nodeId: root.nodeId, selector });
    await this.send('DOM.setFileInputFiles', { nodeId, files });
  }

  /** A window of this size in CSS pixels; `features` such as `{ 'prefers-color-scheme': 'dark' }`. */
  async size(width, height, features = {}) {
    await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 600 });
    await this.send('Emulation.setEmulatedMedia', {
      features: Object.entries(features).map(([name, value]) => ({ name, value })),
    });
  }

  /** A PNG of the whole page. */
  async picture() {
    const { data } = await this.send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true });
    return Buffer.from(data, 'base64');
  }

  /** Lets every page loaded from now on believe that it is this moment. */
  async setClock(moment) {
    await this.send('Page.addScriptToEvaluateOnNewDocument', { source: `Date.now = () => ${moment}` });
  }
}
