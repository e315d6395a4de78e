/** The house plan's import rules (ARCHITECTURE.md): imports run one way. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid('no-circular', 'modules that import each other cannot be read one by one', {}, { circular: true }),
    forbid(
      'lib-knows-no-sdk',
      'lib describes resources; it never calls AWS',
      { path: '^lib/' },
      { path: '@aws-sdk/' },
    ),
    forbid(
      'lib-knows-no-rehearsal',
      'what is deployed does not know how it is rehearsed',
      { path: '^lib/' },
      { path: '^(rehearsal|local-endpoint)/' },
    ),
    forbid(
      'lib-names-handlers-by-path',
      'only the contract is shared',
      { path: '^lib/' },
      { path: '^handlers/(?!contract/)' },
    ),
    forbid(
      'config-knows-no-cdk',
      'the language can be checked without CDK',
      { path: '^lib/config/' },
      { path: 'aws-cdk-lib|constructs|^lib/(?!config/)' },
    ),
    forbid(
      'handlers-know-no-cdk',
      'a handler is bundled without CDK',
      { path: '^handlers/' },
      { path: 'aws-cdk-lib|^(lib|rehearsal|local-endpoint)/' },
    ),
    forbid(
      'contract-imports-nothing',
      'the contract is names and shapes',
      { path: '^handlers/contract/' },
      { pathNot: '^handlers/contract/' },
    ),
    forbid(
      'ci-reads-the-config',
      'the file for a CI follows from the config and from names alone',
      { path: '^bin/commands/ci/' },
      {
        path: '@aws-sdk/|aws-cdk-lib|^(?!bin/commands/ci/|bin/commands/yaml-text|lib/config/|handlers/contract/|node_modules/)',
      },
    ),
    forbid(
      'compose-stands-alone',
      'a task definition is read as AWS reads it, whatever the factory makes',
      { path: '^bin/commands/compose/' },
      { path: '@aws-sdk/|aws-cdk-lib|^(handlers|lib|rehearsal|local-endpoint|test)/' },
    ),
    forbid(
      'rehearsal-knows-what-aws-knows',
      'it reads templates and deployed resources only',
      { path: '^rehearsal/' },
      { path: 'aws-cdk-lib|^lib/|^handlers/(?!contract/)' },
    ),
    forbid(
      'local-endpoint-stands-alone',
      'it could be published without the rest',
      { path: '^local-endpoint/' },
      { path: 'aws-cdk-lib|^(bench|bin|docs|handlers|lib|rehearsal|test)/' },
    ),
    forbid(
      'nothing-imports-bin-or-test',
      'entry points and tests are leaves',
      { pathNot: '^(test|bin|local-endpoint/test)/' },
      { path: '^(bin|test|local-endpoint/test)/' },
    ),
    forbid(
      'no-orphan-dependency',
      'declared in package.json',
      { path: '^(bin|lib|handlers|rehearsal|local-endpoint)/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
    },
  },
};
