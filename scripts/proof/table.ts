/** The table of docs/benchmarks.md that says what each fix did to the programs of the proof. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleId } from '../../src/core/rules/rule';
import { between, type Output, root, table } from '../generate/output';
import { type ProofProgram, programsOf, rulesWithFixes } from './programs';
import { readResults, type Proof, type Results } from './results';
import { agreement, deviation, mean, percent, savingOf, savingRange } from './verdict';

const HEAD = ['rule', 'fix', 'metric', 'before', 'after', 'CPU time', 'peak memory', 'saved', 'claimed', 'claim'];

export function proofTable(): readonly Output[] {
  const path = join(root, 'docs', 'benchmarks.md');
  const rows = rowsOf(readResults(), rulesWithFixes(), rulesWithFixes().flatMap(programsOf));
  return [{ path, text: between(readFileSync(path, 'utf8'), 'proof', table(HEAD, rows), path) }];
}

/** Each rule has a row at least, so that one without a program is seen. */
export function rowsOf(
  { proofs, failures }: Pick<Results, 'proofs' | 'failures'>,
  rules: readonly RuleId[],
  programs: readonly Pick<ProofProgram, 'rule' | 'fixes' | 'needs'>[],
): readonly (readonly string[])[] {
  const filled = (...cells: readonly string[]): readonly string[] => HEAD.map((_, at) => cells[at] ?? '');
  return rules.flatMap((rule) => {
    const done = proofs.filter((proof) => proof.rule === rule).map(rowOf);
    const failed = failures.filter((failure) => failure.rule === rule);
    const left = programs.filter((one) => one.rule === rule).flatMap(leftOf);
    const rows = [
      ...done,
      ...failed.map(({ fix }) => filled(code(rule), fix ?? '', 'fails')),
      ...left.map(({ fix, why }) => filled(code(rule), fix, 'cannot run', '', '', '', '', why)),
    ];
    return rows.length > 0 ? rows : [filled(code(rule), '', 'not run')];
  });
}

/** Fixes of a program that needs what this machine has not. */
function leftOf({ fixes, needs }: Pick<ProofProgram, 'fixes' | 'needs'>): readonly { fix: string; why: string }[] {
  return needs === undefined ? [] : fixes.map((fix) => ({ fix, why: `needs ${needs}` }));
}

function rowOf(proof: Proof): readonly string[] {
  const { rule, fix, safety, metric, cpuSeconds, peakMegabytes } = proof;
  const measured = proof.unmeasurable === null;
  const [least, most] = savingRange(proof);
  return [
    code(rule),
    `${fix} (${safety})`,
    metric.name,
    spread(metric.before),
    spread(metric.after),
    measured ? `${mean(cpuSeconds.before).toFixed(1)} → ${mean(cpuSeconds.after).toFixed(1)} s` : '-',
    `${mean(peakMegabytes.before).toFixed(0)} → ${mean(peakMegabytes.after).toFixed(0)} MB`,
    measured
      ? `${percent(savingOf(proof))} (${percent(least)} to ${percent(most)})`
      : 'speed not measurable on this machine',
    claimOf(proof),
    agreement(proof),
  ];
}

const code = (rule: string): string => `\`${rule}\``;

/** Four digits, as many as a metric has. */
function spread(values: readonly number[]): string {
  const middle = mean(values);
  const decimals = Math.min(4, Math.max(0, 3 - Math.floor(Math.log10(Math.abs(middle) || 1))));
  return `${middle.toFixed(decimals)} ± ${deviation(values).toFixed(decimals)}`;
}

function claimOf({ claim, share }: Proof): string {
  if (claim === null || claim.low === null) return 'not quantified';
  return `${percent(claim.low * share)} to ${percent(claim.high * share)} (${claim.grade})`;
}
