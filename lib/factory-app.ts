import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { DISABLE_CREATION_STACK_TRACES } from 'aws-cdk-lib/cx-api';
import { ConfigError } from './config/config-error';
import { factory, type Registries } from './factory';
import { loadConfig } from './load-config';
import { machineRefusal } from './machine-refusal';
import { validationPlugin } from './template-validation/validation-plugin';

/**
 * A CDK app that reads the config and synthesizes its stacks. What is wrong with the config, or refused by the machine, goes
 * to standard error, without a stack, and makes the exit code 1.
 */
export function runFactoryApp(registries: Registries = {}): void {
  const app = new App({ ...APP_PROPS, autoSynth: false, builtinCloudFormationValidation: false });
  if (process.env.CDK_VALIDATION !== 'false') Validations.of(app).addPlugins(validationPlugin());
  try {
    factory(app, loadConfig(configFile(app), registries), registries);
    app.synth();
  } catch (error) {
    const message =
      error instanceof ConfigError ? error.format(process.stderr.isTTY) : refusalOf(error, app.outdir);
    if (message === undefined) throw error;
    console.error(message);
    process.exitCode = 1;
  }
}

function refusalOf(error: unknown, folder: string): string | undefined {
  const refusal = machineRefusal(error, folder);
  return refusal && `error: ${refusal}`;
}

/**
 * How an app that is nothing but a factory is set up. CDK records with each resource the stack trace of where it was created:
 * that is this library, never a line of `pipelines.yaml`. `CDK_DEBUG=1` has it recorded all the same.
 */
export const APP_PROPS: AppProps = {
  analyticsReporting: false,
  treeMetadata: false,
  context: { [DISABLE_CREATION_STACK_TRACES]: true },
};

/** `PIPELINE_FACTORY_CONFIG`, or `-c config=…`, or `pipelines.yaml` in the working folder. */
export function configFile(app: App): string {
  const { PIPELINE_FACTORY_CONFIG } = process.env;
  const fromContext: unknown = app.node.tryGetContext('config');
  return PIPELINE_FACTORY_CONFIG ?? (typeof fromContext === 'string' ? fromContext : 'pipelines.yaml');
}
