/** The direction of dependencies that docs/architecture.md draws; an import against it fails the tests. */

/**
 * Core layers, lowest first: a layer may import itself and those before it. `fixes` holds the edit builders that rules
 * write their fixes with, so the two share a layer.
 */
const coreLayers = [['text', 'units'], ['syntax'], ['model'], ['rules', 'fixes'], ['suppress', 'config', 'estimate']];

const layerRules = coreLayers.slice(0, -1).map((layer, index) => ({
  name: `core-${layer.join('-')}-knows-only-lower-layers`,
  comment: 'text, units -> syntax -> model -> rules, fixes -> estimate -> engine',
  severity: 'error',
  from: { path: `^src/core/(${layer.join('|')})/` },
  to: {
    path: `^src/core/(${coreLayers
      .slice(index + 1)
      .flat()
      .join('|')}|engine)`,
  },
}));

/** Which top-level folders of src each folder may import, besides itself. */
const allowed = {
  core: ['data'],
  data: ['core'],
  host: ['core'],
  power: ['core', 'host', 'data'],
  intensity: ['core', 'host', 'data'],
  report: ['core', 'data'],
  vscode: ['core', 'data', 'host', 'power', 'intensity', 'report', 'webview'],
  cli: ['core', 'data', 'host', 'power', 'intensity', 'report'],
  webview: ['core'],
};

const folderRules = Object.entries(allowed).map(([folder, targets]) => ({
  name: `${folder}-imports-only-${targets.join('-')}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...targets].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    ...folderRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'core-does-no-input-or-output',
      comment: 'src/core is deterministic: no Node modules, no editor.',
      severity: 'error',
      from: { path: '^src/(core|data|report)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-the-adapter-knows-vscode',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/vscode/' },
      to: { path: '^vscode$|^node_modules/(@types/)?vscode' },
    },
    {
      name: 'data-imports-only-core-types',
      severity: 'error',
      from: { path: '^src/data/' },
      to: { path: '^src/core/', dependencyTypesNot: ['type-only'], pathNot: '^src/core/units/' },
    },
    {
      name: 'rules-do-not-know-each-other',
      comment: 'A rule is one folder; what two rules share lives in the model or beside the registry.',
      severity: 'error',
      from: { path: '^src/core/rules/([^/]+)/' },
      to: { path: '^src/core/rules/([^/]+)/', pathNot: '^src/core/rules/($1|shared)/' },
    },
    {
      name: 'fixes-do-not-know-the-rules',
      comment: 'What a finding or a fix is, yes; which rules there are, no.',
      severity: 'error',
      from: { path: '^src/core/fixes/' },
      to: { path: '^src/core/rules/', pathNot: '^src/core/rules/rule\\.ts$' },
    },
    {
      name: 'rules-never-see-tree-sitter',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/core/syntax/' },
      to: { path: 'tree-sitter' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
