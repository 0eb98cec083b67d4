/** What the proof found, as it is kept in test/proof/results.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fix, RuleId, Saving } from '../../src/core/rules/rule';
import type { FixedProgram } from './fixed';
import { programsOf, type ProofProgram, rulesWithFixes } from './programs';

const PATH = join(__dirname, '..', '..', 'test', 'proof', 'results.json');

/** One number for each seed. */
interface BeforeAndAfter {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

interface Of {
  readonly rule: RuleId;
  readonly program: string;
}

export interface Proof extends Of {
  readonly fix: string;
  readonly safety: Fix['safety'];
  readonly metric: { readonly name: string; readonly better: 'higher' | 'lower' } & BeforeAndAfter;
  readonly cpuSeconds: BeforeAndAfter;
  readonly wallSeconds: BeforeAndAfter;
  readonly peakMegabytes: BeforeAndAfter;
  /** Modelled: CPU-seconds at what this machine's load model says a busy core draws. */
  readonly joules: BeforeAndAfter;
  /** Warnings of the fixed program that the original does not give. */
  readonly newWarnings: readonly string[];
  /** Why the saving cannot be measured on an ordinary machine; null where it was. */
  readonly unmeasurable: string | null;
  readonly claim: Saving | null;
  /** What share of the program's work the claim speaks of. */
  readonly share: number;
}

/** A program or a fix that did not get as far as numbers. */
export interface Failure extends Of {
  readonly fix: string | null;
  readonly error: string;
}

export interface Results {
  readonly machine: string;
  readonly proofs: readonly Proof[];
  readonly failures: readonly Failure[];
}

export function readResults(): Results {
  return JSON.parse(readFileSync(PATH, 'utf8')) as Results;
}

/** What was found takes the place of what was known of the program; programs and rules that are gone go. */
export function keepResults(fresh: Results, { rule, name }: ProofProgram): void {
  const known = readResults();
  const order = rulesWithFixes().flatMap(programsOf);
  const joined = <T extends Of>(old: readonly T[], found: readonly T[]): readonly T[] => {
    const all = [...old.filter((one) => one.rule !== rule || one.program !== name), ...found];
    return order.flatMap((program) => all.filter((one) => one.rule === program.rule && one.program === program.name));
  };
  write({
    machine: fresh.machine,
    proofs: joined(known.proofs, fresh.proofs),
    failures: joined(known.failures, fresh.failures.map(asShort)),
  });
}

/** Without the traceback, which names files of the machine. */
const asShort = (one: Failure): Failure => ({ ...one, error: one.error.split('\n', 1)[0] ?? '' });

/** What the rule says now of fixes that were run before. */
export function keepClaims({ rule, name, share }: ProofProgram, fixed: readonly FixedProgram[]): void {
  const known = readResults();
  const claimed = (proof: Proof): Proof => {
    const fix = fixed.find(({ title }) => title === proof.fix);
    if (proof.rule !== rule || proof.program !== name || fix === undefined) return proof;
    return { ...proof, claim: fix.claim, safety: fix.safety, share };
  };
  write({ ...known, proofs: known.proofs.map(claimed) });
}

function write(results: Results): void {
  writeFileSync(PATH, `${JSON.stringify(results, rounded, 1)}\n`);
}

/** A value with as many digits as the file keeps. */
export const asKept = (value: unknown): unknown => JSON.parse(JSON.stringify(value, rounded));

/** More digits than a measurement has make noise in the history. */
const rounded = (_key: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(6)) : value;
