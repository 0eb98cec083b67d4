/** Kills writers of one history at random moments, leaves torn lines behind, and says what was lost. */
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHistory } from '../../../src/core/estimate/calibration/import/history-read';

export interface Kills {
  readonly kills: number;
  /** Lines whose writing was reported as done. */
  readonly acknowledged: number;
  /** Acknowledged lines that the history does not hold. */
  readonly lost: readonly string[];
  /** Lines that were torn on purpose. */
  readonly torn: number;
  /** Lines that the reader skipped and reported. */
  readonly reported: number;
}

/** `atOnce` writers append to the same file, each until it is killed. */
export async function killWriters(kills: number, atOnce: number): Promise<Kills> {
  const folder = mkdtempSync(join(tmpdir(), 'carbon-hints-kills-'));
  try {
    const script = await bundledWriter(folder);
    const history = join(folder, 'state', 'history.jsonl');
    const acknowledged: string[] = [];
    let [started, torn] = [0, 0];
    const slot = async (): Promise<void> => {
      while (started < kills) {
        const count = (started += 1);
        acknowledged.push(...(await writeUntilKilled(script, history, `w${count}`, momentOf(count))));
        // What a loss of power leaves behind: the start of a line.
        if (count % 3 === 0) {
          appendFileSync(history, tornLine(count));
          torn += 1;
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, slot));
    const { lines, problems } = readHistory(readFileSync(history, 'utf8'));
    const held = new Set(lines.map(({ id }) => id));
    const lost = acknowledged.filter((id) => !held.has(id));
    return { kills, acknowledged: acknowledged.length, lost, torn, reported: problems.length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** When a writer is killed: before or in its first write, or some milliseconds after that. */
interface Moment {
  readonly after: 'start' | 'first line';
  readonly delay: number;
}

function momentOf(count: number): Moment {
  return { after: count % 2 === 0 ? 'start' : 'first line', delay: (count * 7919) % 23 };
}

function tornLine(count: number): string {
  const whole = JSON.stringify({ schema: 1, id: `torn${count}`, machine: 'V100', hours: 1, exit: 0 });
  return whole.slice(0, 1 + ((count * 31) % (whole.length - 1)));
}

async function bundledWriter(folder: string): Promise<string> {
  const outfile = join(folder, 'writer.cjs');
  const entry = join(__dirname, 'history-writer.ts');
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'silent' });
  return outfile;
}

/** Resolves with the ids that the writer reported before it died. */
function writeUntilKilled(script: string, history: string, name: string, moment: Moment): Promise<readonly string[]> {
  const child = spawn(process.execPath, [script, history, name], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  let isDying = false;
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    said += text;
    if (isDying || (moment.after === 'first line' && !said.includes('-'))) return;
    isDying = true;
    setTimeout(() => child.kill('SIGKILL'), moment.delay);
  });
  return new Promise((resolve) => {
    // The last word may have been cut off: then its line may be there or not.
    child.once('close', () =>
      resolve(
        said
          .split('\n')
          .slice(0, -1)
          .filter((id) => id !== 'ready'),
      ),
    );
  });
}
