import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locatePipeline } from '../../../bin/releases/locate-pipeline';
import { configText, ROLLING_PIPELINE } from '../../support/configs';

const config = join(__dirname, '../../../pipelines.yaml');

test('finds the region of a pipeline in the config', () => {
  expect(locatePipeline({ pipeline: 'shop-storefront-prd', config })).toEqual({
    name: 'shop-storefront-prd',
    region: 'ap-northeast-1',
  });
});

test('prefers the region of the command line', () => {
  expect(locatePipeline({ pipeline: 'shop-storefront-prd', config, region: 'eu-west-1' }).region).toBe(
    'eu-west-1',
  );
});

test('does not choose an environment', () => {
  expect(() => locatePipeline({ pipeline: 'storefront', config })).toThrow(
    'PIPELINE must be one pipeline, got: storefront, which is shop-storefront-stg and shop-storefront-prd',
  );
});

test('suggests the pipeline that was meant', () => {
  expect(() => locatePipeline({ pipeline: 'shop-storefront-prod', config })).toThrow(
    'Did you mean shop-storefront-prd?',
  );
});

test('takes a pipeline that is no longer in the config, in a region of the command line', () => {
  expect(locatePipeline({ pipeline: 'shop-old-prd', config, region: 'eu-west-1' })).toEqual({
    name: 'shop-old-prd',
    region: 'eu-west-1',
  });
});

test('knows the pipeline of pull requests, which releases nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-factory-test-'));
  const file = join(folder, 'pipelines.yaml');
  const git = 'acme/web, pullRequest: { branches: [main] }, pullRequestEnvironment: stg';
  writeFileSync(file, configText(ROLLING_PIPELINE.replace('acme/web', git)));
  try {
    expect(() => locatePipeline({ pipeline: 'shop-pr-web', config: file, region: 'eu-west-1' })).toThrow(
      'shop-pr-web checks pull requests and releases nothing',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
