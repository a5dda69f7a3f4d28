// What is kept in the browser between two visits: what the verifier remembers, and the trust list itself.
//
// All pages opened from files share one store in some browsers, so another file that was mailed to the user could put a trust
// list there. Opened from a file, this page therefore keeps only the memory, which can refuse a list and never add one.

const memoryKey = 'handover-verifier-memory';
const listKey = 'handover-verifier-trust-list';

/** Why the list cannot be kept here, or null. */
export function whyNotKept() {
  if (location.protocol === 'file:') {
    return 'The list is not remembered, because other files on this device could change it here. Add it again next time.';
  }
  return store() ? null : 'The list is not remembered: this browser does not allow it. Add it again next time.';
}

/** The store, or null where it is not allowed. */
function store() {
  try {
    const found = window.localStorage;
    found.setItem('handover-verifier-try', '1');
    found.removeItem('handover-verifier-try');
    return found;
  } catch {
    return null;
  }
}

const encoded = (text) => (text === null || text === undefined ? null : new TextEncoder().encode(text));

/** Bytes of the memory, or null when there is none. */
export const loadMemory = () => encoded(store()?.getItem(memoryKey));

/** Bytes of the list, or null when none is kept. */
export const loadList = () => (whyNotKept() === null ? encoded(store()?.getItem(listKey)) : null);

/** Keeps both as far as they can be kept; tells whether the memory was. */
export function keep(memoryBytes, listBytes) {
  try {
    store().setItem(memoryKey, new TextDecoder().decode(memoryBytes));
    if (whyNotKept() === null) store().setItem(listKey, new TextDecoder().decode(listBytes));
    return true;
  } catch {
    return false;
  }
}

/** Forgets both. */
export function forget() {
  store()?.removeItem(memoryKey);
  store()?.removeItem(listKey);
}
