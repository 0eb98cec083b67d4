/** A scan of a large Python tree against native ruff, and one of a sample of its files against other linters, in turns. */
import { join } from 'node:path';
import { commandOf, prepare, type Rival, sampleOf, time, type Took, versionOf } from './rivals';
import { percentile, report, root } from './setting';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
/** Those that parse with Python take minutes for the whole tree. */
const SAMPLE = 40;

const ours = (paths: readonly string[]): readonly string[] => [
  ...[process.execPath, join(root, 'dist', 'cli.js'), 'check', '--format', 'json'],
  ...paths,
];

/** Each of the commands once to warm up, then all of them in every round. */
function inTurns(commands: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, readonly Took[]> {
  const took = new Map(Object.keys(commands).map((name): [string, Took[]] => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const [name, command] of Object.entries(commands)) {
      const one = time(command);
      if (round > 0) took.get(name)?.push(one);
    }
  return took;
}

const median = (all: readonly Took[], what: 'wall' | 'cpu'): number =>
  percentile(
    all.map((one) => one[what]),
    0.5,
  );

function told(label: string, all: readonly Took[], note: string): void {
  const spread = [0, 1]
    .map((share) =>
      Math.round(
        percentile(
          all.map(({ cpu }) => cpu),
          share,
        ),
      ),
    )
    .join('-');
  report(`${label}, processor`, median(all, 'cpu'), 'ms', null, `${spread} ms; ${note}`);
  report(`${label}, from start to end`, median(all, 'wall'), 'ms', null);
}

function compare(what: string, paths: readonly string[], rivals: readonly Rival[]): void {
  const commands = Object.fromEntries(rivals.map((rival) => [rival, commandOf(rival, paths)]));
  const took = inTurns({ 'carbon-hints': ours(paths), ...commands });
  const own = took.get('carbon-hints') ?? [];
  const { summary } = JSON.parse(own[0]?.output ?? '') as { summary: Record<string, number> };
  const found = `${summary['files']} files, ${summary['parsed']} parsed, ${summary['findings']} findings`;
  told(`${what}, carbon-hints`, own, found);
  for (const rival of rivals) {
    const theirs = took.get(rival) ?? [];
    told(`${what}, ${rival}`, theirs, versionOf(rival));
    const budget = rival === 'ruff' ? 1 : null;
    report(`${what}, carbon-hints over ${rival}, processor`, median(own, 'cpu') / median(theirs, 'cpu'), 'x', budget);
    report(`${what}, carbon-hints over ${rival}, wall`, median(own, 'wall') / median(theirs, 'wall'), 'x', budget);
  }
}

const tree = prepare();
compare('scan of a tree', [tree], ['ruff']);
compare(`scan of ${SAMPLE} files`, sampleOf(tree, SAMPLE), ['ruff', 'torchfix', 'pylint']);
