/** Words of accelerators: `findDevice` sees none in a text that holds none of these. */

/** How a notebook's metadata names the accelerator of its runtime; `textOfModel` puts it beside the code. */
export const RUNTIME_ACCELERATOR = 'accelerator';

export const ACCELERATOR_WORDS: readonly string[] = [
  RUNTIME_ACCELERATOR,
  'cuda',
  'CUDA',
  // `x.to(config.device)`, where another file says which.
  'DEVICE',
  'device',
  'gpu',
  'GPU',
  'Gpu',
  'nccl',
  'accelerate',
  'Accelerator',
  'DataParallel',
  'DistributedDataParallel',
  'FullyShardedDataParallel',
  'DDP',
  'FSDP',
  'MirroredStrategy',
  'list_physical_devices',
  'set_memory_growth',
  'set_visible_devices',
];
