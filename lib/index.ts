import type { App } from 'aws-cdk-lib';
import { factory as addStacks } from './factory';
import { configFile } from './factory-app';
import { loadConfig } from './load-config';

/** What a CDK app adds. */
export interface FactoryOptions {
  /**
   * Path of the config, from the working folder.
   * @default - the environment variable `PIPELINE_FACTORY_CONFIG`, which `rehearse --config` sets; else `-c config=…`; else
   * `pipelines.yaml`
   */
  readonly config?: string;
}

/**
 * Adds the stacks of a config to a CDK app, beside whatever else is in it.
 * @throws Error that lists every mistake in the config, with line and column
 */
function addFactory(app: App, { config = configFile(app) }: FactoryOptions = {}): void {
  addStacks(app, loadConfig(config));
}

export { addFactory as factory };
