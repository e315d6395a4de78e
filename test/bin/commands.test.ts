import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawPipelines } from '../../bin/commands/graph';
import { runRehearse } from '../../bin/commands/rehearse';
import { runValidate } from '../../bin/commands/validate';
import { configText, ROLLING_PIPELINE } from '../support/configs';
import { textStream } from './support/text-stream';

const EXAMPLE = join(__dirname, '../../pipelines.yaml');

test('validate shows what a right spec makes', () => {
  const [out, problems] = [textStream(), textStream()];
  expect(runValidate(EXAMPLE, out.stream, problems.stream)).toBe(0);
  expect(out.text()).toContain('2 environments, 8 pipelines');
  expect(out.text()).toMatch(
    /shop-storefront-prd +ecs-blue-green +storefront:latest +s3:\/\/storefront-settings\/prd\/settings\.zip +- +yes/,
  );
  expect(out.text()).toMatch(/shop-quotes-prd +lambda +acme\/quotes tags v\* +/);
  expect(out.text()).toMatch(/shop-shopfront-prd +ecs-rolling +acme\/shopfront tags v\* +.* +yes +rolling/);
  expect(problems.text().match(/warning .*/g)).toEqual(
    ['storefront', 'shopfront', 'fleet'].map(
      (name) =>
        expect.stringContaining(`pipelines.${name}.service.certificate: has no certificate`) as string,
    ),
  );
});

test('rehearse refuses a folder of applications that does not exist before anything starts', async () => {
  const options = { config: EXAMPLE, speed: 120, applications: '/nowhere' };
  await expect(runRehearse(options, textStream().stream)).rejects.toThrow(
    '--applications must be a folder that holds applications in folders named like their repositories (got: /nowhere, which does not exist)',
  );
});

test('validate says what is wrong, apart from its output, and fails', () => {
  const [out, problems] = [textStream(), textStream()];
  expect(runValidate('/nowhere/pipelines.yaml', out.stream, problems.stream)).toBe(1);
  expect(problems.text()).toBe('/nowhere/pipelines.yaml  error  there is no such file\n\n1 problem\n');
  expect(out.text()).toBe('');
});

test('graph suggests the pipeline that was meant', async () => {
  const asked = drawPipelines({ config: EXAMPLE, pipeline: 'shop-storefront-prod' }, textStream().stream);
  await expect(asked).rejects.toThrow(
    'there is no pipeline shop-storefront-prod. Did you mean shop-storefront-prd? Pipelines are shop-storefront-stg, shop-storefront-prd',
  );
});

test('graph knows the pipelines of pull requests', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'graph-'));
  const config = join(folder, 'pipelines.yaml');
  const asked = 'branch: main, pullRequest: { branches: [main] }';
  writeFileSync(config, configText(ROLLING_PIPELINE.replace('acme/web', `acme/web, ${asked}, ${IN_STG}`)));
  await expect(drawPipelines({ config, pipeline: 'shop-pr-wep' }, textStream().stream)).rejects.toThrow(
    'there is no pipeline shop-pr-wep. Did you mean shop-pr-web? Pipelines are shop-web-stg, shop-web-prd, shop-pr-web',
  );
  rmSync(folder, { recursive: true });
});

const IN_STG = 'pullRequestEnvironment: stg';

test('graph draws what would be deployed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'graph-'));
  const out = textStream();
  const svg = join(folder, 'storefront.svg');
  expect(await drawPipelines({ config: EXAMPLE, pipeline: 'storefront', svg }, out.stream)).toBe(0);
  expect(out.text()).toContain('shop-storefront-stg, shop-storefront-prd');
  expect(readFileSync(svg, 'utf8')).toContain('rollback: failure, stop, alarm');
  rmSync(folder, { recursive: true });
}, 300_000);
