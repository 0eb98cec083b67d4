/** The JSON Schema of `carbon-hints.toml`, for editors that complete and check TOML. */
import type { RuleMeta } from '../rules/rule';
import { MAX_HOURS, MAX_OPTION, MAX_PUE, MINIMUM_SEVERITIES, RULE_SEVERITIES, type PlainKey } from './schema';

/** A plain object, ready for `JSON.stringify`. */
export function jsonSchema(rules: readonly RuleMeta[]): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Carbon Hints',
    description: 'Configuration of Carbon Hints: carbon-hints.toml, or [tool.carbon-hints] in pyproject.toml.',
    type: 'object',
    additionalProperties: false,
    properties: {
      ...PLAIN,
      rules: {
        description: 'Severity and thresholds by rule name.',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(rules.map((rule) => [rule.id, ruleSchema(rule)])),
      },
    },
  };
}

const PLAIN: Readonly<Record<PlainKey, object>> = {
  region: {
    description: 'Where the code runs: a zone code such as "FRA", "US-CA" or "aws:eu-west-3".',
    ...textSchema(),
  },
  hardware: { description: 'What the code runs on, for example "4x V100-SXM2-32GB".', ...textSchema() },
  pue: { description: 'Power usage effectiveness of the facility.', type: 'number', minimum: 1, maximum: MAX_PUE },
  hours: {
    description: 'How long one training run takes, in hours; replaces the estimate of the time.',
    type: 'number',
    exclusiveMinimum: 0,
    maximum: MAX_HOURS,
  },
  embodied: {
    description: 'Whether estimates say, on a line of its own, what making the devices emitted.',
    type: 'boolean',
    default: false,
  },
  exclude: {
    description: 'Glob patterns of files to leave out, relative to this file.',
    type: 'array',
    items: textSchema(),
  },
  'minimum-severity': { description: 'Findings below this severity are dropped.', enum: MINIMUM_SEVERITIES },
};

function textSchema(): object {
  return { type: 'string', minLength: 1, maxLength: 200 };
}

function ruleSchema(rule: RuleMeta): object {
  const severity = { enum: RULE_SEVERITIES, default: rule.severity };
  const options = Object.entries(rule.options).map(([name, option]): [string, object] => [
    name,
    {
      description: option.description,
      type: 'number',
      default: option.default,
      minimum: option.minimum,
      maximum: MAX_OPTION,
    },
  ]);
  return {
    description: rule.summary,
    oneOf: [
      severity,
      { type: 'object', additionalProperties: false, properties: { severity, ...Object.fromEntries<object>(options) } },
    ],
  };
}
