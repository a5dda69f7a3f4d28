// Text from outside, made safe to show: nothing in it can change the direction of writing, or hide.

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}\p{Default_Ignorable_Code_Point}]/u;
/** Characters that count as letters and show nothing. */
const blanks = new Set([0x115f, 0x1160, 0x3164, 0xffa0, 0x2800, 0x034f, 0x17b4, 0x17b5]);

/** Letters, marks, numbers, punctuation, symbols and the plain space. */
export const isVisible = (character) =>
  character === ' ' || (!invisible.test(character) && !blanks.has(character.codePointAt(0)));

/** The text with every control, formatting and invisible character written as `\u{hex}`, cut at `limit` characters. */
export function shown(text, limit = 80) {
  let out = '';
  let count = 0;
  for (const character of text) {
    if (count >= limit) return `${out}...`;
    out += isVisible(character) ? character : `\\u{${character.codePointAt(0).toString(16)}}`;
    count += 1;
  }
  return out;
}

/** 1 to 40 visible characters in normalisation form C, as a make or model may be. */
export function isPlainName(text) {
  const characters = [...text];
  return characters.length >= 1 && characters.length <= 40 && characters.every(isVisible) && text.normalize('NFC') === text;
}
