/** A part of the page: heading, a line of controls where it needs one, and a body that is loading, empty, filled or failed. */
import { el, note } from './dom';

export interface Section {
  readonly root: HTMLElement;
  readonly controls: HTMLElement;
  readonly body: HTMLElement;
  show(...content: readonly Node[]): void;
  /** What was shown before stays below. */
  fail(message: string): void;
}

export function section(id: string, title: string): Section {
  const heading = el('h2', { id: `${id}-title` }, title);
  const controls = el('div', { class: 'controls' });
  const trouble = el('p', { class: 'trouble', role: 'status' });
  const body = el('div', { class: 'body' }, note('Loading…'));
  const root = el(
    'section',
    { id, tabindex: -1, 'aria-labelledby': `${id}-title` },
    el('header', {}, heading, controls),
    trouble,
    body,
  );
  return {
    root,
    controls,
    body,
    show(...content) {
      trouble.textContent = '';
      body.replaceChildren(...content);
    },
    fail(message) {
      trouble.textContent = message;
      if (body.textContent === 'Loading…') body.replaceChildren();
    },
  };
}
