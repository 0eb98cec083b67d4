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
  /^(cpp_extension|MultiScaleDeformableAttention|MSDeformAttn\w*|_?dcn_?v[2-4]|DCNv[2-4]|pointnet2(_ops)?|diff_gaussian_rasterization|simple_knn|nvdiffrast|MinkowskiEngine|spatial_correlation_sampler|chamfer_?(distance|3D)|warp_rnnt|warpctc_pytorch)$/i;
/** How modules that are built from CUDA sources are called. */
const BUILT = /^(_C|_ext|\w+_cuda(_ext)?|\w+_cuda_kernel)$/;
/** `from settings import use_cuda`: a module would not be called so, a switch would. */
const SWITCH = /^(use|has|is|with|no|to|on|enable|enabled|try|test|run|set|get|check)_/;

/** Libraries bind their kernels with all types that these need. */
const LIBRARIES = /^(torch|torchvision|torchaudio|numba|cupy|pycuda|xformers|flash_attn|apex)$/;

function isKernel(path: string): boolean {
  const parts = path.split('.');
  if (parts.includes('cpp_extension')) return true;
  if (LIBRARIES.test(parts[0] ?? '')) return false;
  return parts.some((part) => KNOWN.test(part) || (BUILT.test(part) && !SWITCH.test(part)));
}

function kernelOf({ module, names }: ImportFrom): string | undefined {
  return [module, ...names.map(({ name }) => (module === '' ? name : `${module}.${name}`))].find(isKernel);
}

const IMPORTS = /^[ \t]*(?:from[ \t]+\.*([\w.]*)[ \t]+import[ \t]+([^\n#]+)|import[ \t]+([^\n#]+))/gm;

function importedIn(text: string): string | undefined {
  for (const [, module = '', names = '', modules = ''] of text.matchAll(IMPORTS)) {
    const paths = modules !== '' ? wordsOf(modules) : [module, ...wordsOf(names).map((name) => `${module}.${name}`)];
    const found = paths.find(isKernel);
    if (found) return found.replace(/^\./, '');
  }
  return undefined;
}

/** `a.b as c, d` names `a.b` and `d`. */
const wordsOf = (list: string): string[] =>
  list
    .replace(/[()\\]/g, ' ')
    .split(',')
    .map((one) => one.trim().split(/\s+/)[0] ?? '');
