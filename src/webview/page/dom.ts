/** Elements from code: text is only ever text, because much of what the page shows was written by others. */

type Child = Node | string | null;
type Attributes = Readonly<Record<string, string | number | null>>;

const SVG = 'http://www.w3.org/2000/svg';

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(name, String(value));
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Changes the text only where it differs, so that a screen reader and a selection are left in peace. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function button(label: Node | string, attributes: Attributes, onClick: () => void): HTMLButtonElement {
  const made = el('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', onClick);
  return made;
}

export interface Column {
  readonly title: string;
  /** Figures line up on the right. */
  readonly kind: 'text' | 'figure';
}

/** A table with a caption, in a frame that scrolls sideways and can be reached by keyboard. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly Child[])[]): HTMLElement {
  const head = el('tr', {}, ...columns.map(({ title, kind }) => el('th', { scope: 'col', class: kind }, title)));
  const body = rows.map((cells) =>
    el('tr', {}, ...cells.map((cell, index) => el('td', { class: columns[index]?.kind ?? 'text' }, cell))),
  );
  return frame(
    caption,
    el('table', {}, el('caption', { class: 'hidden' }, caption), el('thead', {}, head), el('tbody', {}, ...body)),
  );
}

export function frame(label: string, content: Node): HTMLElement {
  return el('div', { class: 'frame', role: 'region', 'aria-label': label, tabindex: 0 }, content);
}

/** A figure with what it is and where it comes from, one above the other. */
export function figure(main: Node | string, ...notes: readonly string[]): HTMLElement {
  return el(
    'span',
    { class: 'stack' },
    main,
    ...notes.filter((note) => note !== '').map((note) => el('small', {}, note)),
  );
}

/** A path that breaks at its slashes. */
export function path(text: string): HTMLElement {
  const parts = text.split(/(?<=[/\\])/);
  return el('span', {}, ...parts.flatMap((part, index) => (index === 0 ? [part] : [el('wbr'), part])));
}

export function note(text: string): HTMLParagraphElement {
  return el('p', { class: 'note' }, text);
}
