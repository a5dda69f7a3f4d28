// Shows a report. Everything in it goes through textContent, and its words have been through PlainText's rules before.
import { button, byID, element } from './dom.js';
import { pageWords } from './page-words.js';
import { spokenMinute } from './times.js';

const signs = { good: '✓', warn: '!', bad: '✕' };
const alarms = ['MAY STILL BE THERE', 'OVERDUE'];

/** Shows what was found, and moves there. */
export function showResult({ report, lines, json }) {
  const place = byID('result');
  place.replaceChildren(...blocks(lines), checkedLine(report), ...actions(), details(report, json));
  reveal(place, lines[0].text);
}

/** Shows that nothing was checked, and why. */
export function showProblem(words, hint = null) {
  const place = byID('result');
  place.replaceChildren(headlineView({ tone: 'bad', text: words }), ...(hint ? [element('p', {}, hint)] : []));
  reveal(place, words);
}

/** Takes the last result away, so that it cannot be read as the next one's. */
export function clearResult() {
  byID('result').hidden = true;
  byID('result').replaceChildren();
}

function reveal(place, words) {
  place.hidden = false;
  document.title = words.split(':')[0].slice(0, 80);
  const top = byID('result-headline');
  top.focus({ preventScroll: true });
  top.scrollIntoView({ block: 'start' });
}

function headlineView({ tone, text }) {
  return element('h2', { id: 'result-headline', class: `headline ${tone}`, tabindex: '-1' },
    element('span', { class: 'sign', 'aria-hidden': 'true' }, signs[tone]), element('span', {}, text));
}

/** Lines of one kind that follow one another become one list. */
function blocks(lines) {
  const made = [];
  let open = null;
  for (const line of lines) {
    const tag = { step: 'ol', row: 'dl' }[line.kind];
    if (!tag) {
      open = null;
      made.push(line.kind === 'headline' ? headlineView(line) : element('p', {}, pageWords(line.text)));
      continue;
    }
    if (open?.tagName.toLowerCase() !== tag) {
      open = element(tag);
      made.push(open);
    }
    open.append(line.kind === 'step' ? stepView(line) : rowView(line));
  }
  return made;
}

/** The VIN that is to be compared stands out. */
function stepView({ text }) {
  const found = /^(.*: )([0-9A-HJ-NPR-Z]{17})(.*)$/.exec(text);
  if (!found) return element('li', {}, text);
  return element('li', {}, found[1], element('span', { class: 'vin' }, found[2]), found[3].replace(/^\. +/, '').trim());
}

const labels = { also: 'Also', next: 'What to do', name: 'Named' };

function rowView({ label, text }) {
  return element('div', { class: alarms.includes(label) || /FAULT/.test(text) ? 'alarm' : null },
    element('dt', {}, labels[label] ?? label), element('dd', {}, pageWords(text)));
}

const checkedLine = (report) => element('p', { class: 'hint' },
  `Checked on ${spokenMinute(report.checkedAt)} by this device's clock, on this device, without a network.`);

function actions() {
  return [element('p', { class: 'buttons' }, button('Print', () => window.print()),
    button('Check another', () => byID('certificate').focus()))];
}

function details(report, json) {
  const rows = report.steps.map(({ name, outcome, detail }) => element('tr', {},
    element('td', {}, name), element('td', {}, outcome), element('td', {}, pageWords(detail))));
  const head = element('tr', {}, ...['Step', 'Result', 'What was seen'].map((words) => element('th', { scope: 'col' }, words)));
  return element('details', {}, element('summary', {}, 'Every step, and the report for machines'),
    element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows)),
    element('pre', { tabindex: '0', 'aria-label': 'The report as JSON' }, json));
}
