// The command line's words speak of its options; here they speak of this page's boxes and buttons. Everything else stays word
// for word the same.

const wholeTexts = new Map([
  ['get a trust list from an association or regulator and give it with --trust FILE',
    'get a trust list from an association or regulator and add it below, under 3'],
  ['get the current one; to change to another on purpose, give it a memory of its own with --state FILE',
    'get the current one; to change to another on purpose, press Forget under 3 first'],
  ['give the lists in between first, the oldest first, each with --trust FILE; to change to another list on purpose, give it a memory of its own with --state FILE',
    'add the lists in between first, the oldest first, under 3; to change to another list on purpose, press Forget under 3 first'],
  ['to change to another list on purpose, give it a memory of its own with --state FILE',
    'to change to another list on purpose, press Forget under 3 first'],
  ['To read it as practice add --specimen.', 'To read it as practice, choose so under More choices.'],
]);

const endings = [
  [/, or add --allow-undated to go by the dealer's own date$/, "; or, under More choices, go by the dealer's own date"],
  [/ and give it with --status FILE, or add --no-status to go without$/,
    ' and choose its file here; or, under More choices, go without'],
  [/ and give it with --status FILE$/, ' and choose its file here'],
  [/ \(--allow-undated\)$/, ', as you chose to accept'],
  [/ \(--no-status\): /, ', as you chose: '],
  [/; allowed by --allow-undated$/, '; allowed by your choice'],
  [/; allowed by --no-status$/, '; allowed by your choice'],
];

/** A text of the report as this page says it. */
export function pageWords(text) {
  const whole = wholeTexts.get(text);
  if (whole !== undefined) return whole;
  return endings.reduce((words, [pattern, ending]) => words.replace(pattern, ending), text);
}
