/** The dashboard page: builds its sections, asks the extension for what they show, and believes only what it can check. */
import { isToPage, type ToPage } from '../messages';
import { button, el } from './dom';
import { FindingsSection } from './findings';
import { NowSection } from './now';
import { Page } from './page';
import { RunsSection } from './runs';
import { SensorsSection } from './sensors';
import { SumsSection } from './sums';

declare function acquireVsCodeApi(): ConstructorParameters<typeof Page>[0];

function start(root: HTMLElement): void {
  const page = new Page(acquireVsCodeApi());
  const now = new NowSection(page);
  const runs = new RunsSection(page);
  const sums = new SumsSection(page);
  const findings = new FindingsSection(page);
  const sensors = new SensorsSection();
  const trouble = el('p', { class: 'trouble', role: 'status' });

  const show = (message: ToPage): void => {
    if (message.type === 'live') {
      now.live(message);
      sensors.show(message.sensors, message.state);
    } else if (message.type === 'trail') now.trail(message);
    else if (message.type === 'current') now.running(message);
    else if (message.type === 'runs') runs.show(message);
    else if (message.type === 'sums') sums.show(message);
    else if (message.type === 'findings') findings.show(message);
    else ({ live: now, runs, findings })[message.part].fail(`This part cannot be shown: ${message.message}`);
  };

  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isToPage(data)) return show(data);
    trouble.textContent =
      'The extension sent something that this page cannot read. Reload the window; if it stays, report it.';
  });

  const parts = [now.root, runs.root, ...sums.roots, findings.root, sensors.root];
  root.replaceChildren(topBar(page), jumps(parts), trouble, ...parts);
  root.removeAttribute('aria-busy');
  page.send({ type: 'ready', query: page.query });
}

/** The way to each part without scrolling. */
function jumps(parts: readonly HTMLElement[]): HTMLElement {
  const links = parts.map((part) => {
    const go = (): void => {
      part.scrollIntoView({ block: 'start' });
      part.focus({ preventScroll: true });
    };
    return el('li', {}, button(part.querySelector('h2')?.textContent ?? '', { class: 'link' }, go));
  });
  return el('nav', { 'aria-label': 'Parts of this page' }, el('ul', { class: 'jumps' }, ...links));
}

function topBar(page: Page): HTMLElement {
  const tables = button('Tables instead of charts', { 'aria-pressed': String(page.showsTables) }, () =>
    page.toggleTables(),
  );
  page.onTables(() => tables.setAttribute('aria-pressed', String(page.showsTables)));
  return el(
    'header',
    { class: 'top' },
    el('h1', {}, 'Carbon Hints'),
    el(
      'div',
      { class: 'controls' },
      tables,
      button('Set region', {}, () => page.run('setRegion')),
      button('Settings', {}, () => page.run('openSettings')),
    ),
  );
}

const root = document.getElementById('dashboard');
if (root) start(root);
