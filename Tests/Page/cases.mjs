// The folders of Tests/CertificateCorpus as values.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every case: its name, its folder, what case.json says, and its files as base64 (null where there is none). */
export function corpusCases(root) {
  const folders = readdirSync(root).filter((name) => existsSync(join(root, name, 'case.json'))).sort();
  return folders.map((name) => {
    const folder = join(root, name);
    const base64 = (file) => (existsSync(join(folder, file)) ? readFileSync(join(folder, file)).toString('base64') : null);
    return {
      name, folder, said: JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')), certificate: base64('certificate'),
      trust: base64('trust.jws'), memory: base64('memory.json'), issuers: base64('issuers.json'),
      statuses: statusFiles(folder).map(base64),
    };
  });
}

/** The status lists given, by name. */
const statusFiles = (folder) => readdirSync(folder).filter((name) => /^status-\d+\.jwt$/.test(name)).sort();

/** The options of a case as the page's check takes them. */
export const optionsOf = ({ said }) => ({
  vin: said.vin, issuer: said.issuer, odometer: said.odometer, allowUndated: said.allow_undated, noStatus: said.no_status,
});

/** The same as the command line takes them. Without a memory of the case's own nothing may be remembered. */
export function argumentsOf(one, { rules, state }) {
  const { said, folder } = one;
  const option = (name, value) => (value === null ? [] : [name, String(value)]);
  return [
    join(folder, 'certificate'), ...(one.trust ? ['--trust', join(folder, 'trust.jws')] : []),
    ...statusFiles(folder).flatMap((name) => ['--status', join(folder, name)]),
    ...(one.issuers ? ['--issuers', join(folder, 'issuers.json')] : []),
    ...(one.memory ? ['--state', state] : ['--no-state']), ...option('--vin', said.vin), ...option('--issuer', said.issuer),
    ...option('--odometer', said.odometer), ...(said.allow_undated ? ['--allow-undated'] : []),
    ...(said.no_status ? ['--no-status'] : []), '--table', rules,
  ];
}
