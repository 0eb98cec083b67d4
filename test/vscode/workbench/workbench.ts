/** Drives the VS Code workbench in a page the way a person does: with the keyboard, the mouse and their eyes. */
import * as path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { screenshotFolder } from '../../../scripts/vscode/paths';
import { waitFor } from '../../../scripts/vscode/wait';

const startTimeoutMs = 90_000;
const stepTimeoutMs = 45_000;

export class Workbench {
  constructor(readonly page: Page) {
    page.setDefaultTimeout(stepTimeoutMs);
  }

  async ready(): Promise<void> {
    await this.page
      .locator('.monaco-workbench .explorer-folders-view .monaco-list-row')
      .first()
      .waitFor({ timeout: startTimeoutMs });
  }

  /** Opens a file of the folder from the explorer. The oldest version's Go to File finds nothing without ripgrep. */
  async open(name: string): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row').getByText(name, { exact: true }).dblclick();
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  }

  /** Opens a notebook; one that is opened before its editor is known shows as text, and is then opened again. */
  async openNotebook(name: string): Promise<void> {
    const cell = this.page.locator('.cell-list-container .monaco-editor').first();
    await waitFor(`${name} as a notebook`, startTimeoutMs, async () => {
      await this.open(name);
      if (await appears(cell, 10_000)) return true;
      await this.command('View: Close Editor');
      return undefined;
    });
  }

  /** Scrolls the active editor down until something in it is well inside the window. */
  async scrollTo(target: Locator): Promise<void> {
    await this.page.mouse.move(800, 600);
    await this.until('what is wanted to come into view', async () => {
      const box = (await target.count()) > 0 ? await target.boundingBox() : null;
      if (box !== null && box.y > 200 && box.y < 700) return true;
      await this.page.mouse.wheel(0, 200);
      return false;
    });
  }

  /** Runs a command of the palette by its full label. */
  async command(label: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    await this.until('the command palette to open', async () => {
      await this.page.keyboard.press('F1');
      return appears(widget.locator('input').first());
    });
    await this.page.keyboard.type(label);
    await this.walkTo(widget.locator('.monaco-list-row.focused'), label);
    await widget.waitFor({ state: 'hidden' });
  }

  /** Walks down an open list until the entry in focus begins with `text`, and takes it. */
  private async walkTo(focused: Locator, text: string): Promise<void> {
    await this.until(`"${text}" in the list`, async () => {
      const label = (await textOf(focused))?.split('\n')[0] ?? '';
      if (label === text) return true;
      await this.page.keyboard.press('ArrowDown');
      return false;
    });
    await this.page.keyboard.press('Enter');
  }

  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor').first();
  }

  /** Puts the cursor on a line and column, both from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.editor.locator('.view-line').first().waitFor();
    const position = this.page.locator('#status\\.editor\\.selection');
    const input = this.page.locator('.quick-input-widget input').first();
    // A key pressed while the editor is still being put in place is lost, so it is pressed again.
    await this.until(`the cursor on line ${line}`, async () => {
      await this.page.keyboard.press('Control+G');
      if (!(await appears(input))) return false;
      await input.fill(`:${line}:${column}`);
      await this.page.keyboard.press('Enter');
      return appears(position.filter({ hasText: `Ln ${line}, Col ${column}` }));
    });
  }

  /** The lines that the editor shows, from the top. */
  async visibleText(): Promise<string> {
    const lines = await this.editor.locator('.view-lines > .view-line').all();
    const placed = await Promise.all(
      lines.map(async (line) => ({ top: (await line.boundingBox())?.y ?? 0, text: (await textOf(line)) ?? '' })),
    );
    return placed
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text)
      .join('\n');
  }

  /** Marks under code in the visible part of the editor, of whatever severity. */
  get squiggles(): Locator {
    return this.editor.locator('[class*="squiggly-"]');
  }

  async waitForSquiggle(): Promise<Locator> {
    const first = this.squiggles.first();
    await first.waitFor({ state: 'attached', timeout: startTimeoutMs });
    return first;
  }

  async waitForNoSquiggle(): Promise<void> {
    await this.until('the marks to go', async () => (await this.squiggles.count()) === 0);
  }

  /** Rests the mouse on something until a hover appears there whose text has `expected`; returns the whole text. */
  async hover(target: Locator, expected: string): Promise<string> {
    const box = await target.boundingBox();
    if (box === null) throw new Error('What the mouse should rest on is not visible.');
    const [x, y] = [box.x + Math.min(box.width / 2, 30), box.y + box.height / 2];
    await this.page.mouse.move(x, y - 60);
    await this.page.mouse.move(x, y, { steps: 4 });
    const shown = this.page.locator('.monaco-hover:not(.hidden)').filter({ hasText: expected }).first();
    await shown.waitFor();
    return (await textOf(shown)) ?? '';
  }

  async moveMouseAway(): Promise<void> {
    await this.page.mouse.move(200, 600);
    await this.page.locator('.monaco-hover:not(.hidden)').first().waitFor({ state: 'hidden' });
  }

  /** Opens the light bulb's menu by keyboard at the cursor; returns the titles in it. */
  async lightBulb(): Promise<string[]> {
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    await this.until('the light bulb menu', async () => {
      await this.page.keyboard.press('Control+.');
      return appears(rows.first(), 5000);
    });
    return (await rows.allInnerTexts()).map(plain);
  }

  /** Takes the entry of the open light bulb menu that has `title`. */
  async takeAction(title: string): Promise<void> {
    const focused = this.page.locator('.action-widget .monaco-list-row.focused');
    await this.walkTo(focused, title);
    await focused.waitFor({ state: 'hidden' });
  }

  /** The extension's entry in the status bar, once it shows a figure. */
  get watts(): Locator {
    return this.page.locator('.statusbar-item[id^="carbon-hints.carbon-hints"]').filter({ hasText: /\d\s?k?W/ });
  }

  /** Waits until the shell of the terminal tells the editor of its commands: then it marks its prompt. */
  async shellReady(): Promise<void> {
    await this.page.locator('.terminal-command-decoration').first().waitFor();
  }

  /** The content of the dashboard's webview, which is a frame in a frame. */
  get dashboard(): FrameLocator {
    return this.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  }

  get codeLenses(): Locator {
    return this.editor.locator('.codelens-decoration');
  }

  /** Keeps a picture of the window as an artefact. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(screenshotFolder, `${name}.png`) });
  }

  /** Types a line as a person does who wants no suggestion: Escape, so that Enter only ends the line. */
  async typeLine(line: string): Promise<void> {
    await this.page.keyboard.type(line);
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('Enter');
  }

  /** Waits until the workbench says that the folder is not trusted. */
  async waitForRestrictedMode(): Promise<void> {
    await this.page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor();
  }

  /** Looks again and again until `look` says true. */
  async until(what: string, look: () => Promise<boolean | undefined>): Promise<void> {
    await waitFor(what, stepTimeoutMs, async () => (await look()) || undefined);
  }
}

/** Whether something shows up soon. */
async function appears(locator: Locator, timeout = 2000): Promise<boolean> {
  return locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}

/** Text as a person reads it: the editor draws spaces as no-break spaces. Undefined when nothing is shown. */
export async function textOf(locator: Locator): Promise<string | undefined> {
  const texts = await locator.allInnerTexts();
  return texts[0] === undefined ? undefined : plain(texts[0]);
}

function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').replaceAll('\u200b', '').trimEnd();
}
