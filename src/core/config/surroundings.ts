/** Which files beside the code may set an option of it, by name: launch scripts, Makefile, accelerate, DeepSpeed, locks. */

const NAMES: readonly RegExp[] = [
  /\.sh$/i,
  /^(GNU)?makefile$|^justfile$|^Dockerfile(\..+)?$|^launch\.json$/i,
  /^(requirements|constraints).*\.(txt|in)$|^environment\.ya?ml$/i,
  /^(pyproject\.toml|setup\.(py|cfg)|uv\.lock|poetry\.lock|Pipfile|Pipfile\.lock|pdm\.lock)$/,
  /(accelerate|deepspeed|ds[_-]|zero\d?|trainer|train|sweep|fsdp).*\.(ya?ml|json)$/i,
  /config.*\.ya?ml$/i,
  // Jobs for a cloud, which name the machine: `cloudbuild.yaml`, `job.yaml`, a notebook that starts SageMaker.
  /^(cloudbuild|job|pod|deployment|skypilot|sky|task).*\.ya?ml$/i,
  /^(sagemaker|launch|submit).*\.(py|ipynb)$/i,
];

/** Folders beside the code whose settings and scripts belong to it. */
export const SURROUNDING_FOLDERS = [
  'scripts',
  ...['conf', 'config', 'configs'].flatMap((name) => [
    name,
    `${name}/trainer`,
    `${name}/training`,
    `${name}/callbacks`,
  ]),
  'accelerate',
  'accelerate_configs',
  'deepspeed',
  '.vscode',
] as const;

/** Whether a folder that holds `names` may hold one of `SURROUNDING_FOLDERS`. */
export function mayHold(names: { has(name: string): boolean }, folder: string): boolean {
  return names.has(folder.split('/')[0] ?? folder);
}

const SETTINGS = /\.(ya?ml|sh)$|^launch\.json$|(accelerate|deepspeed|ds[_-]|zero).*\.json$/i;

export const MOST_SURROUNDING_FILES = 32;
export const MOST_SURROUNDING_BYTES = 512 * 1024;
/** The folder of the code counts as the first. */
export const MOST_SURROUNDING_LEVELS = 4;

/** `name` is that of a file in the folder of the code, or in one above it. */
export function isSurrounding(name: string): boolean {
  return NAMES.some((pattern) => pattern.test(name));
}

/** `name` is that of a file in one of `SURROUNDING_FOLDERS`. */
export function isNestedSurrounding(name: string): boolean {
  return SETTINGS.test(name);
}
