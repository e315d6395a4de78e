// Node 20 is what we promise; the SDK's reminder of its own plans would drown the tests' words.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

// CDK's own validation only warns where it is asked for by a flag, and takes half of a synthesis: test/factory/quality.test.ts
// asks for it and takes its warnings for failures, once for everything the config can say.
process.env.CDK_VALIDATION = 'false';

/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/local-endpoint/test/**/*.test.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  moduleNameMapper: {
    '^(\\.\\./services/index)\\.js$': '$1', // a dynamic import is written as Node resolves it
  },
  testEnvironment: '<rootDir>/local-endpoint/testing/jest-environment.ts',
  testEnvironmentOptions: { globalsCleanup: 'off' }, // deletes what a test file set, and so what files share
  runtime: '<rootDir>/local-endpoint/testing/jest-runtime.cjs',
  testSequencer: '<rootDir>/test/sequencer.cjs',
  reporters: ['default', '<rootDir>/test/tally-reporter.cjs'],
  testTimeout: 300_000,
  maxWorkers: 2,
};
