/** Verifies what `npm start` serves: the page answers, the extension activates, and it finds waste in the sample. */
import * as path from 'node:path';
import { addressOf } from './address';
import { launchBrowser } from './browser';
import { sampleFolder } from './paths';
import { startSampleServer } from './serve-sample';

const timeoutMs = 120_000;

/** Rejects with what was missing. */
export async function checkServed(vsix: string): Promise<void> {
  const server = await startSampleServer(vsix, 0);
  try {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const file = path.join(sampleFolder, 'search_svm.py');
      const address = addressOf(server, { folder: sampleFolder, file });
      const answer = await page.goto(address);
      if (answer?.status() !== 200) throw new Error(`${address} answered ${answer?.status()}.`);
      await page.locator('.statusbar-item[id^="carbon-hints."]').first().waitFor({ timeout: timeoutMs });
      await page.locator('#status\\.problems:not([aria-label="No Problems"])').waitFor({ timeout: timeoutMs });
      console.log('The served VS Code answers, the extension is active and marks findings in the sample.');
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}
