/** Finds kernels that a program builds or imports ready built; most of them are written for float32 alone. */
import type { ImportFrom } from '../../syntax/ast';
import { perModel } from '../per-model';

/** The module that they come from, here or in a file that is imported; undefined where none is in sight. */
export const compiledKernels = perModel((model): string | undefined => {
  for (const one of model.program.imports) {
    const found = one.kind === 'import' ? one.names.map(({ name }) => name).find(isKernel) : kernelOf(one);
    if (found) return found;
  }
  for (const { text } of model.document.modules ?? []) {
    const found = importedIn(text);
    if (found) return found;
  }
  return undefined;
});

/** Parts of module names: PyTorch's own builder of extensions, and operators that are known to take float32 only. */
const KNOWN =
  /^(cpp_extension|MultiScaleDeformableAttention|MSDeformAttn\w*|_?dcn_?v[2-4]|pointnet2_ops|diff_gaussian_rasterization|simple_knn|nvdiffrast|MinkowskiEngine|spatial_correlation_sampler|chamfer_?(distance|3D)|warp_rnnt|warpctc_pytorch|_C|_ext)$/i;
/** How modules that are built from CUDA sources are called; of functions it would say where they put something. */
const BUILT = /^\w+_cuda(_ext|_kernel)?$/;
/** A module of helpers for the device. */
const HELPER = /^(use|has|is|with|no|to|on|enable|try|maybe|test|run|set|get|check|move|utils?)_|_to_cuda$/;

/** Libraries bind their kernels with all types that these need. */
const LIBRARIES = /^(torch|torchvision|torchaudio|numba|cupy|pycuda|xformers|flash_attn|apex)$/;

const isOfLibrary = (path: string): boolean =>
  LIBRARIES.test(path.split('.')[0] ?? '') && !path.includes('cpp_extension');

function isKernel(path: string): boolean {
  if (isOfLibrary(path)) return false;
  return path.split('.').some((part) => KNOWN.test(part) || (BUILT.test(part) && !HELPER.test(part)));
}

/** A name out of a module may be a function, so it has to be a known one. */
function kernelFrom(module: string, names: readonly string[]): string | undefined {
  if (isKernel(module)) return module;
  const name = names.find((one) => KNOWN.test(one));
  if (name === undefined) return undefined;
  const path = module === '' ? name : `${module}.${name}`;
  return isOfLibrary(path) ? undefined : path;
}

const kernelOf = ({ module, names }: ImportFrom): string | undefined =>
  kernelFrom(
    module,
    names.map(({ name }) => name),
  );

const IMPORTS = /^[ \t]*(?:from[ \t]+\.*([\w.]*)[ \t]+import[ \t]+([^\n#]+)|import[ \t]+([^\n#]+))/gm;

function importedIn(text: string): string | undefined {
  for (const [, module = '', names = '', modules = ''] of text.matchAll(IMPORTS)) {
    const found = modules === '' ? kernelFrom(module, wordsOf(names)) : wordsOf(modules).find(isKernel);
    if (found) return found;
  }
  return undefined;
}

/** `a.b as c, d` names `a.b` and `d`. */
const wordsOf = (list: string): string[] =>
  list
    .replace(/[()\\]/g, ' ')
    .split(',')
    .map((one) => one.trim().split(/\s+/)[0] ?? '');
