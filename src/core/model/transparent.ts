/** Library calls through which an object can still be seen: what comes out is, or wraps, what went in. */

/** Methods that return the object they are called on. */
export const RETURNS_SELF = new Set([
  'to',
  'cuda',
  'cpu',
  'half',
  'bfloat16',
  'float',
  'double',
  'eval',
  'train',
  'requires_grad_',
  'share_memory',
  'to_empty',
]);
/** Functions whose result is, or wraps, their first argument. */
export const PASSES_THROUGH = new Set([
  'torch.compile',
  'copy.deepcopy',
  'copy.copy',
  'torch.jit.script',
  'tqdm.tqdm',
  'tqdm.trange',
  'builtins.iter',
]);
/** Functions whose result is a new object that also stands for their first argument. */
export const WRAPS = new Set([
  'torch.nn.DataParallel',
  'torch.nn.parallel.DistributedDataParallel',
  'torch.nn.parallel.DataParallel',
]);
