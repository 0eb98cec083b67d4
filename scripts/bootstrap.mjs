/** Makes a bare clone ready (npm ci when the lock file changed) and hands over to a TypeScript script. Plain Node only. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Runs a command with our terminal; its exit code, 1 when it could not start. */
function run(command, args) {
  const shell = process.platform === 'win32';
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell });
  if (error) console.error(`${command}: ${error.message}`);
  return status ?? 1;
}

/** The rest is the script's: it gets the requests to end that reach us, cleans up, and we end as it does. */
function handOver(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // Ctrl-C reaches the script by itself; it must not end us before it.
  process.on('SIGINT', () => undefined);
  // npm ends the shell between itself and us without telling us, so a change of parent is a request to end too.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1000).unref();
  child.on('exit', (code) => process.exit(code ?? 1));
}

/** Whoever counts test results must see that nothing ran. */
function giveUp(script, code) {
  if (script === 'test') console.log('0 passed, 1 failed');
  process.exit(code);
}

/** Native test tools need a compiler; without one, only the test that uses them fails. */
function install() {
  console.log('Installing the packages of package-lock.json (npm ci) ...');
  const options = ['--no-audit', '--no-fund'];
  if (run('npm', ['ci', ...options]) === 0) return 0;
  console.log('Once more, without building native test tools ...');
  return run('npm', ['ci', '--ignore-scripts', ...options]);
}

/** True when every package of the lock file is installed at its version; optional ones may be for other platforms. */
function installed() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  );
}

const [script, ...rest] = process.argv.slice(2);
if (!script || !existsSync(join(root, 'scripts', `${script}.ts`))) {
  console.error('usage: node scripts/bootstrap.mjs SCRIPT [ARGUMENTS...], a SCRIPT of scripts/');
  process.exit(2);
}
if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Carbon Hints needs Node 20 or newer; this is ${process.version}.`);
  giveUp(script, 2);
}
const installCode = installed() ? 0 : install();
if (installCode !== 0) giveUp(script, installCode);
handOver(['--import', 'tsx', join(root, 'scripts', `${script}.ts`), ...rest]);
