// An issuer's name: `https`, a lower-case host, no port, query or fragment; a path is allowed.

/** The host of an issuer's URI, or null when the text is none. */
export function issuerHost(text) {
  if (!/^https:\/\/[\x21-\x7e]*$/.test(text) || text.length > 200 || /[?#]/.test(text)) return null;
  const host = text.slice('https://'.length).split('/')[0];
  return isHost(host) ? host : null;
}

/** A lower-case name of at least two labels. */
export const isHost = (text) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(text);

/** Whether a host is one of these or below one of them. */
export const isWithin = (host, hosts) => hosts.some((allowed) => host === allowed || host.endsWith(`.${allowed}`));
