/** The Python environment of the proof: pinned packages from PyPI, made once and kept. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const REQUIREMENTS = join(ROOT, 'test', 'proof', 'requirements.txt');

/** The interpreter. `PROOF_VENV` names an environment that is there already; it is used as it is. */
export function proofPython(): string {
  const given = process.env['PROOF_VENV'];
  if (given !== undefined) return interpreterIn(given);
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = join(ROOT, '.cache', 'proof', wanted);
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    console.log(`Making the Python environment in ${folder} (several gigabytes; once) ...`);
    must(process.env['PYTHON'] ?? 'python3', ['-m', 'venv', folder]);
    must(interpreterIn(folder), ['-m', 'pip', 'install', '--quiet', '-r', REQUIREMENTS]);
    writeFileSync(complete, '');
  }
  return interpreterIn(folder);
}

function interpreterIn(folder: string): string {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

function must(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
}
