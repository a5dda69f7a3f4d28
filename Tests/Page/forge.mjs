// A dealer of the tests' own: a chain made by openssl, and a trust list and certificates signed with it, so that content can be
// changed and still carry a good signature.
import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const base64url = (value) => Buffer.from(value).toString('base64url');
const digest = (value) => createHash('sha256').update(value).digest('base64url');
const raw = (key, text) => sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');

const extensions = {
  ca: 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign\n'
    + 'nameConstraints=critical,permitted;URI:north.example-motors.example\n',
  leaf: 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=1.3.6.1.5.5.7.3.36\n'
    + 'subjectAltName=URI:https://north.example-motors.example\n',
};

export class Forge {
  /** @param folder an empty one for the keys */
  constructor(folder) {
    const openssl = (...words) => execFileSync('openssl', words, { cwd: folder, stdio: ['ignore', 'ignore', 'ignore'] });
    for (const name of ['root', 'ca', 'leaf']) openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`);
    openssl('req', '-new', '-x509', '-key', 'root.key', '-days', '3650', '-subj', '/O=Twin Group/OU=Root', '-out', 'root.pem',
      '-addext', 'basicConstraints=critical,CA:TRUE,pathlen:1', '-addext', 'keyUsage=critical,keyCertSign,cRLSign');
    for (const [name, issuer] of [['ca', 'root'], ['leaf', 'ca']]) {
      writeFileSync(join(folder, `${name}.ext`), extensions[name]);
      openssl('req', '-new', '-key', `${name}.key`, '-subj', `/O=Twin Group/OU=${name}`, '-out', `${name}.csr`);
      openssl('x509', '-req', '-in', `${name}.csr`, '-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial', '-days',
        '390', '-extfile', `${name}.ext`, '-out', `${name}.pem`);
    }
    for (const name of ['root', 'ca', 'leaf']) openssl('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`);
    [this.root, this.ca, this.leaf] = ['root', 'ca', 'leaf'].map((name) => readFileSync(join(folder, `${name}.der`)));
    this.leafKey = createPrivateKey(readFileSync(join(folder, 'leaf.key')));
    this.authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = this.authority.publicKey.export({ format: 'jwk' });
    this.jwk = { kty: 'EC', crv: 'P-256', x, y };
    this.keyName = digest(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`);
  }

  /** The content of a trust list that vouches for the chain, at a moment. */
  listContent(now) {
    const day = 86_400;
    return {
      version: 1, iat: now - day, exp: now + 100 * day, authority: { threshold: 1, keys: [this.jwk] },
      issuers: [{ name: 'Twin Group', root: this.root.toString('base64'), hosts: ['example-motors.example'], from: now - day, until: null }],
    };
  }

  /** A signed list of any text. */
  list(text) {
    const header = base64url(JSON.stringify({ alg: 'ES256', typ: 'trust-list+jws', kid: this.keyName }));
    const payload = base64url(text);
    return Buffer.from(JSON.stringify({
      payload, signatures: [{ protected: header, signature: raw(this.authority.privateKey, `${header}.${payload}`) }],
    }));
  }

  /** A signed certificate of any text, in its bundle. */
  certificate(text) {
    const header = base64url(JSON.stringify({ alg: 'ES256', typ: 'dc+sd-jwt', 'x5t#S256': digest(this.leaf) }));
    const signed = `${header}.${base64url(text)}`;
    return Buffer.from(JSON.stringify({
      format: 'transfer-certificate-bundle/1', sd_jwt: `${signed}.${raw(this.leafKey, signed)}~`,
      x5c: [this.leaf.toString('base64'), this.ca.toString('base64')],
    }));
  }
}
