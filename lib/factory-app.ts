import { App } from 'aws-cdk-lib';
import { ConfigError } from './config/config-error';
import { factory, type Registries } from './factory';
import { loadConfig } from './load-config';

/**
 * A CDK app that reads the config and synthesizes its stacks. What is wrong with the config goes to standard error, without
 * a stack, and makes the exit code 1.
 */
export function runFactoryApp(registries: Registries = {}): void {
  const app = new App({ analyticsReporting: false, treeMetadata: false, autoSynth: false });
  try {
    factory(app, loadConfig(configFile(app), registries), registries);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.format(process.stderr.isTTY));
    process.exitCode = 1;
    return;
  }
  app.synth();
}

/** `PIPELINE_FACTORY_CONFIG`, or `-c config=…`, or `pipelines.yaml` in the working folder. */
export function configFile(app: App): string {
  const { PIPELINE_FACTORY_CONFIG } = process.env;
  const fromContext: unknown = app.node.tryGetContext('config');
  return PIPELINE_FACTORY_CONFIG ?? (typeof fromContext === 'string' ? fromContext : 'pipelines.yaml');
}
