/** The programs that prove the fixes: one folder a rule under test/proof/programs, each with its markers in comments. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rules } from '../../src/core/rules/registry';
import type { RuleId } from '../../src/core/rules/rule';

const FOLDER = join(__dirname, '..', '..', 'test', 'proof', 'programs');

/** What `# proof:` lines say of a program. */
interface Markers {
  /** The field of the JSON line that the program prints last; empty where it cannot run. */
  readonly metric: string;
  readonly better: 'higher' | 'lower';
  /** Titles of all the fixes that the rule has to offer, in order. */
  readonly fixes: readonly string[];
  /** Present where the saving needs hardware, or a size, that an ordinary machine has not; says which. */
  readonly unmeasurable: string | undefined;
  /** Present where the program cannot run without a GPU or a service that nothing stands in for; says which. */
  readonly needs: string | undefined;
  /** What share of the program's work the rule's saving is a share of; the rest of the line says why. */
  readonly share: number;
  /** Names of stand-ins for hardware and services, see test/proof/stand_ins.py. */
  readonly standIns: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export interface ProofProgram extends Markers {
  readonly rule: RuleId;
  /** Unique within the rule. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

const MARKER = /^[\s"]*# proof: ([\w-]+) (.*?)(?:\\n",?)?$/gm;

/** Undefined where a rule has none. */
export function programsOf(rule: RuleId): readonly ProofProgram[] {
  return filesIn(join(FOLDER, rule)).map((path) => {
    const text = readFileSync(path, 'utf8');
    return { ...markersIn(path, text), rule, name: basename(path).replace(/\.\w+$/, ''), path, text };
  });
}

/** Rules that may offer a fix, in the order of the registry. */
export function rulesWithFixes(): readonly RuleId[] {
  return rules.filter(({ meta }) => meta.fixes !== 'never').map(({ meta }) => meta.id);
}

/** Folders that are named after no rule. */
export function strayFolders(): readonly string[] {
  const known = new Set(rulesWithFixes());
  return readdirSync(FOLDER).filter((name) => !known.has(name));
}

function filesIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => /\.(py|ipynb)$/.test(name));
    return names.sort().map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function markersIn(path: string, text: string): Markers {
  const lines = [...text.matchAll(MARKER)].map(([, key = '', value = '']) => ({ key, value: value.trim() }));
  const all = (wanted: string): readonly string[] =>
    lines.filter(({ key }) => key === wanted).map(({ value }) => value);
  const [needs] = all('needs');
  const [, metric = needs && '', better] = /^(\S+), (higher|lower) is better$/.exec(all('metric')[0] ?? '') ?? [];
  if (metric === undefined || all('fix').length === 0) {
    throw new Error(`${path}: needs "# proof: metric NAME, higher is better" (or lower) and "# proof: fix TITLE"`);
  }
  return {
    metric,
    better: better === 'lower' ? 'lower' : 'higher',
    fixes: all('fix').map((title) => title.replaceAll('\\"', '"')),
    unmeasurable: all('unmeasurable')[0],
    needs,
    share: Number(/^[\d.]+/.exec(all('share')[0] ?? '1')?.[0]),
    standIns: all('stand-in'),
    environment: Object.fromEntries(all('env').map((one) => one.split(/=(.*)/, 2) as [string, string])),
  };
}
