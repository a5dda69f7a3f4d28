// A value in the one spelling a bundle may have: no white space, members in the order given, non-ASCII characters raw, `/`
// unescaped, control characters by their short escape or `\u00xx` in lower case.
import { Members } from './strict-json.js';

/** An object of these pairs of name and value, in this order. */
export const object = (...pairs) => new Members(pairs);

/** The value as canonical text. */
export function canonicalText(value) {
  if (value instanceof Members) {
    return `{${value.list.map(([name, inner]) => `${quoted(name)}:${canonicalText(inner)}`).join(',')}}`;
  }
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** The same as UTF-8. */
export const canonicalBytes = (value) => new TextEncoder().encode(canonicalText(value));

const short = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' };

function quoted(text) {
  const escaped = text.replace(/["\\\u0000-\u001f]/g, (character) =>
    short[character] ?? `\\u00${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `"${escaped}"`;
}
