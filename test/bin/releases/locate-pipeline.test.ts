import { join } from 'node:path';
import { locatePipeline } from '../../../bin/releases/locate-pipeline';

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
