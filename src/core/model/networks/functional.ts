/** Functions that do what a layer does: `F.max_pool2d(x, 2)`, `F.conv2d(x, weight)`. */
import { made } from './make';
import { lose, type Run } from './run';
import { derived } from './sides';
import { callTorch } from './torch-forward';
import { asKind, type Given, type Thing } from './things';

const LAYERS: Readonly<Record<string, string>> = {
  interpolate: 'Upsample',
  upsample: 'Upsample',
  pixel_shuffle: 'PixelShuffle',
  pixel_unshuffle: 'PixelUnshuffle',
  glu: 'GLU',
};

/** `max_pool2d` is MaxPool2d. */
function layerNamed(name: string): string | undefined {
  if (/^(adaptive_)?(max|avg)_pool[123]d$/.test(name))
    return name.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  return LAYERS[name];
}

/** Undefined for a function that is no layer. */
export function functionalCall(run: Run, name: string, given: Given): Thing | undefined {
  const short = name.startsWith('torch.') ? name.slice(name.lastIndexOf('.') + 1) : '';
  const layer = layerNamed(short);
  const [first, ...others] = given.plain;
  const input = asKind(first, 'tensor') ?? asKind(given.named.get('input'), 'tensor');
  if (layer === undefined || !input) return convolution(run, short, given);
  const instance = made(`torch.nn.${layer}`, { ...given, plain: first === undefined ? [] : others });
  return callTorch(run, instance, layer, { plain: [input], named: new Map(), complete: true });
}

/** `F.conv2d(x, weight, bias, stride, padding, dilation, groups)` with a weight of known shape. */
function convolution(run: Run, name: string, { plain, named, complete }: Given): Thing | undefined {
  if (!/^conv[123]d$/.test(name)) return undefined;
  const [input, weight, , ...settings] = plain;
  const tensor = asKind(input ?? named.get('input'), 'tensor');
  const filters = asKind(weight ?? named.get('weight'), 'parameter')?.shape ?? null;
  const groups = settings[3] ?? named.get('groups') ?? 1;
  if (!tensor || !filters || typeof groups !== 'number') {
    lose(run);
    return derived(null, tensor ? [tensor] : []);
  }
  const [outputs = null, inputs = null, ...kernel] = filters;
  const side = (one: number | null): Thing => one ?? { is: 'unknown', least: 0, most: Infinity };
  const instance = made(`torch.nn.Conv${name.at(-2) ?? '2'}d`, {
    plain: [
      side(inputs === null ? null : inputs * groups),
      side(outputs),
      { is: 'list', items: kernel.map(side), exact: true },
      ...settings,
    ],
    named: new Map([...named].filter(([key]) => /^(stride|padding|dilation|groups)$/.test(key))),
    complete,
  });
  return callTorch(run, instance, `Conv${name.at(-2) ?? '2'}d`, { plain: [tensor], named: new Map(), complete: true });
}
