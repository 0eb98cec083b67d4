/** One program, run as it is and after each fix, with several seeds. */
import { execute, type Measured } from './execute';
import { offeredFixes, type FixedProgram } from './fixed';
import type { ProofProgram } from './programs';
import type { Failure, Proof } from './results';

export interface ProofSetting {
  readonly python: string;
  readonly seeds: number;
  /** Of one CPU-second. */
  readonly joules: number;
}

export interface Proven {
  readonly proofs: readonly Proof[];
  readonly failures: readonly Failure[];
}

type Runs = readonly Measured[] | { readonly error: string };

export async function prove(program: ProofProgram, setting: ProofSetting): Promise<Proven> {
  const { original, fixed, problems } = await offeredFixes(program);
  const failures: Failure[] = problems.map((error) => failure(program, null, error));
  const runs = await runsOf(program, [original, ...fixed.map(({ text }) => text)], setting);
  const [before, ...afters] = runs;
  if (before === undefined || 'error' in before) {
    return { proofs: [], failures: [...failures, failure(program, null, before?.error ?? 'did not run')] };
  }
  const proofs: Proof[] = [];
  for (const [at, fix] of fixed.entries()) {
    const after = afters[at];
    if (after === undefined || 'error' in after) failures.push(failure(program, fix.title, after?.error ?? 'not run'));
    else proofs.push(proofOf(program, fix, { before, after }, setting));
  }
  return { proofs, failures };
}

/** Seed after seed, each text once: what else the machine does then weighs on all of them alike. */
async function runsOf(
  program: ProofProgram,
  texts: readonly string[],
  setting: ProofSetting,
): Promise<readonly Runs[]> {
  const { metric, environment, standIns } = program;
  const seeds = Array.from({ length: setting.seeds }, (_, seed) => seed);
  const jobs = seeds.flatMap((seed) => texts.map((text) => ({ text, seed })));
  const ran = await execute(jobs, {
    python: setting.python,
    metric,
    environment: { ...environment, PROOF_STAND_IN: standIns.join(',') },
  });
  return texts.map((_, at) => {
    const own = ran.filter((_one, job) => job % texts.length === at);
    const failed = own.find((one) => !one.ok);
    return failed ? { error: failed.error } : own.flatMap((one) => (one.ok ? [one.measured] : []));
  });
}

function failure({ rule, name }: ProofProgram, fix: string | null, error: string): Failure {
  return { rule, program: name, fix, error };
}

interface Pair {
  readonly before: readonly Measured[];
  readonly after: readonly Measured[];
}

function proofOf(program: ProofProgram, fix: FixedProgram, pair: Pair, { joules }: ProofSetting): Proof {
  const both = (value: (one: Measured) => number) => ({ before: pair.before.map(value), after: pair.after.map(value) });
  return {
    rule: program.rule,
    program: program.name,
    fix: fix.title,
    safety: fix.safety,
    metric: { name: program.metric, better: program.better, ...both(({ metric }) => metric) },
    cpuSeconds: both(({ cpuSeconds }) => cpuSeconds),
    wallSeconds: both(({ wallSeconds }) => wallSeconds),
    peakMegabytes: both(({ peakMegabytes }) => peakMegabytes),
    joules: both(({ cpuSeconds }) => cpuSeconds * joules),
    newWarnings: newWarnings(pair),
    unmeasurable: program.unmeasurable ?? null,
    claim: fix.claim,
    share: program.share,
  };
}

/** Numbers in a warning differ from run to run. */
function newWarnings({ before, after }: Pair): readonly string[] {
  const bare = (warning: string): string => warning.replace(/[\d.]+/g, '#');
  const known = new Set(before.flatMap(({ warnings }) => warnings.map(bare)));
  const fresh = after.flatMap(({ warnings }) => warnings).filter((warning) => !known.has(bare(warning)));
  return [...new Map(fresh.map((warning) => [bare(warning), warning.slice(0, 300)])).values()];
}
