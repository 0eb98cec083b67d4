/** The real page in a real browser, with what the extension would send it; it loads nothing but its two files, as in the editor. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { pageHtml } from '../../src/vscode/dashboard/html';
import type { FromPage, ToPage } from '../../src/webview/messages';
import { repository } from '../../scripts/vscode/paths';

const ORIGIN = 'https://page.test';
const FILES: Readonly<Record<string, string>> = { 'dashboard.js': 'text/javascript', 'dashboard.css': 'text/css' };

export interface ShownPage {
  readonly page: Page;
  /** What the page said since it was opened. */
  said(): Promise<readonly FromPage[]>;
  send(message: unknown): Promise<void>;
  /** Violations of the policy, errors and requests of anything else. */
  readonly troubles: readonly string[];
}

/** `state` is what the page kept before a reload. */
export async function showPage(browser: Browser, state: unknown = null): Promise<ShownPage> {
  const context = await browser.newContext({
    viewport: { width: 1100, height: 900 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  await page.route('**/*', async (route) => {
    const path = new URL(route.request().url()).pathname.slice(1);
    const type = FILES[path];
    if (path === '') return route.fulfill({ contentType: 'text/html', body: html() });
    if (type !== undefined) return route.fulfill({ contentType: type, body: built(path) });
    if (path !== 'favicon.ico') troubles.push(`asked for ${route.request().url()}`);
    return route.abort();
  });
  await page.addInitScript({ content: fakeEditor(state) });
  await page.goto(ORIGIN);
  return {
    page,
    troubles,
    said: () => page.evaluate(() => (globalThis as unknown as { readonly said: readonly FromPage[] }).said),
    send: (message) =>
      page.evaluate((data) => {
        (globalThis as unknown as { postMessage(data: unknown, origin: string): void }).postMessage(data, '*');
      }, message),
  };
}

/** Everything that a page is told when it is opened. */
export async function tell(shown: ShownPage, messages: readonly ToPage[]): Promise<void> {
  for (const message of messages) await shown.send(message);
}

function html(): string {
  return pageHtml({
    script: `${ORIGIN}/dashboard.js`,
    style: `${ORIGIN}/dashboard.css`,
    source: ORIGIN,
    nonce: 'abc123',
  });
}

function built(name: string): string {
  return readFileSync(join(repository, 'dist', 'webview', name), 'utf8');
}

/** Runs in the page, before its own script; a text, because a compiled function would bring helpers that the page has not. */
function fakeEditor(state: unknown): string {
  return `
    const said = (globalThis.said = []);
    let kept = ${JSON.stringify(state)};
    globalThis.acquireVsCodeApi = () => ({
      postMessage: (message) => said.push(message),
      getState: () => kept,
      setState: (next) => { kept = next; },
    });
  `;
}
