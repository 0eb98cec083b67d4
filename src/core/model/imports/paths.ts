/** Where in the workspace an imported module may lie, and which modules a text imports; paths are `/` separated. */

/** A text larger than this in all, or more files, is not read: a script that imports more is a whole program. */
export const MOST_MODULE_FILES = 20;
export const MOST_MODULE_CHARACTERS = 1_000_000;
/** Modules that the document imports, and modules that those import. */
const MOST_LEVELS = 2;

export interface ModuleFile {
  readonly path: string;
  readonly text: string;
  /** It lies in a folder that the program adds to `sys.path`. */
  readonly isAdded?: boolean;
}

/**
 * Asks for one module after the other, each as the places it may lie at, best first, and is answered with the first
 * that is there. `path` is that of the document, relative to the workspace.
 */
export function* followImports(
  path: string,
  text: string,
): Generator<readonly string[], readonly ModuleFile[], ModuleFile | undefined> {
  const found = new Map<string, ModuleFile>();
  let characters = 0;
  let level: readonly ModuleFile[] = [{ path, text }];
  for (let depth = 0; depth < MOST_LEVELS; depth += 1) {
    const next: ModuleFile[] = [];
    const now = [...level];
    for (const from of now) {
      for (const { usual, added } of placesIn(from)) {
        const places = [...usual, ...added];
        if (places.some((place) => found.has(place) || place === path)) continue;
        if (found.size >= MOST_MODULE_FILES || characters >= MOST_MODULE_CHARACTERS) return [...found.values()];
        const file = yield places;
        if (!file || found.has(file.path) || file.path === path) continue;
        found.set(file.path, added.includes(file.path) ? { ...file, isAdded: true } : file);
        characters += file.text.length;
        // A package hands on what its modules define.
        (isPackage(file) ? now : next).push(file);
      }
    }
    level = next;
  }
  return [...found.values()];
}

const isPackage = ({ path }: ModuleFile): boolean => /(^|\/)__init__\.py$/.test(path);

/** Where a module may lie: as usual, or in a folder that the program adds to those it looks in. */
interface Places {
  readonly usual: readonly string[];
  readonly added: readonly string[];
}

function* placesIn(file: ModuleFile): Generator<Places> {
  const { path } = file;
  const folders = addedFolders(file.text);
  const asked = new Set<string>();
  for (const dotted of importedIn(file)) {
    if (asked.has(dotted)) continue;
    asked.add(dotted);
    const usual = modulePlaces(path, dotted);
    if (usual.length > 0) yield { usual, added: dotted.startsWith('.') ? [] : addedPlaces(path, dotted, folders) };
  }
}

/** In the folders of `sys.path`, wherever they start. */
function addedPlaces(path: string, dotted: string, folders: readonly string[]): readonly string[] {
  const module = dotted.split('.').join('/');
  return basesOf(path, 0).flatMap((base) =>
    folders.flatMap((folder) => {
      const place = [...base, folder, module].join('/');
      return [`${place}.py`, `${place}/__init__.py`];
    }),
  );
}

