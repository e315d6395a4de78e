import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { factory } from '../../lib/factory';
import { parseConfig } from '../../lib/load-config';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The app of a config in YAML, not yet synthesized; its output goes with the test file. */
export function appOf(yaml: string): App {
  const outdir = mkdtempSync(join(tmpdir(), 'pipeline-factory-test-'));
  folders.push(outdir);
  const app = new App({ outdir, analyticsReporting: false, stackTraces: false });
  factory(app, parseConfig(yaml, 'pipelines.yaml'));
  return app;
}

/** A stack of an app by its id. */
export function stackOf(app: App, id: string): Stack {
  return app.node.findChild(id) as Stack;
}

/** A stack's template, for assertions. */
export function templateOf(app: App, id: string): Template {
  return Template.fromStack(stackOf(app, id));
}

/** A stack's template, as `cdk deploy` would upload it. */
export function templateFile(app: App, id: string): string {
  const { templateFullPath } = app.synth().getStackArtifact(id);
  return readFileSync(templateFullPath, 'utf8');
}
