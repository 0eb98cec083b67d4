/** The list of runs: estimated against measured, sorted and filtered by the extension, one page at a time. */
import type { Query, Runs } from '../messages';
import { counted } from '../words';
import { button, el, frame, note, setText } from './dom';
import type { Page } from './page';
import { COLUMNS, runRows } from './run-row';
import { section } from './section';

const TYPING_MS = 200;

const HEADS: readonly {
  readonly title: string;
  readonly sort: Query['sort'] | null;
  readonly kind: 'text' | 'figure';
}[] = [
  { title: 'Ended', sort: 'at', kind: 'text' },
  { title: 'Script', sort: 'script', kind: 'text' },
  { title: 'Ran for', sort: 'hours', kind: 'figure' },
  { title: 'Measured', sort: 'energy', kind: 'figure' },
  { title: 'Estimated', sort: null, kind: 'figure' },
  { title: 'Measured ÷ estimated', sort: 'ratio', kind: 'text' },
  { title: 'Emissions', sort: 'emissions', kind: 'figure' },
];

const SHOWN: Readonly<Record<Query['show'], string>> = {
  all: 'all runs',
  compared: 'runs that can be compared',
  outside: 'runs outside their estimate',
  unmeasured: 'runs without a measurement',
};

export class RunsSection {
  readonly #section = section('runs', 'Runs');
  readonly root = this.#section.root;
  readonly #filter = el('input', { type: 'search', id: 'runs-filter', placeholder: 'part of a script name' });
  readonly #show = el('select', { id: 'runs-show' });
  readonly #count = el('p', { class: 'note', role: 'status' });
  readonly #pager = el('div', { class: 'pager' });
  #typing: ReturnType<typeof setTimeout> | undefined;
  #runs: Runs | undefined;

  constructor(private readonly page: Page) {
    this.#show.append(...Object.entries(SHOWN).map(([value, label]) => el('option', { value }, label)));
    this.#filter.value = page.query.script;
    this.#show.value = page.query.show;
    this.#section.controls.append(
      el('label', { for: 'runs-filter' }, 'Script'),
      this.#filter,
      el('label', { for: 'runs-show' }, 'Show'),
      this.#show,
    );
    this.#filter.addEventListener('input', () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#ask({ script: this.#filter.value.slice(0, 200), page: 0 }), TYPING_MS);
    });
    this.#show.addEventListener('change', () => this.#ask({ show: this.#show.value as Query['show'], page: 0 }));
    page.onTables(() => this.#runs && this.show(this.#runs));
  }

  show(runs: Runs): void {
    // An answer to what is not asked any more would jump under the fingers.
    if (!isSame(runs.query, this.page.query)) return;
    this.#runs = runs;
    this.#section.controls.hidden = runs.total === 0;
    const sort = (document.activeElement as HTMLElement | null)?.dataset['sort'];
    setText(this.#count, countText(runs));
    this.#section.show(
      ...problems(runs),
      ...(runs.total === 0 ? EMPTY() : [this.#count, this.#table(runs), this.#pages(runs)]),
    );
    if (sort !== undefined) this.root.querySelector<HTMLElement>(`[data-sort="${sort}"]`)?.focus();
  }

  fail(message: string): void {
    this.#section.fail(message);
  }

  #ask(change: Partial<Query>): void {
    this.page.ask({ ...this.page.query, ...change });
  }

  #table(runs: Runs): HTMLElement {
    if (runs.rows.length === 0) return note('No run matches.');
    const head = el('tr', {}, ...HEADS.map((one) => this.#head(one, runs.query)));
    const { showsTables } = this.page;
    const rows = runs.rows.flatMap((run, index) => [...runRows(run, { index, showsTables })]);
    const caption = 'Measured runs with their estimates; figures are 80 % ranges where they are ranges';
    return frame(
      'Runs',
      el(
        'table',
        { class: 'runs' },
        el('caption', { class: 'hidden' }, caption),
        el('thead', {}, head),
        el('tbody', {}, ...rows),
        el('tfoot', {}, el('tr', {}, el('td', { colspan: COLUMNS }, FOOTNOTE))),
      ),
    );
  }

  #head({ title, sort, kind }: (typeof HEADS)[number], query: Query): HTMLElement {
    if (sort === null) return el('th', { scope: 'col', class: kind }, title);
    const isSorted = query.sort === sort;
    const sorted = !isSorted ? 'none' : query.order === 'up' ? 'ascending' : 'descending';
    const next = isSorted && query.order === 'down' ? 'up' : 'down';
    const sign = !isSorted ? '' : query.order === 'up' ? ' ▲' : ' ▼';
    const trigger = button(`${title}${sign}`, { class: 'sort', 'data-sort': sort }, () =>
      this.#ask({ sort, order: next, page: 0 }),
    );
    return el('th', { scope: 'col', class: kind, 'aria-sort': sorted }, trigger);
  }

  #pages({ matching, pageSize, query }: Runs): HTMLElement {
    const last = Math.max(0, Math.ceil(matching / pageSize) - 1);
    const go = (label: string, to: number): HTMLButtonElement => {
      const made = button(label, { 'data-sort': label }, () => this.#ask({ page: to }));
      made.disabled = to < 0 || to > last || to === query.page;
      return made;
    };
    this.#pager.hidden = last === 0;
    this.#pager.replaceChildren(
      go('First', 0),
      go('Previous', query.page - 1),
      el('span', {}, `page ${query.page + 1} of ${last + 1}`),
      go('Next', query.page + 1),
      go('Last', last),
    );
    return this.#pager;
  }
}

const FOOTNOTE =
  'The picture shows the estimated 80 % range as a bar around its middle and the measured energy as a diamond, from a tenth of the estimate to ten times it. Measured energy is that of the machine without the overhead of a site (PUE).';

const EMPTY = (): readonly Node[] => [
  note('No run has been measured on this machine yet.'),
  el(
    'p',
    {},
    'Measure one from a terminal with ',
    el('code', {}, 'carbon-hints run -- python train.py'),
    '; it then stands here beside its estimate.',
  ),
];

function isSame(a: Query, b: Query): boolean {
  return a.sort === b.sort && a.order === b.order && a.script === b.script && a.show === b.show;
}

function countText({ matching, total, query }: Runs): string {
  return query.script === '' && query.show === 'all'
    ? counted(total, 'run')
    : `${matching.toLocaleString('en')} of ${counted(total, 'run')} match`;
}

function problems({ problems: lines, problemCount }: Runs): readonly Node[] {
  if (problemCount === 0) return [];
  const more = problemCount - lines.length;
  return [
    el(
      'details',
      { class: 'problems' },
      el(
        'summary',
        {},
        `${counted(problemCount, 'line')} of the history cannot be read and ${problemCount === 1 ? 'is' : 'are'} left out`,
      ),
      el('ul', {}, ...lines.map((line) => el('li', {}, line)), ...(more > 0 ? [el('li', {}, `and ${more} more`)] : [])),
    ),
  ];
}
