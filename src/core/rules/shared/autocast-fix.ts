/** Rewrites a training step to compute in 16 bits: autocast around forward and loss, a scaler for fp16. */
import { addKeyword, wrapStatements } from '../../fixes/edits';
import { reference } from '../../fixes/reference';
import { isBefore } from '../../model/configuration/versions';
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { REJECTED_LOSS, runRiskilyUnderAutocast } from '../../model/torch/autocast-risk';
import { isTorchBefore } from '../../model/torch/release';
import { calleeName } from '../../model/traverse';
import type { Call, Node, Stmt } from '../../syntax/ast';
import { blockOf, descend, statementOf } from '../../syntax/walk';
import type { TextEdit } from '../../text/span';
import type { Fix, ImportNeed } from '../rule';
import { BF16_REASON, FP16_REASON, hasOverflowingNetwork, suitedToCard } from './mixed-precision';
import { scalerEdits } from './scaler-fix';
import { callsIn, stepMentions, stepScopes } from './torch-loop';

/** The bf16 rewrite and, as an alternative, fp16 with a gradient scaler; empty where either could break the step. */
export function autocastFixes(model: Model, loop: TrainingLoop): Fix[] {
  const part = computedPart(model, loop);
  if (!part || lacksAutocast(model) || runRiskilyUnderAutocast(model, part.statements)) return [];
  const bf16 = bf16Fix(model, part);
  const fp16 = hasOverflowingNetwork(model) ? undefined : fp16Fix(model, loop, part);
  return suitedToCard(model, bf16 ? [bf16] : [], fp16 ? [fp16] : []);
}

/** `torch.autocast`, with a device and `dtype=`, is new in PyTorch 1.10 (its documentation of `torch.amp`). */
const lacksAutocast = (model: Model): boolean => isTorchBefore(model, 1, 10);

/** Why no fix is offered for an old release. */
export function autocastNote(model: Model): string | false {
  const release = lacksAutocast(model) ? model.version('torch') : undefined;
  return !!release && `torch.autocast needs PyTorch 1.10; ${release.via} names ${release.major}.${release.minor}`;
}

/** `Accelerator(mixed_precision="bf16")`: Accelerate then wraps the forward and scales the loss itself. */
export function accelerateFixes(model: Model, construction: Call | null): Fix[] {
  const write = (format: string, reason: string): Fix[] => {
    const edits = construction && addKeyword(construction, model.program.text, 'mixed_precision', `"${format}"`);
    const title = `Train in ${format} with mixed_precision="${format}"`;
    return edits ? [{ safety: 'review', reason, title, edits, imports: [] }] : [];
  };
  const fp16 = hasOverflowingNetwork(model) ? [] : write('fp16', FP16_REASON);
  return suitedToCard(model, write('bf16', BF16_REASON), fp16);
}

interface ComputedPart {
  /** From the first forward to the statement before the backward: what autocast has to hold. */
  readonly statements: readonly Stmt[];
  readonly backward: Call;
  /** What a loss outside the block needs: its input back in float32. */
  readonly outside: readonly TextEdit[];
}

/** Conversions that bfloat16 has not. */
const REJECTED = /\.numpy\(\)/;

function computedPart(model: Model, loop: TrainingLoop): ComputedPart | undefined {
  const statement = statementOf(loop.backward);
  const block = statement ? blockOf(statement) : [];
  const end = statement ? block.indexOf(statement) : -1;
  const start = block.findIndex((one) => loop.forwards.some((call) => one.start <= call.start && call.end <= one.end));
  if (end <= 0 || start < 0 || start >= end) return undefined;
  if (backwardsOf(loop).length !== 1 || stepMentions(model, loop, REJECTED)) return undefined;
  const rejected = rejectedLosses(model, loop);
  const part = {
    statements: withoutTail(block.slice(start, end), loop.backward),
    backward: loop.backward,
    outside: [],
  };
  if (rejected.length > 0) return withLossOutside(loop, part, rejected);
  // One that cannot be told from the other losses here may be the one that is used.
  return mentionsRejected(model, loop) ? undefined : part;
}

/** Losses that autocast rejects. */
function rejectedLosses(model: Model, loop: TrainingLoop): readonly Call[] {
  return stepScopes(loop)
    .flatMap(callsIn)
    .filter((call) =>
      model
        .origins(call.func)
        .some(
          (origin) =>
            (origin.kind === 'result' && REJECTED_LOSS.test(origin.of)) ||
            (origin.kind === 'external' && REJECTED_LOSS.test(origin.name)),
        ),
    );
}

