/** Reads a W&B sweep that is written as a YAML file. */
import { hasKey, yamlValue, type YamlNode } from '../../text/yaml';
import type { ConfigurationFile } from '../model';
import type { SweepFacts, SweepParameter } from './sweep';

/** A sweep has a method and parameters at its top level; told from the text, so that other files are never parsed. */
export function looksLikeSweep(text: string): boolean {
  return METHOD.test(text) && /^["']?parameters["']?[ \t]*:/m.test(text);
}

const METHOD = /^["']?method["']?[ \t]*:[ \t]*["']?(?:grid|random|bayes)\b/m;

/** The script that the sweep runs, as it is written; undefined for none, and for one that is no Python file beside it. */
export function sweepProgram(text: string): string | undefined {
  const written = /^["']?program["']?[ \t]*:[ \t]*["']?([^"'#\r\n]+?)["']?[ \t]*(?:#.*)?$/m.exec(text)?.[1];
  return written !== undefined && /^[\w./ -]+\.py$/.test(written) && !written.startsWith('/') ? written : undefined;
}

export function sweepOf(root: YamlNode): SweepFacts | undefined {
  const method = yamlValue(root, 'method');
  const parameters = yamlValue(root, 'parameters');
  if (method?.kind !== 'scalar' || parameters?.kind !== 'map') return undefined;
  const name = yamlValue(yamlValue(root, 'metric'), 'name');
  const complete = parameters.entries.every((one) => one.value !== null && one.key !== '<<');
  return {
    method: isMethod(method.value) ? method.value : null,
    parameters: new Map(parameters.entries.map(({ key, value }) => [key, parameterOf(value)])),
    complete,
    metric: name?.kind === 'scalar' && typeof name.value === 'string' ? name.value : null,
    earlyTerminate: hasKey(root, 'early_terminate') || hasKey(root, '<<'),
    runCap: hasKey(root, 'run_cap') || hasKey(root, '<<'),
  };
}

function isMethod(value: unknown): value is 'grid' | 'random' | 'bayes' {
  return value === 'grid' || value === 'random' || value === 'bayes';
}

function parameterOf(node: YamlNode | null): SweepParameter {
  const [values, value, min] = ['values', 'value', 'min'].map((key) => (node ? yamlValue(node, key) : undefined));
  if (values?.kind === 'list') {
    const numbers = values.items.map((one) => (one.kind === 'scalar' ? one.value : null));
    const all = numbers.every((one): one is number => typeof one === 'number');
    return { values: values.items.length, least: all && numbers.length > 0 ? Math.min(...numbers) : null };
  }
  if (value) return { values: 1, least: numberOf(value) };
  // Nested parameters are a grid of their own, which is not counted.
  return { values: null, least: numberOf(min) };
}

const numberOf = (node: YamlNode | undefined): number | null =>
  node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : null;

/** A script beside the sweep may start its agents with a number of runs. */
export function isCounted(files: readonly ConfigurationFile[]): boolean {
  return files.some(({ text }) => /wandb\s+agent\b[^\n]*--count|wandb\.agent\([^)]*\bcount\s*=/.test(text));
}
