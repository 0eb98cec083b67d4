/** Finds evaluation passes that record the autograd graph although nothing will ask for a gradient. */
import type { EvaluationPass } from '../../model/loops';
import { breaksAfter } from '../../model/torch/loop-limits';
import { drawsPanels, isOverPanels } from '../../model/inference/loop-kind';
import type { Model } from '../../model/model';
import { isEvaluationFunction, overEvaluationData, summedOver } from '../../model/evaluation-passes';
import { EVAL_MODE_BEFORE_LOOP, EVALUATION_WORDS } from '../../model/evaluation-words';
import { perModel } from '../../model/per-model';
import { type Frozen, frozenPart } from '../../model/torch/frozen-weights';
import { holdsGradOff } from '../../model/torch/grad-scopes';
import { textOf } from '../../model/torch/modules';
import { phasePasses } from '../../model/torch/phase-passes';
import { sharedPasses } from '../../model/torch/shared-passes';
import { calleeName } from '../../model/traverse';
import { descend, descendRunning, enclosing } from '../../syntax/walk';
import { spanOf } from '../../text/span';
import { reachingBindings } from '../../model/lookup';
import type { Call, Node } from '../../syntax/ast';
import type { Finding, Related, Rule, Saving } from '../rule';
import { gradOffFixes, gradOffNote } from '../shared/grad-off-fix';
import { keptTensors } from '../shared/kept-tensors';
import { atMost, atScale, type Level, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { scaleOfPass } from '../../model/scale/of-passes';
import { asNumber } from '../../model/values';
import { workloadOfLoops } from '../../model/workloads/workload-of';
import { perSite } from '../shared/per-site';

const SAVING: Saving = {
  scope: 'eval',
  low: 0,
  typical: 0.02,
  high: 0.08,
  grade: 'E',
  source:
    'creedengo GCI100: 2 % for a CNN on a CPU; docs/benchmarks.md: 4 to 8 % on a CPU, on an H200 none, and 1/9 of the memory',
};

export const rule: Rule = {
  meta: {
    id: 'eval-builds-autograd-graph',
    summary: 'An evaluation pass records operations for a backward pass that never comes.',
    category: 'loop',
    severity: 'warning',
    frameworks: ['torch'],
    // A model of the hub may come from another file of the project.
    triggers: ['torch', 'from_pretrained'],
    requires: EVALUATION_WORDS,
    precedesLoop: EVAL_MODE_BEFORE_LOOP,
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model, context) {
    if (usesGradientsOfInputs(model)) return;
    for (const pass of [...model.evaluationPasses, ...sharedPasses(model), ...phasePasses(model)])
      yield* findingsAt(model, pass, context);
  },
};

const findingsAt = perSite(
  (pass: EvaluationPass) => pass.node,
  (model, pass) => {
    const level = levelOf(model, pass);
    const frozen = level && frozenPart(model, pass.forwards);
    return level && frozen !== 'all' ? [findingOf(model, pass, frozen ? 'hint' : level, frozen)] : [];
  },
);

const ATTRIBUTION = [
  'captum',
  'pytorch_grad_cam',
  'torchattacks',
  'advertorch',
  'cleverhans',
  'autoattack',
  'foolbox',
  'GradCAM',
  'saliency',
  'fgsm_attack',
  'IntegratedGradients',
];

function usesGradientsOfInputs(model: Model): boolean {
  return ATTRIBUTION.some((word) => model.program.mentions(word));
}

/**
 * A warning for a loop that is clearly evaluation, beside a training that runs it again and again; information for one that
 * stands alone and for a validation loop of a training function that never leaves train mode; single forwards (demonstrations,
 * small predict helpers) and unclear loops are left alone.
 */
function levelOf(model: Model, pass: EvaluationPass): Level | undefined {
  if (pass.guarded || pass.needsGradient) return undefined;
  const [first] = pass.forwards;
  if (first && summedOver(model, first)) return model.trainingLoops.length > 0 ? 'information' : undefined;
  if (pass.node.kind !== 'for' && pass.node.kind !== 'while') return pass.via ? 'warning' : singleForward(model, pass);
  if (pass.node.body.at(-1)?.kind === 'break') return undefined;
  if (pass.node.kind === 'for' && (isOverPanels(model, pass.node.iter) || drawsPanels(model, pass.node)))
    return undefined;
  const looks = pass.node.kind === 'for' ? asNumber(breaksAfter(model, pass.node)) : undefined;
  if (looks !== undefined && looks <= FEW_LOOKS) return undefined;
  const level = loopLevel(model, pass);
  if (!level) return undefined;
  if (holdsGradOff(model, pass.node) || demonstrates(model, pass)) return 'hint';
  return atMost(level, isDemo(model) || !trains(model) ? 'information' : level);
}

/** A loop that is left after so many examples shows them. */
const FEW_LOOKS = 32;

function loopLevel(model: Model, pass: EvaluationPass): Level | undefined {
  const overData = overEvaluationData(model, pass.node);
  if (isOverModules(pass)) return 'hint';
  if (pass.evalCall) return countedLevel(model, pass) ?? (drawsSamples(pass) ? 'information' : 'warning');
  if (isEvaluationFunction(pass.function ?? undefined) && overData) return 'warning';
  return overData ? 'information' : undefined;
}

/** `for net in nets: net(x)`: one forward each. */
function isOverModules({ node, forwards }: EvaluationPass): boolean {
  if (node.kind !== 'for') return false;
  const names = [...descend(node.target)].flatMap((one) => (one.kind === 'name' ? [one.id] : []));
  const inner = node.body.some((one) =>
    [...descendRunning(one)].some((at) => at.kind === 'for' || at.kind === 'while'),
  );
  return !inner && forwards.every(({ func }) => func.kind === 'name' && names.includes(func.id));
}

/** A network made for the occasion, numbers made up on the spot, somebody who types: nothing that takes long. */
function demonstrates(model: Model, { node, forwards }: EvaluationPass): boolean {
  return forwards.every((call) => isMadeIn(node, call) || isMadeUpInput(model, call)) || waitsForSomebody(model, node);
}

/** `for name in names: net = build(name); net(x)`: one forward each. */
function isMadeIn(node: Node, { func, start }: Call): boolean {
  const [only, ...others] = func.kind === 'name' ? reachingBindings(func) : [];
  return only !== undefined && others.length === 0 && only.node.start > node.start && only.node.start < start;
}

const DRAWN = /^torch\.(randn?|randint|ones|zeros|rand_like|randn_like)$/;

function isMadeUpInput(model: Model, { args }: Call): boolean {
  const origins = args.flatMap(({ value }) => model.origins(value));
  return origins.length > 0 && origins.every((one) => one.kind === 'result' && DRAWN.test(one.of));
}

function waitsForSomebody(model: Model, node: Node): boolean {
  return model.program.calls('input').some((call) => {
    const loop = enclosing(call, 'for', 'while');
    return loop !== undefined && loop.start <= node.start && node.end <= loop.end;
  });
}

const isDemo = (model: Model): boolean => /demo[^/\\]*$/i.test(model.document.path);

/**
 * A loop over `range(n)` that takes nothing from a data set decodes token by token, draws pictures or measures time:
 * one example, now and then.
 */
function countedLevel(model: Model, { node }: EvaluationPass): Level | undefined {
  if (node.kind !== 'for' || node.iter.kind !== 'call') return undefined;
  const names = model.origins(node.iter.func);
  if (!names.some((origin) => origin.kind === 'external' && /(^|\.)(range|trange)$/.test(origin.name)))
    return undefined;
  const running = node.body.flatMap((statement) => [...descendRunning(statement)]);
  if (running.some((one) => (one.kind === 'call' && calleeName(one) === 'next') || one.kind === 'for'))
    return undefined;
  return [...descend(node.iter)].some((one) => one.kind === 'call' && calleeName(one) === 'len')
    ? 'information'
    : 'hint';
}

/** A function that makes pictures or text to look at: now and then, on a handful of inputs. */
function drawsSamples({ function: owner }: EvaluationPass): boolean {
  return owner !== null && /sample|generate|plot|visuali[sz]e|show|draw/i.test(owner.name);
}

/** One forward counts only where it evaluates a whole set again and again: in eval mode, called from an epoch loop. */
function singleForward(model: Model, pass: EvaluationPass): Level | undefined {
  const owner = pass.function;
  if (!owner || !pass.evalCall || !isEvaluationFunction(owner) || /sample|generate|infer|predict/i.test(owner.name))
    return undefined;
  const repeated = model.callersOf(owner).some((call) => enclosing(call, 'for', 'while') !== undefined);
  return repeated && trains(model) && !demonstrates(model, pass) ? 'warning' : undefined;
}

const trains = perModel((model) => model.trainingLoops.length > 0 || model.importedTraining.length > 0);

function findingOf(model: Model, pass: EvaluationPass, level: Level, frozen: Frozen | undefined): Finding {
  const anchor = pass.via ?? pass.forwards[0] ?? pass.node;
  const workload = workloadOfLoops(model);
  const scale = scaleOfPass(model, pass);
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(anchor),
    message: 'Evaluation records an autograd graph that nothing uses',
    notes: notes(
      pass.evalCall && 'eval() changes dropout and batch norm; it does not switch gradients off',
      frozen && 'only the last layers train, so the graph is theirs',
      scaleNote(level, scale),
      keepsGraphs(model, pass),
      gradOffNote(model),
    ),
    related: relatedOf(pass),
    facts: { forwards: pass.forwards.length, evalMode: pass.evalCall !== null },
    saving: SAVING,
    workload: workload?.id ?? null,
    fixes: gradOffFixes(model, pass),
  };
}

/** A sum of losses, or a list of outputs, that holds on to the graph of each batch. */
function keepsGraphs(model: Model, { node, forwards }: EvaluationPass): string | false {
  if (node.kind !== 'for' && node.kind !== 'while') return false;
  const [kept] = keptTensors(model, { step: node, stepFunction: null, forwards });
  return kept !== undefined && `\`${textOf(model, kept.holder)}\` keeps the graph of every batch, so memory grows`;
}

function relatedOf(pass: EvaluationPass): Related[] {
  const forward = pass.via && pass.forwards[0];
  return [
    ...(pass.evalCall ? [{ span: spanOf(pass.evalCall), message: 'eval mode is set here' }] : []),
    ...(forward ? [{ span: spanOf(forward), message: 'the forward pass, which training runs too' }] : []),
  ];
}