function mentionsRejected(model: Model, loop: TrainingLoop): boolean {
  return (
    model.callsOf('torch.nn.BCELoss').length > 0 || stepMentions(model, loop, /\bBCELoss\b|\bbinary_cross_entropy\(/)
  );
}

/** The forwards alone go under autocast; the loss after them gets float32 again. Undefined where the two are one statement. */
function withLossOutside(loop: TrainingLoop, part: ComputedPart, rejected: readonly Call[]): ComputedPart | undefined {
  const holds = (statement: Stmt, call: Call): boolean => statement.start <= call.start && call.end <= statement.end;
  const last = part.statements.findLastIndex((one) => loop.forwards.some((call) => holds(one, call)));
  const statements = part.statements.slice(0, last + 1);
  const [loss, ...others] = rejected;
  const input = loss?.args[0];
  if (!loss || others.length > 0 || input?.name !== null || statements.some((one) => holds(one, loss)))
    return undefined;
  if (!['name', 'attribute', 'call', 'subscript'].includes(input.value.kind)) return undefined;
  const { end } = input.value;
  return { ...part, statements, outside: [{ span: { start: end, end }, newText: '.float()' }] };
}

/** Between the loss and the backward pass: `optimizer.zero_grad()`, and what only keeps books of the step. */
function withoutTail(statements: readonly Stmt[], backward: Call): readonly Stmt[] {
  const read = new Set([...descend(backward)].flatMap((one) => (one.kind === 'name' ? [one.id] : [])));
  const last = statements.findLastIndex((one) => !isZeroGrad(one) && !keepsBooks(one, read));
  return statements.slice(0, last + 1);
}

/** Calls that multiply no matrices, which would need the types that autocast gives them. */
const BOOKS =
  /^(item|detach|data|cpu|size|len|numel|print|float|int|str|max|argmax|topk|eq|sum|mean|view|append|update|accuracy|format|write|log)$/;

/** `prec1, prec5 = accuracy(output, target)`, `losses.update(loss.item())`: nothing that the backward pass reads. */
function keepsBooks(statement: Stmt, read: ReadonlySet<string>): boolean {
  if (!['exprstmt', 'assign', 'augassign'].includes(statement.kind)) return false;
  const nodes = [...descend(statement)];
  const binds = nodes.some((one) => one.kind === 'name' && read.has(one.id) && isTarget(one, statement));
  if (binds || nodes.some((one) => one.kind === 'binary' && one.op === '@')) return false;
  return nodes.every((one) => one.kind !== 'call' || BOOKS.test(calleeName(one)));
}

function isTarget(name: Node, statement: Stmt): boolean {
  if (statement.kind === 'augassign') return statement.target === name;
  return statement.kind === 'assign' && statement.targets.some((one) => [...descend(one)].includes(name));
}

function isZeroGrad(statement: Stmt): boolean {
  if (statement.kind !== 'exprstmt' || statement.value.kind !== 'call') return false;
  const { func } = statement.value;
  return func.kind === 'attribute' && func.attr === 'zero_grad';
}

function backwardsOf(loop: TrainingLoop): readonly Call[] {
  return stepScopes(loop)
    .flatMap(callsIn)
    .filter((call) => call.func.kind === 'attribute' && call.func.attr === 'backward');
}

function bf16Fix(model: Model, part: ComputedPart): Fix | undefined {
  return wrapped(model, part, {
    dtype: 'bfloat16',
    title: 'Compute the forward pass in bf16 autocast',
    reason: BF16_REASON,
  });
}

interface Wrapping {
  readonly dtype: 'bfloat16' | 'float16';
  readonly title: string;
  readonly reason: string;
}

function wrapped(model: Model, part: ComputedPart, how: Wrapping): Fix | undefined {
  // The same class under a name that every release since 1.10 has; `torch.amp` holds it in the documentation of 2.1.
  const name = isBefore(model.version('torch'), 2, 1) ? 'torch.autocast' : 'torch.amp.autocast';
  const autocast = reference(model.program, name, part.backward);
  const dtype = reference(model.program, `torch.${how.dtype}`, part.backward);
  const header = `with ${autocast.expression}("cuda", dtype=${dtype.expression})`;
  const edits = wrapStatements(model.program, part.statements, header);
  if (!edits) return undefined;
  const imports: readonly ImportNeed[] = [...autocast.imports, ...dtype.imports];
  return { safety: 'review', reason: how.reason, title: how.title, edits: [...edits, ...part.outside], imports };
}

/** The scaler adds to the rewrite for bf16; undefined where the step does not allow it. */
function fp16Fix(model: Model, loop: TrainingLoop, part: ComputedPart): Fix | undefined {
  const fix = wrapped(model, part, {
    dtype: 'float16',
    title: 'Compute in fp16 autocast with a gradient scaler',
    reason: FP16_REASON,
  });
  const scaling = fix && scalerEdits(model, loop);
  if (!fix || !scaling) return undefined;
  return { ...fix, edits: [...fix.edits, ...scaling.edits], imports: [...fix.imports, ...scaling.imports] };
}
