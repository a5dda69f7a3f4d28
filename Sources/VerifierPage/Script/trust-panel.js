// Whom the user trusts: shows the list in force, takes another one in, forgets. A list is never taken from a file that came
// along unasked: the user is shown whom it trusts and says where it came from.
import { button, byID, element } from './dom.js';
import { shown } from './plain-text.js';
import { ago, spokenDay } from './times.js';
import { VerifierMemory } from './memory.js';
import { forget, keep, loadList, loadMemory, whyNotKept } from './storage.js';
import { decideTrust } from './verify.js';

export class TrustPanel {
  /** @param changed called when another list is in force */
  constructor(changed) {
    this.changed = changed;
    this.bytes = null;
    this.decision = { list: null, refusal: null };
    this.memory = new VerifierMemory();
    this.damaged = false;
    this.waiting = null;
    this.isKept = false;
  }

  /** Takes in what was remembered. */
  async load() {
    try {
      const bytes = loadMemory();
      if (bytes) this.memory = await VerifierMemory.read(bytes);
    } catch {
      this.damaged = true;
    }
    const list = this.damaged ? null : loadList();
    if (list) await this.take(list);
    this.render();
  }

  /** A list that the user gave: shown first, unless the keys of the one in force signed it or it is refused anyway. */
  async offer(bytes) {
    const trial = await decideTrust(bytes, new VerifierMemory(this.memory.trust));
    const isKnown = this.memory.trust !== null && trial.list !== null;
    if (trial.refusal || isKnown) return this.use(bytes);
    this.waiting = { bytes, list: trial.list };
    this.render();
    byID('trust-question').focus();
    return false;
  }

  async use(bytes) {
    this.waiting = null;
    await this.take(bytes);
    this.render();
    this.changed();
    return true;
  }

  async take(bytes) {
    this.bytes = bytes;
    this.decision = await decideTrust(bytes, this.memory);
    if (this.decision.list) this.isKept = keep(this.memory.bytes, bytes);
  }

  /** The decision about the list, asked afresh for every check. */
  async decide() {
    return decideTrust(this.bytes, this.memory);
  }

  forget() {
    forget();
    Object.assign(this, {
      bytes: null, decision: { list: null, refusal: null }, memory: new VerifierMemory(), damaged: false, waiting: null,
    });
    this.render();
    this.changed();
  }

  render() {
    byID('trust').replaceChildren(...(this.waiting ? this.questionView() : this.stateView()));
  }

  stateView() {
    const add = button(this.bytes ? 'Add a newer list' : 'Add a trust list', () => byID('files').click());
    const away = button('Forget', () => this.forget());
    const rest = (needsForget) => element('p', { class: 'buttons' }, add, needsForget ? away : null);
    if (this.damaged) {
      return [element('p', { class: 'note bad' },
        'What this page remembered of earlier trust lists is damaged. Nothing is checked before you press Forget.'), rest(true)];
    }
    const { list, refusal } = this.decision;
    if (refusal) return [element('p', { class: 'note bad' }, `This trust list is refused: ${shown(refusal.message, 240)}.`), rest(true)];
    if (list) return [...listView(list), element('p', { class: 'hint' }, this.keptWords()), rest(true)];
    const seen = this.memory.trust ? ` List ${this.memory.trust.version} was used here before; an older one is refused.` : '';
    return [element('p', {}, 'No trust list yet. Without one this page can tell that a signature is intact, but not whose '
      + `word it is. An association, a regulator or an insurer gives you one; the seller never does.${seen}`),
    rest(this.memory.trust !== null)];
  }

  questionView() {
    const { bytes, list } = this.waiting;
    return [
      element('p', { id: 'trust-question', class: 'note warn', tabindex: '-1' },
        'Did you get this list yourself, from somebody who is not the seller? Whoever made it decides whom this page believes.'),
      ...listView(list),
      element('p', { class: 'buttons' }, button('Yes, use this list', () => this.use(bytes), true),
        button('No', () => this.dismiss())),
    ];
  }

  dismiss() {
    this.waiting = null;
    this.render();
    this.changed();
  }

  keptWords() {
    const not = whyNotKept() ?? (this.isKept ? null : 'The list is not remembered: this browser has no room. Add it again next time.');
    return not ?? 'Remembered in this browser, so that nobody can hand you an older one.';
  }
}

/** A list in words: whom it trusts for what, who signed it, how old it is. */
function listView(list) {
  const now = Date.now() / 1000;
  const { keys, threshold } = list.authority;
  const row = (label, words) => element('div', {}, element('dt', {}, label), element('dd', {}, words));
  const signed = keys.size === 1 ? 'its only key' : `${list.signatures} of ${keys.size} keys, ${threshold} needed`;
  const isOut = list.expires <= now;
  return [element('dl', {},
    row('Trust list', `${list.version}, made ${spokenDay(list.issuedAt)} (${ago(list.issuedAt, now)}), `
      + `${isOut ? 'RAN OUT' : 'runs out'} ${spokenDay(list.expires)}`),
    row('Signed by', signed),
    ...list.issuers.map(({ name, hosts }) => row('Trusts', `${shown(name)} for ${hosts.map((host) => shown(host)).join(', ')}`)),
    ...(list.revoked.length > 0 ? [row('Revoked', `${list.revoked.length} certificate${list.revoked.length === 1 ? '' : 's'}`)] : []),
    element('div', {}, element('dt', {}, 'Its keys'), element('dd', { class: 'code' }, [...keys.keys()].sort().join(' '))))];
}
