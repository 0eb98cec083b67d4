/** Well-known models: what a constructor or checkpoint name means in parameters and work per sample. */
import { lazy, nameKey, tableRows } from './table';

/** How a model behaves on hardware; every class has its own efficiency and power priors. */
export type ModelClass = 'llm' | 'transformer' | 'vit' | 'diffusion' | 'cnn' | 'plain' | 'detection' | 'compact';

export interface ModelFacts {
  readonly name: string;
  readonly modelClass: ModelClass;
  readonly parameters: number;
  /** Work of one forward pass: fixed for an image of `pixels`, or per token for sequences. */
  readonly work:
    | { readonly kind: 'image'; readonly gmacs: number; readonly pixels: number }
    | {
        readonly kind: 'sequence';
        /** Parameters that each token passes. */
        readonly active: number;
        readonly layers: number;
        readonly hidden: number;
        /** Usual sequence length in training recipes of this checkpoint. */
        readonly tokens: number;
      };
  readonly source: string;
}

const SOURCES: Readonly<Record<string, string>> = {
  tv: 'torchvision 0.29 weight metadata (2026)',
  ti: 'timm 1.0 benchmark tables (2024)',
  ke: 'Keras applications table (2024)',
  ul: 'Ultralytics model tables (2024)',
  hf: 'Hugging Face checkpoint, configuration and weights (2025)',
  tb: 'timm 1.0.31, built and counted (2026)',
  tr: 'transformers 5.24, built and counted (2026)',
  lc: 'LeCun et al., Gradient-Based Learning Applied to Document Recognition (1998), counted',
};

const index = lazy(() => {
  const byKey = new Map<string, ModelFacts>();
  for (const row of [...tableRows('models/torchvision'), ...tableRows('models/vision')]) {
    const [names = '', modelClass, parameters, gmacs, pixels, source = ''] = row;
    const work = { kind: 'image', gmacs: Number(gmacs), pixels: Number(pixels) } as const;
    add(byKey, names, { modelClass: modelClass as ModelClass, parameters: Number(parameters), work, source });
  }
  for (const row of tableRows('models/language')) {
    const [names = '', modelClass, parameters, active, layers, hidden, tokens, source = ''] = row;
    const work = {
      kind: 'sequence',
      active: Number(active) * 1e6,
      layers: Number(layers),
      hidden: Number(hidden),
      tokens: Number(tokens),
    } as const;
    add(byKey, names, { modelClass: modelClass as ModelClass, parameters: Number(parameters), work, source });
  }
  return byKey;
});

function add(byKey: Map<string, ModelFacts>, names: string, facts: Omit<ModelFacts, 'name'>): void {
  const aliases = names.split(';').filter((alias) => alias !== '');
  const full = {
    ...facts,
    name: (aliases[0] ?? names).replace(/^keras /, ''),
    source: SOURCES[facts.source] ?? facts.source,
  };
  for (const alias of aliases) {
    const key = nameKey(alias);
    if (!byKey.has(key)) byKey.set(key, full);
  }
}

/** What may follow a name without changing the architecture: timm tags, file endings, fine-tuning suffixes. */
const TAIL =
  /(\.pt|\.yaml|\.[a-z0-9_]+|[-_](instruct|chat|it|hf|base|uncased|cased|ns|ap|in1k|in21k|in22k|1k|v1|seg|pose|obb))$/i;

/**
 * Finds a model by the name written in code: `resnet50`, `torchvision.models.resnet50`, `google/vit-base-patch16-224`,
 * `yolov8n.pt`, `vit_base_patch16_224.augreg_in21k`. Undefined when unknown. `keras`: its
 * applications come first, whose parameter counts differ a little from those of the same name elsewhere.
 */
export function modelNamed(text: string, family: 'keras' | 'any' = 'any'): ModelFacts | undefined {
  let name = text.trim();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const found =
      inKeras(name, family) ?? index().get(nameKey(name)) ?? index().get(nameKey(name.split('/').pop() ?? ''));
    const dotted = found ?? index().get(nameKey(name.split('.').pop() ?? ''));
    if (dotted !== undefined) return dotted;
    const shorter = name.replace(TAIL, '');
    if (shorter === name) break;
    name = shorter;
  }
  return sizedByName(text);
}

function inKeras(name: string, family: 'keras' | 'any'): ModelFacts | undefined {
  return family === 'keras' ? index().get(`keras${nameKey(name.split('.').pop() ?? '')}`) : undefined;
}

/** `some-org/Thing-7B-chat` says its size: a decoder of that many parameters with the usual proportions. */
function sizedByName(text: string): ModelFacts | undefined {
  const match = /(?:^|[-_/])(\d+(?:\.\d+)?)\s*b(?![a-z0-9])/i.exec(text);
  const billions = Number(match?.[1] ?? 0);
  if (!(billions >= 0.1 && billions <= 2000)) return undefined;
  const parameters = billions * 1e9;
  // Decoders of this family have depth and width such that 12 * layers * hidden^2 is about the parameter count.
  const layers = Math.round(Math.min(126, Math.max(16, 10.7 * billions ** 0.46 + 6)));
  const hidden = Math.sqrt(parameters / (12 * layers));
  const work = { kind: 'sequence', active: parameters, layers, hidden, tokens: 2048 } as const;
  return { name: text, modelClass: 'llm', parameters, work, source: 'size in the name of the checkpoint' };
}

/** FLOPs of one forward pass of one sample. `pixels` or `tokens` null means the model's usual input. */
export function forwardFlops(model: ModelFacts, pixels: number | null, tokens: number | null): number {
  const work = model.work;
  if (work.kind === 'image') return 2e9 * work.gmacs * ((pixels ?? work.pixels) / work.pixels) ** 2;
  const length = tokens ?? work.tokens;
  return 2 * work.active * length + 4 * work.layers * work.hidden * length ** 2;
}

export function modelCount(): number {
  return new Set(index().values()).size;
}
