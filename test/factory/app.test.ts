import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EXISTING_PIPELINE, configText } from '../support/configs';

const ROOT = resolve(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'factory-app-test-'));
const file = join(folder, 'pipelines.yaml');
const assembly = join(folder, 'cdk.out');
/** Two processes that each load all of CDK take their time on a busy machine. */
jest.setTimeout(120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the app as cdk.json names it, with that config. */
function runApp(yaml: string) {
  writeFileSync(file, yaml);
  return spawnSync(process.execPath, [require.resolve('tsx/cli'), join(ROOT, 'bin/factory.ts')], {
    env: { ...process.env, PIPELINE_FACTORY_CONFIG: file, CDK_OUTDIR: assembly },
    encoding: 'utf8',
  });
}

it('prints what is wrong with the config, without a stack trace, and makes nothing', () => {
  const { status, stderr } = runApp(configText(EXISTING_PIPELINE).replace('ecs-blue-green', 'ecs-blue-gren'));
  expect(status).toBe(1);
  expect(stderr).toContain('did you mean ecs-blue-green?');
  expect(stderr).not.toMatch(/^ +at /m);
  expect(readdirSync(assembly)).toEqual([]);
});

it('prints one line where what it makes cannot be written', () => {
  writeFileSync(file, configText(EXISTING_PIPELINE));
  const env = { ...process.env, PIPELINE_FACTORY_CONFIG: file, CDK_OUTDIR: assembly };
  const command = 'ulimit -f 8; exec "$0" --import tsx "$1"';
  const app = ['-c', command, process.execPath, join(ROOT, 'bin/factory.ts')];
  const { status, stderr } = spawnSync('sh', app, { env, cwd: ROOT, encoding: 'utf8' });
  expect(stderr).toMatch(/^error: the file would be larger than this process may write: .*\n$/);
  expect(status).toBe(1);
});

it('reads the config that PIPELINE_FACTORY_CONFIG names', () => {
  expect(runApp(configText(EXISTING_PIPELINE)).status).toBe(0);
  expect(readdirSync(assembly)).toContain('shop-web-stg.template.json');
});
