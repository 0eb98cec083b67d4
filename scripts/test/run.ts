/** Runs stages in order, prints one line and the failures of each, and ends with the plain count. */
import type { Outcome, Stage } from './stage';

async function outcomeOf(stage: Stage, failed: ReadonlySet<string>): Promise<Outcome> {
  const missing = (stage.needs ?? []).filter((name) => failed.has(name));
  if (missing.length > 0) return { passed: 0, failures: [`did not run, because ${missing.join(' and ')} failed`] };
  try {
    return await stage.run();
  } catch (error) {
    return { passed: 0, failures: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
  }
}

function indented(text: string): string {
  return text.trim().replace(/^/gm, '      ');
}

function print({ name }: Stage, { passed, failures, notes = [] }: Outcome, milliseconds: number): void {
  const verdict = failures.length === 0 ? 'ok    ' : 'FAILED';
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`.padStart(8);
  console.log(`${verdict} ${seconds}  ${name}: ${passed} passed, ${failures.length} failed`);
  for (const note of notes) console.log(`                   ${note}`);
  for (const failure of failures) console.log(`${indented(failure)}\n`);
}

/** The exit code: 0 only when every stage ran and nothing failed. */
export async function runStages(stages: readonly Stage[]): Promise<number> {
  const failedStages = new Set<string>();
  const begun = performance.now();
  let [passed, failed] = [0, 0];
  for (const stage of stages) {
    const start = performance.now();
    const outcome = await outcomeOf(stage, failedStages);
    print(stage, outcome, performance.now() - start);
    passed += outcome.passed;
    failed += outcome.failures.length;
    if (outcome.failures.length > 0) failedStages.add(stage.name);
  }
  console.log(`\n${stages.length} stages in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
