/** Debugging switches in the configuration of JAX and in environment variables. */
import { replaceExpression } from '../../fixes/edits';
import type { Call, Expr } from '../../syntax/ast';
import type { Model } from '../../model/model';
import { asBoolean, asString } from '../../model/values';
import { overriddenBy, switchOff, type DebugSwitch } from './debug-switch';

const UNCOMPILED = 'jit is disabled: every JAX operation runs on its own';
const CHECKED = 'Every JAX computation is checked for NaN';

const JAX_OPTIONS = /^jax_(debug_nans|debug_infs|disable_jit)$/;

/** `jax.config.update("jax_debug_nans", True)`, in its older spellings as well. */
export function jaxSwitches(model: Model): DebugSwitch[] {
  const calls = model.callsOf('jax.config.update', 'jax.config.config.update').map(({ call }) => call);
  return calls.flatMap((call): DebugSwitch[] => {
    const [option, given] = call.args;
    const name = option && asString(model.value(option.value));
    if (name === undefined || !given || !JAX_OPTIONS.test(name)) return [];
    const value = model.value(given.value);
    const mode = asBoolean(value);
    if (mode === undefined) return [];
    const fixes = switchOff(
      name,
      given.value.kind === 'constant' ? replaceExpression(given.value, 'False') : undefined,
    );
    const message = /jit/.test(name) ? UNCOMPILED : CHECKED;
    return [
      {
        name,
        node: call,
        state: mode ? 'on' : 'off',
        level: 'warning',
        message,
        note: null,
        via: overriddenBy(value),
        fixes,
      },
    ];
  });
}

const VARIABLES: ReadonlyMap<string, string> = new Map([
  ['CUDA_LAUNCH_BLOCKING', 'Every CUDA kernel is waited for: CUDA_LAUNCH_BLOCKING is set'],
  ['JAX_DEBUG_NANS', CHECKED],
  ['JAX_DISABLE_JIT', UNCOMPILED],
]);

interface Setting {
  readonly name: string;
  readonly node: Expr;
  readonly value: Expr;
}

export function environmentSwitches(model: Model): DebugSwitch[] {
  return environmentSettings(model).flatMap((setting): DebugSwitch[] => {
    const message = VARIABLES.get(setting.name);
    const value = model.value(setting.value);
    const text = asString(value);
    if (message === undefined || text === undefined) return [];
    const on = /^(1|true|yes|on)$/i.test(text);
    const quote = setting.value.kind === 'constant' ? model.program.text[setting.value.start] : undefined;
    const edits =
      quote === '"' || quote === "'"
        ? replaceExpression(setting.value, `${quote}${text === '1' ? '0' : 'False'}${quote}`)
        : undefined;
    const forced = model.program.calls('use_deterministic_algorithms').length > 0;
    return [
      {
        name: setting.name,
        node: setting.node,
        state: on ? 'on' : 'off',
        level: forced ? 'hint' : 'warning',
        message,
        note: forced ? 'deterministic algorithms are asked for as well, so it may be meant' : null,
        via: overriddenBy(value),
        fixes: forced ? [] : switchOff(setting.name, edits),
      },
    ];
  });
}

/** `os.environ["X"] = "1"`, `os.environ.setdefault("X", "1")`, `os.putenv("X", "1")`, `os.environ.update(X="1")`. */
function environmentSettings(model: Model): Setting[] {
  const found: Setting[] = [];
  for (const attribute of [...model.program.attributes('environ'), ...model.program.names('environ')]) {
    const { parent } = attribute;
    if (parent?.kind === 'subscript' && parent.parent?.kind === 'assign' && parent.parent.targets.includes(parent)) {
      const name = keyOf(parent.index[0]);
      if (name !== undefined && parent.parent.value) found.push({ name, node: parent, value: parent.parent.value });
    }
    if (parent?.kind === 'attribute' && parent.parent?.kind === 'call' && parent.parent.func === parent)
      found.push(...settingsOfCall(parent.parent, parent.attr));
  }
  for (const { call } of model.callsOf('os.putenv')) found.push(...settingsOfCall(call, 'setdefault'));
  return found;
}

function settingsOfCall(call: Call, method: string): Setting[] {
  const plain = call.args.filter((one) => one.name === null).map((one) => one.value);
  const [first, second] = plain;
  if (method === 'setdefault' || method === '__setitem__') {
    const name = keyOf(first);
    return name !== undefined && second ? [{ name, node: call, value: second }] : [];
  }
  if (method !== 'update') return [];
  const entries = first?.kind === 'dict' ? first.entries : [];
  return [
    ...entries.flatMap(({ key, value }) =>
      key && keyOf(key) !== undefined ? [{ name: keyOf(key) ?? '', node: key, value }] : [],
    ),
    ...call.args.flatMap(({ name, value }) => (name === null ? [] : [{ name, node: value, value }])),
  ];
}

function keyOf(key: Expr | undefined): string | undefined {
  return key?.kind === 'constant' && typeof key.value === 'string' ? key.value : undefined;
}
