/** Numbers that are meant for each device: `per_gpu_batch_size * max(1, n_gpu)`, on a machine that the source does not know. */
import type { Binary, Expr } from '../syntax/ast';
import { overridable, type Evaluator } from './value-algebra';
import { UNKNOWN, type Value } from './values';

const EACH = 'for each device';

/** The number for one device of a product with their count; unknown for any other product. */
export function forEachDevice({ op, left, right }: Binary, evaluator: Evaluator): Value {
  if (op !== '*' || isDeviceCount(left) === isDeviceCount(right)) return UNKNOWN;
  const value = evaluator.value(isDeviceCount(left) ? right : left);
  return overridable(value, value.via === null ? EACH : `${value.via}, ${EACH}`);
}

/** Whether a number was written for one device, by how it says that it came about. */
export const isForEachDevice = (via: string | null): boolean => via?.endsWith(EACH) ?? false;

const COUNT = /^(n|num|number_of)_?(gpus?|devices?)$|^n_?gpus?_per_node$|^(gpu|device)_count$|^world_size$/i;
const COUNTED = /^(device_count|get_world_size|num_replicas_in_sync|num_processes)$/;

/** `n_gpu`, `torch.cuda.device_count()`, `max(1, args.n_gpu)`. */
function isDeviceCount(expression: Expr): boolean {
  switch (expression.kind) {
    case 'name':
      return COUNT.test(expression.id);
    case 'attribute':
      return COUNT.test(expression.attr) || COUNTED.test(expression.attr);
    case 'call': {
      const { func, args } = expression;
      const isMost = func.kind === 'name' && func.id === 'max' && args.length === 2;
      if (isMost) return args.some(({ value }) => isOne(value)) && args.some(({ value }) => isDeviceCount(value));
      return func.kind === 'attribute' ? COUNTED.test(func.attr) : func.kind === 'name' && COUNTED.test(func.id);
    }
    default:
      return false;
  }
}

const isOne = (value: Expr): boolean => value.kind === 'constant' && value.value === 1;
