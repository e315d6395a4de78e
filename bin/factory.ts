import { App } from 'aws-cdk-lib';
import { factory } from '../lib/factory';
import { loadSpec } from '../lib/config/read-config';
import { SpecError } from '../lib/config/config-error';

/** The CDK app that cdk.json names: reads the spec and makes its stacks. */
function main(): void {
  const app = new App({ analyticsReporting: false, treeMetadata: false, autoSynth: false });
  factory(app, loadSpec(specFile(app)));
  app.synth();
}

/** `PIPELINE_FACTORY_SPEC`, or `-c spec=…`, or `pipelines.yaml` in the working folder. */
function specFile(app: App): string {
  const { PIPELINE_FACTORY_SPEC: fromEnvironment } = process.env;
  const fromContext: unknown = app.node.tryGetContext('spec');
  return fromEnvironment ?? (typeof fromContext === 'string' ? fromContext : 'pipelines.yaml');
}

try {
  main();
} catch (error) {
  if (!(error instanceof SpecError)) throw error;
  console.error(error.format(process.stderr.isTTY));
  process.exitCode = 1;
}