const ADDED = /\bsys\.path\.(?:append|insert|extend)\s*\(([^\n]*)/g;

/** `lib` in `sys.path.append("../lib")`, `sys.path.insert(0, os.path.join(here, "..", "lib"))`; folders above are looked in anyway. */
function addedFolders(text: string): readonly string[] {
  const found = new Set<string>();
  for (const [, given = ''] of text.matchAll(ADDED)) {
    const parts = [...given.matchAll(/(["'])([^"'\n]*)\1/g)].flatMap((match) => (match[2] ?? '').split(/[\\/]+/));
    const folders = parts.filter((part) => part !== '' && !/^\.+$/.test(part));
    if (folders.length > 0 && folders.every((part) => /^[\w.-]+$/.test(part))) found.add(folders.join('/'));
  }
  return [...found];
}

const FROM = /(?:^|;)[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n#;]*)/gm;
const IMPORT = /(?:^|;)[ \t]*import[ \t]+([^\n#;]*)/gm;

/** Many documents import the same files. */
const IMPORTED = new WeakMap<ModuleFile, readonly string[]>();

function importedIn(file: ModuleFile): readonly string[] {
  let found = IMPORTED.get(file);
  if (!found) IMPORTED.set(file, (found = readImports(file.text)));
  return found;
}

/** Dotted names that may be modules: `from a import b` asks for `a` and for `a.b`. */
function readImports(text: string): readonly string[] {
  const found: string[] = [];
  for (const [, dots = '', module = '', names = ''] of text.matchAll(FROM)) {
    const base = dots + module;
    if (module !== '') found.push(base);
    for (const name of namesOf(names)) found.push(module === '' ? base + name : `${base}.${name}`);
  }
  for (const [, names = ''] of text.matchAll(IMPORT)) found.push(...namesOf(names));
  return found;
}

function namesOf(list: string): readonly string[] {
  return list
    .replace(/[()\\]|#[^\n]*/g, ' ')
    .split(',')
    .map((one) => one.trim().split(/\s/)[0] ?? '')
    .filter((name) => /^[A-Za-z_][\w.]*$/.test(name));
}

/** The files that a module may be, best first; none for a library. */
export function modulePlaces(from: string, dotted: string): readonly string[] {
  const dots = /^\.*/.exec(dotted)?.[0].length ?? 0;
  const parts = dotted
    .slice(dots)
    .split('.')
    .filter((part) => part !== '');
  if (parts.length === 0 || parts.some((part) => !/^\w+$/.test(part))) return [];
  if (dots === 0 && isLibrary(parts[0] ?? '')) return [];
  return basesOf(from, dots).flatMap((base) => {
    const path = [...base, ...parts].join('/');
    return [`${path}.py`, `${path}/__init__.py`];
  });
}

/** The folders an import starts from: for a relative one its package, else the script's folder and those above it. */
function basesOf(from: string, dots: number): readonly (readonly string[])[] {
  const folders = from.split('/').slice(0, -1);
  if (dots > 0) return dots - 1 > folders.length ? [] : [folders.slice(0, folders.length - (dots - 1))];
  const above = folders.map((_, index) => folders.slice(0, folders.length - index));
  return [...above, [], ['src']];
}

/** True for modules that are never looked for in the workspace: the names of libraries keep their own meaning. */
export function isLibrary(top: string): boolean {
  return LIBRARIES.has(top);
}

const LIBRARIES = new Set(
  (
    'torch torchvision torchaudio torchtext torchmetrics pytorch_lightning lightning lightning_fabric timm transformers ' +
    'accelerate peft trl diffusers tokenizers safetensors bitsandbytes sentence_transformers huggingface_hub keras ' +
    'tensorflow tf_keras tensorflow_datasets sklearn skimage xgboost lightgbm catboost optuna hyperopt ray wandb mlflow ' +
    'jax jaxlib flax optax haiku numpy scipy pandas polars matplotlib seaborn PIL cv2 tqdm fastai monai open_clip ' +
    'torch_geometric dgl ignite apex deepspeed fairscale hydra omegaconf yaml absl click typer tyro requests joblib dask ' +
    'nltk spacy gensim gym gymnasium stable_baselines3 einops tensorboard tensorboardX composer mosaicml spektral ' +
    'abc argparse ast asyncio base64 bisect builtins collections concurrent contextlib copy csv ctypes dataclasses ' +
    'datetime decimal enum errno fcntl functools gc getpass glob gzip hashlib heapq html http importlib inspect io ' +
    'itertools json logging math multiprocessing operator os pathlib pickle platform pprint queue random re shutil ' +
    'signal socket sqlite3 statistics string struct subprocess sys tarfile tempfile textwrap threading time timeit ' +
    'traceback types typing typing_extensions unittest urllib uuid warnings weakref xml zipfile zlib __future__'
  ).split(' '),
);
