// The one way in which anything is put on the page: as elements made here and text set as text. No string is ever read as
// markup, which the page's own policy (trusted types) forbids as well.

/** An element of this tag, with attributes, and children that are elements or texts. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, '');
    else if (value !== false && value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null).map((child) =>
    (typeof child === 'string' ? document.createTextNode(child) : child)));
  return made;
}

/** A button that does something. */
export function button(words, action, isMain = false) {
  const made = element('button', { type: 'button', class: isMain ? 'main' : null }, words);
  made.addEventListener('click', action);
  return made;
}

/** The element of the page with this id. */
export const byID = (id) => document.getElementById(id);

/** Shows a text in a place, or hides the place when there is none. */
export function say(place, words) {
  place.textContent = words ?? '';
  place.hidden = !words;
}
