/** What a LightningModule logs, where it validates, and how it trains: the facts that early stopping depends on. */
import type { Call, ClassDef, Expr, FunctionDef, Node } from '../../syntax/ast';
import { descend, enclosing, enclosingFunction } from '../../syntax/walk';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { returnedBy } from '../returns';
import { calleeName } from '../traverse';
import { formatted } from './formatted';

export interface LoggedKey {
  readonly key: string;
  /** `train`, `validation`, `test` by the hook that logs it; undefined in a helper or a callback. */
  readonly phase: Phase | undefined;
  /** True for a key of a dictionary that a hook returns, which only releases before 1.0 logged. */
  readonly returned: boolean;
}

type Phase = 'train' | 'validation' | 'test';

export interface LoggedKeys {
  readonly keys: readonly LoggedKey[];
  /** False when a key cannot be read, so any name may be logged. */
  readonly complete: boolean;
}

/** The class of the module that `trainer.fit(...)` trains; undefined when it is not in this program. */
export function fittedClass(model: Model, fit: Call): ClassDef | undefined {
  const first = fittedModule(fit);
  if (!first) return undefined;
  for (const origin of model.origins(first)) if (origin.kind === 'instance') return origin.of;
  return undefined;
}

export function fittedModule(fit: Call): Expr | undefined {
  const named = fit.args.find((one) => one.name === 'model');
  return (named ?? fit.args.find((one) => one.name === null && one.star === ''))?.value;
}

/** Every key that `log` and `log_dict` give a name to anywhere in the program. */
export const loggedKeys = perModel(findLoggedKeys);

function findLoggedKeys(model: Model): LoggedKeys {
  const keys: LoggedKey[] = [];
  let complete = true;
  for (const call of [...model.program.calls('log'), ...model.program.calls('log_dict')]) {
    if (call.func.kind !== 'attribute' || model.isIgnored(call)) continue;
    const names = call.func.attr === 'log' ? nameLogged(model, call) : namesOfDictionary(model, call);
    if (!names) complete = false;
    for (const key of names ?? []) keys.push({ key, phase: phaseOf(model, call, key), returned: false });
  }
  const handedBack = resultKeys(model);
  return { keys: [...keys, ...handedBack.keys], complete: complete && handedBack.complete };
}

/** `log(name, value)`; a logarithm or a logger with other arguments names nothing. */
function nameLogged(model: Model, call: Call): readonly string[] | undefined {
  const first = call.args.find((one) => one.name === 'name') ?? call.args[0];
  if (!first || first.star !== '' || isForeign(model, call)) return [];
  const value = model.value(first.value);
  const texts = value.alternatives.flatMap((one) => (one.type === 'string' ? [one.value] : []));
  if (texts.length > 0 && texts.length === value.alternatives.length) return texts;
  if (first.value.kind === 'fstring' || first.value.kind === 'binary') return formatted(model, first.value);
  return call.args.length === 1 ? [] : undefined;
}

/** `torch.log(x)`, `math.log(x)`, `wandb.log({...})`. */
function isForeign(model: Model, { func }: Call): boolean {
  if (func.kind !== 'attribute') return true;
  const origins = model.origins(func.value);
  return origins.length > 0 && origins.every((one) => one.kind === 'external' || one.kind === 'result');
}

function namesOfDictionary(model: Model, call: Call): readonly string[] | undefined {
  const first = call.args.find((one) => one.name === 'dictionary') ?? call.args[0];
  if (!first || first.star !== '') return undefined;
  const value = model.value(first.value);
  const only = value.alternatives.length === 1 ? value.alternatives[0] : undefined;
  if (only?.type === 'dict' && only.complete) return [...only.entries.keys()];
  if (first.value.kind !== 'dict') return undefined;
  const names = first.value.entries.map(({ key }) => key && textsOf(model, key));
  return names.includes(null) || names.includes(undefined) ? undefined : names.flatMap((one) => one ?? []);
}

function textsOf(model: Model, key: Expr): readonly string[] | undefined {
  return key.kind === 'fstring' || key.kind === 'binary' ? formatted(model, key) : stringOf(model, key);
}

function stringOf(model: Model, expression: Expr): readonly string[] | undefined {
  const { alternatives } = model.value(expression);
  const texts = alternatives.flatMap((one) => (one.type === 'string' ? [one.value] : []));
  return texts.length > 0 && texts.length === alternatives.length ? texts : undefined;
}

