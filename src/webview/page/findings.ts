/** What the findings in the open documents would save a run. */
import type { Findings } from '../messages';
import { counted, emissionsText, energyText, percentText, zoneText } from '../words';
import { button, el, figure, note, path, table } from './dom';
import type { Page } from './page';
import { section } from './section';

export class FindingsSection {
  readonly #section = section('findings', 'What the findings would save');
  readonly root = this.#section.root;

  constructor(private readonly page: Page) {}

  show(findings: Findings): void {
    this.#section.show(...this.#content(findings));
  }

  fail(message: string): void {
    this.#section.fail(message);
  }

  #content(findings: Findings): readonly Node[] {
    const { documents, rows, more, total, unquantified, grid, basis } = findings;
    if (documents === 0) {
      return [
        note(
          'No Python document is open. Findings are those of documents that are open in this window; the rest of the workspace is not looked at.',
        ),
        button('Open a sample', {}, () => this.page.run('openSample')),
      ];
    }
    if (rows.length === 0) return [note(`No finding in ${counted(documents, 'open document')}.`)];
    const zone = grid === null ? 'unknown grid' : zoneText(grid);
    const sum =
      total === null
        ? 'None of them can be given in kWh.'
        : `Together, without counting a run twice: ${energyText(total.energy)}, ${emissionsText(total.emissions)} a run of each (${zone}; ${basis}).`;
    const rest = [
      unquantified === 0 ? '' : `${unquantified} without a figure in kWh.`,
      more === 0 ? '' : `${more} more not shown.`,
    ];
    return [
      el('p', {}, `${counted(rows.length + more, 'finding')} in ${counted(documents, 'open document')}. ${sum}`),
      this.#table(rows, zone),
      note(['Documents that are not open are not looked at.', ...rest].filter((text) => text !== '').join(' ')),
    ];
  }

  #table(rows: Findings['rows'], zone: string): HTMLElement {
    const cells = rows.map(({ id, file, line, rule, message, share, grade, energy, emissions }) => [
      button(path(`${file}:${line}`), { class: 'link' }, () => this.page.send({ type: 'show', finding: id })),
      el(
        'span',
        { class: 'stack' },
        message,
        button(rule, { class: 'link small' }, () => this.page.send({ type: 'explain', finding: id })),
      ),
      share === null ? 'not quantified' : figure(percentText(share), grade === null ? '' : `grade ${grade}`),
      energy === null ? 'unknown' : energyText(energy),
      emissions === null ? 'unknown' : figure(emissionsText(emissions), zone),
    ]);
    return table(
      'Findings and what they would save',
      [
        { title: 'Place', kind: 'text' },
        { title: 'Finding', kind: 'text' },
        { title: 'Saves of its part', kind: 'figure' },
        { title: 'Energy a run, estimated', kind: 'figure' },
        { title: 'Emissions a run', kind: 'figure' },
      ],
      cells,
    );
  }
}
