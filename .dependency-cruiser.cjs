/** The house plan's import rules (ARCHITECTURE.md): imports run one way. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid('no-circular', 'a cycle is one room with two doors', {}, { circular: true }),
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
      { path: '^rehearsal/' },
    ),
    forbid(
      'lib-names-handlers-by-path',
      'only the contract is shared',
      { path: '^lib/' },
      { path: '^handlers/(?!contract/)' },
    ),
    forbid(
      'spec-knows-no-cdk',
      'the language can be checked without CDK',
      { path: '^lib/spec/' },
      { path: 'aws-cdk-lib|constructs|^lib/(?!spec/)' },
    ),
    forbid(
      'handlers-know-no-cdk',
      'a handler is bundled without CDK',
      { path: '^handlers/' },
      { path: 'aws-cdk-lib|^lib/|^rehearsal/' },
    ),
    forbid(
      'contract-imports-nothing',
      'the contract is names and shapes',
      { path: '^handlers/contract/' },
      { pathNot: '^handlers/contract/' },
    ),
    forbid(
      'ci-reads-the-spec',
      'the file for a CI follows from the spec and from names alone',
      { path: '^ci/' },
      { path: '@aws-sdk/|aws-cdk-lib|^(?!ci/|lib/spec/|handlers/contract/|node_modules/)' },
    ),
    forbid(
      'compose-stands-alone',
      'a task definition is read as AWS reads it, whatever the factory makes',
      { path: '^compose/' },
      { path: '@aws-sdk/|aws-cdk-lib|^(bin|ci|handlers|lib|rehearsal|test)/' },
    ),
    forbid(
      'rehearsal-knows-what-aws-knows',
      'it reads templates and deployed resources only',
      { path: '^rehearsal/' },
      { path: 'aws-cdk-lib|^lib/|^handlers/(?!contract/)' },
    ),
    forbid(
      'services-meet-over-http',
      'a local service calls another one as AWS does, through the endpoint',
      { path: '^rehearsal/(codepipeline|codebuild|codedeploy|cloudformation|events|git|lambda|ecs)/' },
      {
        path: '^rehearsal/(codepipeline|codebuild|codedeploy|cloudformation|events|git|lambda|ecs|scenarios)/',
        pathNot: '^rehearsal/$1/',
      },
    ),
    forbid(
      'nothing-imports-bin-or-test',
      'entry points and tests are leaves',
      { pathNot: '^(test|bin)/' },
      { path: '^(bin|test)/' },
    ),
    forbid(
      'no-orphan-dependency',
      'declared in package.json',
      { path: '^(bin|ci|compose|lib|handlers|rehearsal)/' },
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
