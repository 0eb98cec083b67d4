/** What the agents of a W&B sweep run, and whether that logs the sweep's metric after every epoch. */
import type { Call, Expr } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../model';
import { isWithin } from '../torch/events';
import { attributeAssignments, calleeName } from '../traverse';
import type { Arguments } from '../arguments';
import { asNumber, asString, isNone } from '../values';
import { isReached, reachFrom, reachOfScript, type Reach } from './reach';
import { runnableOf } from './runnable';
import type { SweepFacts, SweepRun } from './sweep';
import { epochLoopsIn, type TrialLoop } from './trial-loops';
import { trainingsIn } from './trial-training';

const AGENT = ['wandb.agent', 'wandb.sdk.wandb_agent.agent', 'wandb.wandb_agent.agent'];
const AGENT_PARAMETERS = ['sweep_id', 'function', 'entity', 'project', 'count'];

/** Of the sweep that `call` makes and the agents of the same program. */
export function runOf(model: Model, call: Call, sweep: SweepFacts): SweepRun {
  const agents = model
    .callsOf(...AGENT)
    .map((one) => model.arguments(one.call, AGENT_PARAMETERS))
    .filter((given) => mayRun(model, given, call));
  const functions = agents.flatMap((given) => given.get('function')?.value ?? []);
  const logged = functions.map((one) => {
    const runnable = runnableOf(model, one);
    return runnable ? loggedEpochs(model, reachFrom(model, { ...runnable, parameter: null }), sweep) : null;
  });
  const counts = agents
    .map((given) => given.get('count'))
    .map((one) => (one && !isNone(model.value(one.value)) ? one : undefined));
  const [first] = counts;
  return {
    agents:
      agents.length === 0 || agents.some((given) => !given.complete)
        ? { kind: 'unknown' }
        : counts.some((one) => one === undefined)
          ? { kind: 'endless' }
          : { kind: 'counted', count: (first && asNumber(model.value(first.value))) ?? null },
    loggedEpochs: logged.find((one) => one !== null) ?? null,
  };
}

/** False for the agent of another sweep: one that this program also makes, or one that is named by its id. */
function mayRun(model: Model, given: Arguments, sweep: Call): boolean {
  const id = given.get('sweep_id');
  if (!id) return true;
  if (asString(model.value(id.value)) !== undefined) return false;
  const made = model.origins(id.value).flatMap((one) => (one.kind === 'result' ? [one.call] : []));
  return made.length === 0 || made.includes(sweep);
}

/** The same for a script that agents start, without its agents. */
export function loggedByScript(model: Model, sweep: SweepFacts): number | null {
  return loggedEpochs(model, reachOfScript(model), sweep);
}

function loggedEpochs(model: Model, reach: Reach, sweep: SweepFacts): number | null {
  for (const loop of epochLoopsIn(model, reach)) {
    const epochs = epochsOf(model, loop, sweep);
    if (epochs !== null && logCalls(model, reach).some((call) => runsIn(model, call, loop) && logs(call, sweep)))
      return epochs;
  }
  return libraryEpochs(model, reach, sweep);
}

/** `wandb.log(...)`, and `log` on what `wandb.init()` returned. */
function logCalls(model: Model, reach: Reach): readonly Call[] {
  return model.program.calls('log').filter(({ func }) => {
    if (func.kind !== 'attribute' || !isReached(reach, func)) return false;
    return model.origins(func).some((one) => one.kind === 'external' && /^wandb\b/.test(one.name));
  });
}

function runsIn(model: Model, call: Call, { loop }: TrialLoop): boolean {
  const within = (node: Call): boolean => loop.body.some((statement) => isWithin(node, statement));
  if (within(call)) return true;
  return model.program.functions.some((one) => isWithin(call, one) && model.callersOf(one).some(within));
}

/** A log whose keys are written out must be of the metric that the sweep compares. */
function logs(call: Call, { metric }: SweepFacts): boolean {
  const first = call.args[0]?.value;
  if (metric === null || first?.kind !== 'dict') return true;
  const keys = first.entries.map(({ key }) => (key?.kind === 'constant' ? key.value : null));
  return keys.includes(null) || keys.includes(metric);
}

/** Of the loop, of the sweep's parameter that the loop counts to, or of the run's configuration. */
function epochsOf(model: Model, { loop, count }: TrialLoop, sweep: SweepFacts): number | null {
  if (count) return count.value;
  for (const node of descend(loop.iter)) {
    const name = fieldOf(node as Expr);
    const known = name === undefined ? null : configured(model, name, sweep);
    if (known !== null) return known;
  }
  return null;
}

/** `config.epochs`, `config["epochs"]`. */
function fieldOf(node: Expr): string | undefined {
  if (node.kind === 'attribute') return node.attr;
  const key = node.kind === 'subscript' ? node.index[0] : undefined;
  return key?.kind === 'constant' && typeof key.value === 'string' ? key.value : undefined;
}

function configured(model: Model, name: string, sweep: SweepFacts): number | null {
  const swept = sweep.parameters.get(name);
  if (swept) return swept.least;
  for (const { value } of attributeAssignments(model, name)) {
    const number = value && asNumber(model.value(value));
    if (number !== null && number !== undefined) return number;
  }
  return defaultOf(model, name);
}

/** `wandb.init(config={"epochs": 10})`. */
function defaultOf(model: Model, name: string): number | null {
  for (const { call } of model.callsOf('wandb.init')) {
    const config = model.arguments(call, []).get('config');
    const [only] = config ? model.value(config.value).alternatives : [];
    const entry = only?.type === 'dict' ? only.entries.get(name) : undefined;
    const number = entry && asNumber(model.value(entry));
    if (number !== undefined) return number;
  }
  return null;
}

/** Keras and Lightning hand their metrics to W&B after every epoch when they are given its callback or logger. */
function libraryEpochs(model: Model, reach: Reach, sweep: SweepFacts): number | null {
  for (const training of trainingsIn(model, { reach, space: null })) {
    const given =
      training.kind === 'keras' ? training.fit.given : training.kind === 'lightning' ? training.trainer.given : null;
    const handed =
      given && [given.get('callbacks'), given.get('logger')].some((one) => one && usesWandb(model, one.value));
    if (!given || !handed) continue;
    const written = (given.get('epochs') ?? given.get('max_epochs'))?.value;
    const name = written && fieldOf(written);
    const epochs = training.count?.value ?? (name === undefined ? null : configured(model, name, sweep));
    if (epochs !== null) return epochs;
  }
  return null;
}

const HANDED = /^(WandbCallback|WandbMetricsLogger|WandbLogger)$/;

function usesWandb(model: Model, expression: Expr): boolean {
  const members = [expression, ...model.callbacks(expression).members];
  return members.some((member) =>
    [...descend(member)].some(
      (node) =>
        (node.kind === 'call' && HANDED.test(calleeName(node))) ||
        (node.kind === 'name' &&
          model
            .origins(node)
            .some((one) => one.kind === 'result' && HANDED.test(one.of.slice(one.of.lastIndexOf('.') + 1)))),
    ),
  );
}
