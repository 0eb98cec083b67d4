/** Measures in a served VS Code how long the extension takes to activate and to find something; prints JSON. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import type { ActivationSample } from './activation-probe';
import { addressOf, type Opening } from './address';
import { launchBrowser } from './browser';
import { bundleForHost } from './bundle';
import { installServed } from './install';
import { outFolder, repository } from './paths';
import { type Server, startServer } from './server';
import { waitFor } from './wait';

export interface ActivationReport {
  readonly schema: 1;
  readonly vscode: string;
  /** One sample for each fresh extension host. */
  readonly samples: readonly ActivationSample[];
  /** Medians over the samples (of an even number, the upper one), in milliseconds. */
  readonly activationMs: number;
  readonly activateMs: number;
  readonly firstFindingsMs: number;
}

const sampleTimeoutMs = 90_000;

/** Takes `runs` samples, each in an extension host of its own, on a Python file of `lines` lines. */
export async function measureActivation(runs: number, lines: number): Promise<ActivationReport> {
  const probe = path.join(outFolder, 'activation', 'probe.js');
  await bundleForHost(path.join(__dirname, 'activation-probe.ts'), probe);
  const home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'carbon-hints-activation-')));
  const result = path.join(home, 'result.json');
  const environment = { CARBON_HINTS_PROBE_RESULT: result, CARBON_HINTS_PROBE_LINES: String(lines) };
  const install = await installServed('newest');
  const server = await startServer(install, { name: 'activation', environment });
  try {
    const opening = { folder: home, extension: repository, tests: probe };
    const samples = await takeSamples(server, opening, result, runs);
    const median = (pick: (sample: ActivationSample) => number) => medianOf(samples.map(pick));
    return {
      schema: 1,
      vscode: install.version.vscode,
      samples,
      activationMs: median((sample) => sample.activationMs),
      activateMs: median((sample) => sample.activateMs),
      firstFindingsMs: median((sample) => sample.firstFindingsMs),
    };
  } finally {
    await server.stop();
    fs.rmSync(home, { recursive: true, force: true });
  }
}

async function takeSamples(
  server: Server,
  opening: Opening,
  result: string,
  runs: number,
): Promise<ActivationSample[]> {
  const samples: ActivationSample[] = [];
  const browser = await launchBrowser();
  try {
    while (samples.length < runs) {
      const page = await browser.newPage();
      samples.push(await takeSample(page, addressOf(server, opening), result));
      await page.close();
    }
  } finally {
    await browser.close();
  }
  return samples;
}

async function takeSample(page: Page, address: string, result: string): Promise<ActivationSample> {
  fs.rmSync(result, { force: true });
  await page.exposeFunction('codeAutomationLog', () => undefined);
  await page.exposeFunction('codeAutomationExit', () => undefined);
  await page.goto(address);
  await waitFor('the measurement of the extension host', sampleTimeoutMs, () => fs.existsSync(result) || undefined);
  const sample = JSON.parse(fs.readFileSync(result, 'utf8')) as ActivationSample | { error: string };
  if ('error' in sample) throw new Error(sample.error);
  return sample;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { runs: { type: 'string' }, lines: { type: 'string' } } });
  const [runs, lines] = [Number(values.runs ?? 7), Number(values.lines ?? 1000)];
  if (!(runs >= 1 && lines >= 1)) throw new Error('usage: measure-activation.ts [--runs N] [--lines N]');
  const report = await measureActivation(runs, lines);
  console.log(JSON.stringify(report, null, 2));
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
