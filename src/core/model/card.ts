/** Which generation of NVIDIA cards the program is meant for, by what it and the files around it name. */
import type { ConfigurationFile } from './model';
import { perModel } from './per-model';

/** Cards from before Ampere have neither bf16 nor TF32. `unknown` also where cards of both kinds are named. */
export type CardGeneration = 'before-ampere' | 'ampere' | 'unknown';

const START = '(?<![A-Za-z0-9])';
const END = '(?![A-Za-z0-9])';
/**
 * As people write them: `V100`, `GTX 1080`, `nvidia-tesla-t4`, `NVIDIA_TESLA_P100`, `gpu="t4"`. Letters of layers and
 * variables (`p4`, `t4`) are no cards. Machines: AWS p2, p3, g3 and g4dn, with SageMaker's `ml.`; Azure NC v2, NC v3 and
 * NCas T4 (the providers' lists of instance types).
 */
const BEFORE_AMPERE = new RegExp(
  [
    `${START}(T4|V100|P100|K80|M60)(?!_v\\d|[A-Za-z0-9])`,
    `[Tt][Ee][Ss][Ll][Aa][-_ ]?([Tt]4|[VvPp]100|[Pp]4|[Kk]80|[Mm]60)${END}`,
    `["'](t4|v100|p100|k80)["']`,
    `${START}(GTX[ -]?(9|10|16)\\d\\d|RTX[ -]?20\\d\\d|TITAN (V|X|RTX)|Quadro RTX)${END}`,
    `${START}(p2|p3|p3dn|g3|g3s|g4dn)\\.(\\d*xlarge|metal)${END}`,
    `${START}NC\\d+r?s_v[23]${END}|${START}NC\\d+as_T4_v3${END}`,
  ].join('|'),
);
const AMPERE = new RegExp(
  [
    `${START}(A100|H100|H200|B200|A10G?|A30|A40|A6000|L4|L40S?)(?!_v\\d|[A-Za-z0-9])`,
    `["'](a100|h100|h200|a10g?|l4|l40s)["']`,
    `${START}(RTX[ -]?(30|40|50)\\d\\d|Ampere|Hopper)${END}`,
    `${START}(p4d|p4de|p5|p5en?|p6-b200|g5|g6e?)\\.\\d*xlarge${END}`,
    `${START}(a2-(high|mega|ultra)gpu|a3-\\w+gpu|g2-standard)-\\d+g?${END}|_A100_v4${END}`,
    `nvidia-(a100|h100|l4)`,
  ].join('|'),
);

/** The runtime of the notebook decides, then what the program names, then imported files and what launches the program. */
export const cardGeneration = perModel((model): CardGeneration => {
  const { accelerator, modules = [], surroundings } = model.document;
  const runtime = accelerator === null ? undefined : named((pattern) => pattern.test(accelerator));
  const own = runtime ?? named((pattern) => model.program.first(pattern) !== undefined);
  return own ?? inFiles(modules) ?? inFiles(surroundings.filter(({ path }) => !PACKAGES.test(path))) ?? 'unknown';
});

/** Files that list packages name no machine. */
const PACKAGES =
  /(^|\/)((requirements|constraints)[^/]*\.(txt|in)|environment\.ya?ml|[^/]*\.lock|setup\.(py|cfg)|Pipfile)$/;

/** The nearest file that names a card. */
function inFiles(files: readonly ConfigurationFile[]): CardGeneration | undefined {
  for (const { text } of files) {
    const found = named((pattern) => pattern.test(text));
    if (found) return found;
  }
  return undefined;
}

function named(names: (pattern: RegExp) => boolean): CardGeneration | undefined {
  const [old, current] = [names(BEFORE_AMPERE), names(AMPERE)];
  if (old && current) return 'unknown';
  return old ? 'before-ampere' : current ? 'ampere' : undefined;
}
