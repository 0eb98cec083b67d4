/** Kernels that are built or imported, by the words of their modules. */
import assert from 'node:assert/strict';
import { compiledKernels } from '../../../src/core/model/torch/compiled-kernels';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';

const kernels = (text: string, beside?: string): string | undefined => {
  const modules = beside === undefined ? [] : [{ path: 'ops/layers.py', text: beside }];
  return compiledKernels(modelOf(text, { modules }));
};

const FOUND: readonly (readonly [string, string])[] = [
  ['from torch.utils.cpp_extension import load_inline', 'torch.utils.cpp_extension'],
  ['from torch.utils import cpp_extension', 'torch.utils.cpp_extension'],
  ['import MultiScaleDeformableAttention as MSDA', 'MultiScaleDeformableAttention'],
  ['from models.ops.modules import MSDeformAttn', 'models.ops.modules.MSDeformAttn'],
  ['from DCNv2.dcn_v2 import DCN', 'DCNv2.dcn_v2'],
  ['import numpy, upfirdn2d_cuda', 'upfirdn2d_cuda'],
  ['from simple_knn._C import distCUDA2', 'simple_knn._C'],
  ['from . import _C', '_C'],
];
const PLAIN = [
  'import torch\nfrom torch.backends import cuda',
  'from torch import _C',
  'from torchvision import _C',
  'from settings import use_cuda',
  'from tools.device import batch_to_cuda, wrap_cuda',
  'import move_to_cuda',
  'from models.pointnet2 import PointNet',
  'from numba import cuda',
  'from flash_attn import flash_attn_func',
  '# import upfirdn2d_cuda',
];

describe('compiled kernels', () => {
  before(loadParser);

  for (const [text, module] of FOUND) {
    it(`are seen in \`${text}\`, here and in a file that is imported`, () => {
      assert.equal(kernels(text), module);
      assert.equal(
        kernels('from ops import layers', `"""Layers."""\ntry:\n    ${text}  # built\nexcept ImportError:\n    pass\n`),
        module,
      );
    });
  }

  for (const text of PLAIN) {
    it(`are not seen in \`${text.replaceAll('\n', '; ')}\``, () => {
      assert.equal(kernels(text), undefined);
      assert.equal(kernels('from ops import layers', text), undefined);
    });
  }
});
