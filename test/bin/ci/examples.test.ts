import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ciFile } from '../../../bin/commands/ci/ci-file';
import type { UploadingPipeline } from '../../../bin/commands/ci/plan';
import { parseConfig } from '../../../lib/load-config';

const ROOT = join(__dirname, '../../..');
const CONFIG = readFileSync(join(ROOT, 'pipelines.yaml'), 'utf8');

test.each([
  { provider: 'gitlab', file: '.gitlab-ci.yml' },
  { provider: 'github', file: '.github/workflows/release.yml' },
])('the example’s file for $provider is what the command writes', ({ provider, file }) => {
  const config = CONFIG.replace('provider: gitlab', `provider: ${provider}`);
  const pipelines = parseConfig(config, 'pipelines.yaml').pipelines.filter(
    ({ name }) => name === 'storefront',
  );
  const written = ciFile(pipelines as [UploadingPipeline, ...UploadingPipeline[]]);
  expect(readFileSync(join(ROOT, 'examples/storefront', file), 'utf8')).toBe(written);
});
