/** Proves the fixes: runs programs before and after each, `npm run proof`, or `-- --only RULE,RULE --seeds N`, or `-- --claims`. */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { tablesFolder } from '../src/cli/assets';
import { readTablesWith } from '../src/data/table';
import { tablesIn } from '../src/host/node-tables';
import { curveOf, powerAt } from '../src/power/sources/load-model/parse';
import { formatted } from './generate/output';
import { proofPython } from './proof/environment';
import { offeredFixes } from './proof/fixed';
import { programsOf, type ProofProgram, rulesWithFixes } from './proof/programs';
import { prove, type ProofSetting, type Proven } from './proof/prove';
import { keepClaims, keepResults, type Proof } from './proof/results';
import { proofTable } from './proof/table';
import { agreement, faultsOf, mean, percent, savingOf } from './proof/verdict';

const SEEDS = 3;
const SHOWN = 6;

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

/** `--only` takes rules, and RULE/PROGRAM for one of its programs. */
function wanted(): readonly ProofProgram[] {
  const rules = rulesWithFixes();
  const names = option('--only')?.split(',') ?? rules;
  const found = names.map((name) => {
    const [rule = '', program] = name.split('/');
    return programsOf(rule).filter((one) => program === undefined || one.name === program);
  });
  const unknown = names.filter((name, at) => !rules.includes(name) && found[at]?.length === 0);
  if (unknown.length > 0) throw new Error(`no rule with a fix, and no program, is called ${unknown.join(', ')}`);
  return found.flat();
}

/** Joules of one CPU-second, all cores being busy: how the load model shares a processor's power. */
function joulesOfSecond(): number {
  const processors = cpus();
  return powerAt(curveOf(processors[0]?.model ?? '', processors.length), 1).typical / processors.length;
}

function print(proof: Proof): void {
  const { rule, program, fix, safety, metric, cpuSeconds } = proof;
  const seconds = `${mean(cpuSeconds.before).toFixed(1)} -> ${mean(cpuSeconds.after).toFixed(1)} s`;
  const score = `${metric.name} ${metric.before.join(' ')} -> ${metric.after.join(' ')}`;
  console.log(`${rule} ${program}: ${fix} (${safety})\n  ${score}\n  ${seconds}, ${percent(savingOf(proof))} saved`);
  console.log(`  claim: ${agreement(proof)}`);
  for (const warning of proof.newWarnings) console.log(`  new warning: ${warning}`);
  for (const fault of faultsOf(proof)) console.log(`  FAULT: ${fault}`);
}

/** Kept after each program, so that a long run can be ended. Fewer seeds than usual are a trial. */
async function keep(program: ProofProgram, { proofs, failures }: Proven, seeds: number): Promise<void> {
  if (seeds < SEEDS) return;
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`;
  keepResults({ machine, proofs, failures }, program);
  await writeTable();
}

async function writeTable(): Promise<void> {
  for (const output of proofTable()) writeFileSync(output.path, await formatted(output));
}

/** A rule that claims something else now is held to that; nothing is run. */
async function readClaimsAgain(): Promise<void> {
  for (const program of rulesWithFixes().flatMap(programsOf)) keepClaims(program, (await offeredFixes(program)).fixed);
  await writeTable();
}

/** What a traceback says without the way to it. */
function lastLines(error: string): string {
  const [first = '', ...others] = error.split('\n');
  return [first, ...others.slice(-SHOWN)].join('\n    ');
}

/** The faults found. */
async function proveProgram(program: ProofProgram, setting: ProofSetting): Promise<number> {
  const outcome = await prove(program, setting);
  const { proofs, failures } = outcome;
  proofs.forEach(print);
  for (const { rule, fix, error } of failures)
    console.log(`${rule} ${program.name}: ${fix ?? 'the original'}\n  FAULT: ${lastLines(error)}`);
  await keep(program, outcome, setting.seeds);
  return failures.length + proofs.filter((proof) => faultsOf(proof).length > 0).length;
}

async function main(): Promise<void> {
  readTablesWith(tablesIn(tablesFolder()));
  if (process.argv.includes('--claims')) {
    await readClaimsAgain();
    return;
  }
  const programs = wanted().filter(({ needs }) => needs === undefined);
  const setting = { python: proofPython(), seeds: Number(option('--seeds') ?? SEEDS), joules: joulesOfSecond() };
  let faults = 0;
  for (const program of programs) faults += await proveProgram(program, setting);
  const without = rulesWithFixes().filter((rule) => programsOf(rule).length === 0);
  if (without.length > 0) console.log(`\nno program yet: ${without.join(', ')}`);
  console.log(`\n${programs.length} programs, ${faults} faults`);
  process.exitCode = faults + without.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
