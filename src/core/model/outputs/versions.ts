/** The release of a package that a notebook printed when it last ran: a watermark, `print(torch.__version__)`, pip. */
import type { PackageVersion } from '../configuration/facts';
import { findVersion } from '../configuration/versions';
import type { Model, StoredOutputs } from '../model';
import { perModelAnd } from '../per-model';
import { asIs } from '../answers';
import { placeOf } from './cells';
import { linesOf } from './observation';

/** A release that is pinned counts before one that was printed, and that before the bounds of a requirement. */
export function versionOf(model: Model, packages: readonly string[]): PackageVersion | undefined {
  const stated = findVersion(model.document.surroundings, packages);
  if (stated?.bound === 'exact' || !model.document.outputs) return stated;
  return packages.map((name) => printedVersion(model, name)).find((one) => one !== undefined) ?? stated;
}

/** What the outputs say of a package of that name; undefined where they are silent or name two releases. */
const printedVersion = perModelAnd((model: Model, distribution: string): PackageVersion | undefined => {
  const { outputs = [] } = model.document;
  const found = outputs.flatMap((one, place) => (one ? versionsIn(model, one, place, distribution) : []));
  const [first, ...others] = found;
  return others.every(({ major, minor }) => major === first?.major && minor === first.minor) ? first : undefined;
}, asIs);

const RELEASE = String.raw`v?(\d+\.\d+)(?:\.\d[\w.+-]*|[abr]\w*|\+\w+)?`;

function versionsIn(model: Model, outputs: StoredOutputs, place: number, distribution: string): PackageVersion[] {
  const lines = linesOf(outputs);
  const named = namedLine(distribution);
  const releases = lines.flatMap((line) => {
    const [, alone, installed] = named.exec(line) ?? [];
    return alone ?? installed ?? [];
  });
  const found = releases.length > 0 ? releases : printedAttribute(model, lines, place, distribution);
  return found.map((release) => {
    const [major = '', minor = ''] = release.split('.');
    return {
      ...{ major: Number(major), minor: Number(minor), bound: 'exact' },
      via: `stored output of cell ${outputs.cell + 1}`,
    };
  });
}

/**
 * `torch: 1.8.1+cu111` and `torch 1.7.0` (watermark), `torch==1.8.1` (pip freeze), `PyTorch version: 1.9.0`, and
 * `Successfully installed ... torch-1.8.1`.
 */
function namedLine(distribution: string): RegExp {
  const name = distribution.replace(/[-_.]+/g, '[-_.]') + (distribution === 'torch' ? '|pytorch' : '');
  const alone = String.raw`(?=\s*(?:${name})\b)\s*(?:${name})(?:[ _]version)?\s*[:= ]\s*=?\s*${RELEASE}\s*$`;
  return new RegExp(String.raw`^(?:${alone}|Successfully installed (?:.* )?(?:${name})-${RELEASE}(?=\s|$))`, 'i');
}

const RELEASES = new RegExp(String.raw`(?<![\w.])${RELEASE}(?![\w.])`, 'g');

/** `print(torch.__version__)` shows a release alone: as many in the cell as versions that its code asks for, in order. */
function printedAttribute(
  model: Model,
  lines: readonly string[],
  place: number,
  distribution: string,
): readonly string[] {
  const { cells = [] } = model.document;
  const asked = model.program.attributes('__version__').filter(({ start }) => placeOf(cells, start) === place);
  const wanted = asked.map(({ value }) => model.origins(value).some((origin) => isModule(origin, distribution)));
  if (!wanted.includes(true)) return [];
  const shown = lines.flatMap((line) => [...line.matchAll(RELEASES)].map(([, release = '']) => release));
  return shown.length === asked.length ? shown.filter((_, at) => wanted[at]) : [];
}

function isModule(origin: ReturnType<Model['origins']>[number], distribution: string): boolean {
  return origin.kind === 'external' && origin.name.replace(/_/g, '-') === distribution;
}
