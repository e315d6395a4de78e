const { createRequire } = require('node:module');
const { default: JestRuntime } = require('jest-runtime');

/**
 * Packages that a worker loads once, outside the sandbox of its test files: evaluating them takes seconds a file, and what
 * runs again and again in one copy is compiled to faster code. They keep nothing that one file could leave for the next
 * and are never mocked; shared-realm.ts has them agree with the sandbox about classes, time and environment variables.
 */
const SHARED =
  /^(?:@aws-sdk\/|@smithy\/|aws-cdk-lib(?:\/|$)|constructs$|zod$|yaml$|fast-xml-parser$|esbuild$)/;

/** Jest's runtime, with {@link SHARED} packages from outside. */
module.exports = class SharedPackagesRuntime extends JestRuntime {
  requireModuleOrMock(from, moduleName) {
    return SHARED.test(moduleName)
      ? createRequire(from)(moduleName)
      : super.requireModuleOrMock(from, moduleName);
  }
};
