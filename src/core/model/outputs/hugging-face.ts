/** What the Trainer of Hugging Face prints: its plan, its progress table and what `train` returns. */
import { clockSeconds, counted, linesOf, numeral, type Counted, type Reader } from './observation';

export const readHuggingFace: Reader = (outputs) => {
  const lines = linesOf(outputs);
  const returned = lines.flatMap(trainOutput);
  // What `train` returns is exact; the table above it has the same in whole seconds.
  const table = lines.flatMap(progress).filter(({ kind }) => !returned.some((one) => one.kind === kind));
  return [...plan(lines), ...table, ...returned, ...lines.flatMap(adapter)];
};

const HEADER = /^\*{3,} Running training \*{3,}$/;
/** The plan is a block of indented lines; loggers may put a name before it. */
const PLAN: readonly (readonly [pattern: RegExp, kind: Counted['kind']])[] = [
  [/^ +Num examples = ([\d,]+)$/, 'rows'],
  [/^ +Num [Ee]pochs = ([\d,]+)$/, 'epochs'],
  [/^ +Total optimization steps = ([\d,]+)$/, 'steps'],
];

function plan(lines: readonly string[]): Counted[] {
  const found: Counted[] = [];
  let inside = false;
  for (const line of lines) {
    const text = line.trimEnd();
    inside = HEADER.test(text.trim()) || (inside && text.startsWith('  '));
    if (inside) found.push(...planned(text));
    found.push(...banner(text));
  }
  return found;
}

function planned(line: string): Counted[] {
  return PLAN.flatMap(([pattern, kind]) => {
    const match = pattern.exec(line);
    return match ? [counted(kind, numeral(match[1] ?? ''), 'huggingface', line)] : [];
  });
}

/** Unsloth draws the plan beside its picture. */
function banner(line: string): Counted[] {
  const match = /Num examples = ([\d,]+) \| Num Epochs = ([\d,]+) \| Total steps = ([\d,]+)/.exec(line);
  if (!match) return [];
  return (['rows', 'epochs', 'steps'] as const).map((kind, at) =>
    counted(kind, numeral(match[at + 1] ?? ''), 'huggingface', match[0]),
  );
}

/** `[189/189 01:02, Epoch 3/3]`; what is left to do stands behind `<` until the end. */
function progress(line: string): Counted[] {
  const match = /^\s*\[ *(\d+)\/(\d+) ((?:\d+ days?, )?[\d:]+), Epoch [\d.]+\/(\d+)\]\s*$/.exec(line);
  if (!match) return [];
  const [, done = '', steps = '', clock = '', epochs = ''] = match;
  const found = [counted('epochs', Number(epochs), 'huggingface', line)];
  if (done !== steps) return found;
  return [
    ...found,
    counted('steps', Number(steps), 'huggingface', line),
    counted('seconds', clockSeconds(clock), 'huggingface', line),
  ];
}

/** `TrainOutput(global_step=189, ..., metrics={'train_runtime': 62.1, ...})`, or the metrics alone as they are logged. */
function trainOutput(line: string): Counted[] {
  const runtime = /'train_runtime': '?([\d.]+)'?/.exec(line);
  if (!runtime) return [];
  const quote = runtime[0].replaceAll("'", '');
  const found = [counted('seconds', Number(runtime[1]), 'huggingface', quote)];
  const steps = /TrainOutput\(global_step=(\d+)/.exec(line);
  return steps ? [counted('steps', Number(steps[1]), 'huggingface', `global_step=${steps[1]}`), ...found] : found;
}

/** `print_trainable_parameters` of PEFT: the forward pass goes through all of them. */
function adapter(line: string): Counted[] {
  const match = /^trainable params: [\d,]+ \|\| all params: ([\d,]+) \|\| trainable%: [\d.]+$/.exec(line.trim());
  return match ? [counted('parameters', numeral(match[1] ?? ''), 'peft', line)] : [];
}
