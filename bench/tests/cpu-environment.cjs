const { appendFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { relative } = require('node:path');
const { cpuSeconds } = require('./cpu-seconds.cjs');

// The checkout's environment and its `jest-environment-node`, not this one's: the other side of a comparison has its own.
const loaded = createRequire(`${process.cwd()}/`)(
  process.env.MEASURED_ENVIRONMENT ?? 'jest-environment-node',
);
const Environment = loaded.default ?? loaded.TestEnvironment ?? loaded;

/** The environment of the measured checkout. Appends a line of JSON to MEASURED_TO when a test file ends. */
module.exports = class MeasuringEnvironment extends Environment {
  constructor(config, context) {
    const before = cpuSeconds();
    super(config, context);
    this.measured = { before, file: relative(config.projectConfig.rootDir, context.testPath), tests: [] };
  }

  async handleTestEvent(event, state) {
    await super.handleTestEvent?.(event, state);
    if (event.name === 'test_done') this.measured.tests.push(nameOf(event.test));
  }

  async teardown() {
    await super.teardown();
    const { before, file, tests } = this.measured;
    appendFileSync(
      process.env.MEASURED_TO,
      `${JSON.stringify({ file, seconds: cpuSeconds() - before, tests })}\n`,
    );
  }
};

function nameOf({ name, parent }) {
  return parent && parent.name !== 'ROOT_DESCRIBE_BLOCK' ? `${nameOf(parent)} ${name}` : name;
}
