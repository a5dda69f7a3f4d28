// Times, always UTC. A moment is a number of seconds since 1970, as the documents have it.

const day = 86400;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const padded = (number, width = 2) => String(number).padStart(width, '0');
const dayNumber = (moment) => Math.floor(moment / day);

/** Year, month, day, hour, minute and second (H. Hinnant, "chrono-compatible low-level date algorithms"). */
function civil(moment) {
  const total = Math.floor(moment);
  const rest = total - Math.floor(total / day) * day;
  const shifted = Math.floor(total / day) + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524)
    - Math.floor(dayOfEra / 146096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1,
    hour: Math.floor(rest / 3600), minute: Math.floor((rest % 3600) / 60), second: rest % 60,
  };
}

/** The moment of a civil date, or null when there is no such date. */
export function fromCivil(year, month, dayOfMonth, hour = 0, minute = 0, second = 0) {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > lengths[month - 1]) return null;
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + dayOfMonth - 1;
  const days = era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
  return days * day + hour * 3600 + minute * 60 + second;
}

/** `2026-11-22`. */
export function isoDay(moment) {
  const parts = civil(moment);
  return `${padded(parts.year, 4)}-${padded(parts.month)}-${padded(parts.day)}`;
}

/** `2026-11-22T14Z`. */
export const isoHour = (moment) => `${isoDay(moment)}T${padded(civil(moment).hour)}Z`;

/** `2026-11-22T14:03:09.120Z`. */
export function isoInstant(moment) {
  const parts = civil(moment);
  const milliseconds = Math.trunc((moment - Math.floor(moment)) * 1000);
  return `${isoDay(moment)}T${padded(parts.hour)}:${padded(parts.minute)}:${padded(parts.second)}.${padded(milliseconds, 3)}Z`;
}

/** Reads `2026-11-22`, or returns null. */
export function parseDay(text) {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return found && fromCivil(Number(found[1]), Number(found[2]), Number(found[3]));
}

/** Reads `2026-11-22T14Z`, or returns null. */
export function parseHour(text) {
  const found = /^(.{10})T(\d\d)Z$/.exec(text);
  const start = found && Number(found[2]) < 24 ? parseDay(found[1]) : null;
  return start === null ? null : start + Number(found[2]) * 3600;
}

/** `7 Nov 2026`. */
export function spokenDay(moment) {
  const parts = civil(moment);
  return `${parts.day} ${months[parts.month - 1]} ${parts.year}`;
}

/** `7 Nov 2026 16:40 UTC`. */
export function spokenMinute(moment) {
  const parts = civil(moment);
  return `${spokenDay(moment)} ${padded(parts.hour)}:${padded(parts.minute)} UTC`;
}

/** `today`, `yesterday`, `15 days ago`, `in 2 days`, by UTC days. */
export function ago(moment, now) {
  const days = dayNumber(now) - dayNumber(moment);
  if (days === 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days === -1) return 'tomorrow';
  return days > 0 ? `${days} days ago` : `in ${-days} days`;
}

/** The first moment of the UTC day. */
export const startOfDay = (moment) => dayNumber(moment) * day;