const HOOKS: readonly (readonly [RegExp, Phase])[] = [
  [/^(training_|on_train)/, 'train'],
  [/^(validation_|on_val)/, 'validation'],
  [/^(test_|on_test|predict_)/, 'test'],
];

/** By the hook, else by the hooks that call the helper when all are of one phase, else by the name of the key. */
function phaseOf(model: Model, call: Call, key: string): Phase | undefined {
  const owner = enclosingFunction(call);
  if (!owner) return undefined;
  const own = phaseOfHook(owner);
  if (own) return own;
  if (VALIDATION_KEY.test(key)) return 'validation';
  if (/(^|[^a-z])(train|test)/i.test(key)) return /test/i.test(key) ? 'test' : 'train';
  const phases = new Set(model.callersOf(owner).map((one) => phaseOfHook(enclosingFunction(one))));
  return phases.size === 1 ? [...phases][0] : undefined;
}

function phaseOfHook(owner: FunctionDef | undefined): Phase | undefined {
  return HOOKS.find(([pattern]) => owner !== undefined && pattern.test(owner.name))?.[1];
}

export const VALIDATION_KEY = /(^|[^a-z])(val|valid|validation|dev)(?![a-z])/i;

/** Releases before 1.0 took the keys of what the end of an epoch returned. */
function resultKeys(model: Model): LoggedKeys {
  const keys: LoggedKey[] = [];
  let complete = true;
  for (const owner of model.program.functions) {
    if (!/^(validation|test|training)_(epoch_end|end|step)$/.test(owner.name)) continue;
    for (const value of returnedBy(owner)) {
      if (value.kind === 'dict') {
        const phase = phaseOfHook(owner);
        for (const key of stringKeys(value)) keys.push({ key, phase, returned: true });
      } else if (owner.name.endsWith('end')) complete = false;
    }
  }
  return { keys, complete };
}

/** The keys of a dictionary literal and of those inside it (`{"log": {"val_loss": ...}}`). */
function stringKeys(dictionary: Node): readonly string[] {
  return [...descend(dictionary)].flatMap((node) =>
    node.kind === 'dict'
      ? node.entries.flatMap(({ key }) =>
          key?.kind === 'constant' && typeof key.value === 'string' ? [key.value] : [],
        )
      : [],
  );
}

/** A method of the class or of the local classes it derives from. */
export function moduleMethod(model: Model, definition: ClassDef, name: string): FunctionDef | undefined {
  return classesOf(model, definition)
    .flatMap((one) => one.body)
    .find((one): one is FunctionDef => one.kind === 'function' && one.name === name);
}

export function classesOf(model: Model, definition: ClassDef): readonly ClassDef[] {
  const above = definition.bases.flatMap(({ value }) =>
    model
      .origins(value)
      .flatMap((origin) => (origin.kind === 'class' && origin.definition !== definition ? [origin.definition] : [])),
  );
  return [definition, ...above.flatMap((one) => classesOf(model, one))];
}

/** GANs and agents: several optimizers, or steps that the module takes by itself. */
export function steersItself(model: Model, definition: ClassDef): boolean {
  const classes = classesOf(model, definition);
  const within = (node: Node): boolean => classes.includes(enclosing(node, 'class') as ClassDef);
  if (model.program.calls('manual_backward').some(within)) return true;
  if (model.program.attributes('automatic_optimization').some(({ parent }) => parent?.kind === 'assign')) return true;
  const step = moduleMethod(model, definition, 'training_step');
  if (step?.params.some(({ name }) => name === 'optimizer_idx')) return true;
  const configured = moduleMethod(model, definition, 'configure_optimizers');
  if (!configured) return false;
  const made = [...descend(configured)].filter((node) => node.kind === 'call' && isOptimizer(calleeName(node)));
  return made.length > 1 && returnedBy(configured).some((value) => returnsSeveral(value));
}

const isOptimizer = (name: string): boolean => /^(Adam\w*|SGD|RMSprop|Lion|Adagrad|AdamW\w*)$/.test(name);

/** `return [opt_g, opt_d], []` or `return opt_g, opt_d`. */
function returnsSeveral(value: Expr): boolean {
  if (value.kind !== 'tuple' && value.kind !== 'list') return false;
  const [first, second] = value.items;
  if (first?.kind === 'list') return first.items.length > 1;
  return value.kind === 'tuple' && second !== undefined && second.kind !== 'list';
}
