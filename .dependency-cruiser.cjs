/** The house plan's import rules (ARCHITECTURE.md): imports run one way. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** The half of `lib/` that reads the config. */
const CONFIG_HALF = [
  '^lib/config/',
  '^lib/[^/]+/config/',
  '^lib/kinds/[^/]+/config/',
  '^lib/kinds/(index|kind)[.]ts$',
  '^lib/load-config[.]ts$',
];

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
      'config-knows-no-kind',
      'reading the file is handed the kinds, and knows nothing of what they are put together from',
      { path: '^lib/config/' },
      { path: '^lib/(?!config/)|^(bin|rehearsal|local-endpoint)/' },
    ),
    forbid(
      'config-needs-no-cdk',
      'a config is read and validated without CDK: only what is outside folders named config may need it',
      { path: CONFIG_HALF },
      { path: 'node_modules/(aws-cdk-lib|constructs)/', reachable: true },
    ),
    forbid(
      'kinds-know-no-other-kind',
      'a kind is one folder, which can be read, changed and deleted alone',
      { path: '^lib/kinds/([^/]+)/' },
      { path: '^lib/kinds/[^/]+/', pathNot: '^lib/kinds/$1/' },
    ),
    forbid(
      'kinds-are-reached-through-registries',
      'what the registries list is all that anything else knows of a kind',
      { path: '^(bin|lib|rehearsal)/', pathNot: '^lib/kinds/(index[.]ts|stacks[.]ts|[^/]+/)' },
      { path: '^lib/kinds/[^/]+/' },
    ),
    forbid(
      'shared-parts-know-no-kind',
      'kinds call what they share, never the other way round',
      { path: '^lib/[^/]+/', pathNot: '^lib/kinds/' },
      { path: '^lib/kinds/' },
    ),
    forbid(
      'config-half-of-a-kind-stands-alone',
      'what a config means does not depend on what is deployed',
      { path: '^lib/kinds/[^/]+/config/' },
      { path: '^lib/kinds/[^/]+/stacks/' },
    ),
    forbid(
      'handlers-know-no-cdk',
      'a handler is bundled without CDK',
      { path: '^handlers/' },
      { path: 'aws-cdk-lib|^(lib|rehearsal|local-endpoint)/' },
    ),
    forbid(
      'packer-knows-the-contract-only',
      'the program of a bake is bundled alone',
      { path: '^packer/' },
      { path: 'aws-cdk-lib|^(bin|lib|rehearsal|local-endpoint)/|^handlers/(?!contract/)' },
    ),
    forbid(
      'nothing-imports-packer',
      'lib refers to it by file path only',
      { pathNot: '^(packer|test)/' },
      { path: '^packer/' },
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
        pathNot:
          '^(bin/commands/ci|lib/config|lib/source/config|handlers/contract)/|^bin/commands/yaml-text|node_modules/(?!@aws-sdk/|aws-cdk-lib/)',
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
      'a-service-knows-no-other',
      'adding or removing a service changes no other one; what several need is in the kit',
      { path: '^local-endpoint/services/([^/]+)/' },
      { path: '^local-endpoint/services/(?!$1/)' },
    ),
    forbid(
      'services-know-the-kit',
      'what a service needs beside the kit it is given in its context; codecommit and codeconnections keep git repositories',
      { path: '^local-endpoint/services/[^/]+/' },
      { path: '^local-endpoint/(?!services/|kit/|git/)' },
    ),
    forbid(
      'only-the-registry-knows-services',
      'a service is its folder and one line of services/index.ts',
      { pathNot: '^local-endpoint/(services|test)/' },
      { path: '^local-endpoint/services/(?!index\\.ts$)' },
    ),
    forbid(
      'the-kit-is-below-everything',
      'what everyone imports imports nothing of theirs; a context has a git server, by its type',
      { path: '^local-endpoint/kit/' },
      { path: '^local-endpoint/(?!kit/|git/git-server\\.ts$)' },
    ),
    forbid(
      'only-the-context-knows-git',
      'the rest of the kit has nothing to do with repositories',
      { path: '^local-endpoint/kit/', pathNot: '^local-endpoint/kit/context\\.ts$' },
      { path: '^local-endpoint/git/' },
    ),
    forbid(
      'parts-meet-in-run-endpoint',
      'protocols, authorization, git and moto know the kit and not each other',
      { path: '^local-endpoint/(endpoint|authorization|git|moto)/' },
      { path: '^local-endpoint/(?!kit/|$1/)' },
    ),
    forbid(
      'scaffold-stands-alone',
      'what it writes is text; it runs whatever state the rest is in',
      { path: '^scaffold/' },
      { path: '^(bench|bin|docs|handlers|lib|local-endpoint|rehearsal|test)/' },
    ),
    forbid(
      'only-tests-import-the-scaffold',
      'it is a tool of those who develop',
      { pathNot: '^(scaffold|test)/' },
      { path: '^scaffold/' },
    ),
    forbid(
      'checks-stand-alone',
      'they run whatever state the rest is in, and nothing needs them',
      { path: '^checks/' },
      { path: '^(bench|bin|docs|handlers|lib|local-endpoint|packer|rehearsal|scaffold|test)/' },
    ),
    forbid(
      'prove-knows-the-contract-only',
      'it runs the code of functions as a process does, and reads what they leave as anybody does; a replay is one against the local endpoint',
      { path: '^prove/(?!replay/)' },
      { path: 'aws-cdk-lib|^(bench|bin|docs|lib|local-endpoint|rehearsal|test)/|^handlers/(?!contract/)' },
    ),
    forbid(
      'replays-know-the-endpoint-and-the-contract',
      'they call the local endpoint as anybody does',
      { path: '^prove/replay/' },
      {
        path: 'aws-cdk-lib|^(bench|bin|docs|lib|rehearsal|test)/|^local-endpoint/(?!index\\.ts$)|^handlers/(?!contract/)',
      },
    ),
    forbid(
      'only-tests-import-prove',
      'nothing that is deployed or rehearsed knows how it is proven',
      { pathNot: '^(prove|test)/' },
      { path: '^prove/' },
    ),
    forbid(
      'proven-kinds-know-no-other-kind',
      'another kind adds its folder, and a line to the list',
      { path: '^prove/kinds/([^/]+)/' },
      { path: '^prove/kinds/[^/]+/', pathNot: '^prove/kinds/$1/' },
    ),
    forbid(
      'proven-stores-know-no-kind',
      'what AWS does is the same for every kind',
      { path: '^prove/(stores|simulated-account|process)/' },
      { path: '^prove/(kinds|families|report)/' },
    ),
    forbid(
      'nothing-imports-packaging',
      'the package is made of the rest, which does not know it',
      { pathNot: '^(packaging|test)/' },
      { path: '^packaging/' },
    ),
    forbid(
      'nothing-imports-bin-or-test',
      'entry points and tests are leaves',
      { pathNot: '^(test|bin|local-endpoint/(bin|test))/' },
      { path: '^(bin|test|local-endpoint/(bin|test))/' },
    ),
    forbid(
      'only-tests-use-the-harness',
      'what runs without Jest does not need Jest',
      { pathNot: '^(test|local-endpoint/(test|testing))/' },
      { path: '^local-endpoint/testing/' },
    ),
    forbid(
      'no-orphan-dependency',
      'declared in package.json',
      { path: '^(bin|lib|handlers|packer|rehearsal|local-endpoint|scaffold|checks|prove)/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'], pathNot: '(^|\/)dist\/' }, // which a build makes
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
