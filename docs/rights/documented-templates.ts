import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Config } from '../../lib/config/model';
import { factory } from '../../lib/factory';
import { loadConfig } from '../../lib/load-config';
import type { Template } from './template';

/** The config beside this file, whose rights docs/security.md lists. */
export const documentedConfig = (): Config => loadConfig(join(__dirname, 'pipelines.yaml'));

/** The templates of that config's stacks. */
export const documentedTemplates = (): Template[] => templatesOf(documentedConfig());

/** The templates of a config's stacks. */
export function templatesOf(config: Config): Template[] {
  const outdir = mkdtempSync(join(tmpdir(), 'pipeline-factory-rights-'));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    factory(app, config);
    return app
      .synth()
      .stacks.map(({ templateFullPath }) => JSON.parse(readFileSync(templateFullPath, 'utf8')) as Template);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
