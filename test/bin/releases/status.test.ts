import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreatePipelineCommand,
  GetPipelineCommand,
  type PipelineDeclaration,
} from '@aws-sdk/client-codepipeline';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ACCOUNT, REGION } from '@pipeline-factory/local-endpoint/testing';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import { runStatus, type StatusOptions } from '../../../bin/commands/status';
import {
  askFirst,
  type CommandOutput,
  outputOf,
  type ReleasingEndpoint,
  startReleasing,
} from './support/released-pipeline';

let releasing: ReleasingEndpoint;
let folder: string;

beforeAll(async () => {
  releasing = await startReleasing();
  folder = mkdtempSync(join(tmpdir(), 'pipeline-factory-test-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await releasing.endpoint.close();
});

const status = (options: Partial<StatusOptions>): Promise<CommandOutput> =>
  outputOf((query, out) => runStatus({ ...query, ...options }, out, releasing.tools));

/** A config of rolling pipelines in one environment of this account, and one in another account. */
function configOf(prefix: string, names: readonly string[]): string {
  const file = join(folder, `${prefix}.yaml`);
  const entries = names.map(
    (name) =>
      `  ${name}: { kind: ecs-rolling, source: { git: { connection: github, repository: acme/${name} } }, build: docker, service: { container: web, port: 80 }, environments: { stg: {} } }`,
  );
  writeFileSync(
    file,
    `prefix: ${prefix}
environments:
  stg: { account: "${ACCOUNT}", region: ${REGION} }
  far: { account: "999999999999", region: ${REGION} }
connections: { github: { provider: GitHub } }
pipelines:
${entries.join('\n')}
`,
  );
  return file;
}

/** A pipeline of a config, deployed as one that waits for approval. */
async function deploy(template: PipelineDeclaration, name: string): Promise<void> {
  await releasing.shop.pipelines.send(new CreatePipelineCommand({ pipeline: { ...template, name } }));
}

async function waitingTemplate(): Promise<PipelineDeclaration> {
  const { name } = await releasing.newPipeline([askFirst()]);
  const { pipeline } = await releasing.shop.pipelines.send(new GetPipelineCommand({ name }));
  return pipeline as PipelineDeclaration;
}

async function record(prefix: string, name: string): Promise<void> {
  const serving = {
    type: 'ecs',
    taskDefinition: `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/${name}:42`,
    images: { web: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/acme/web@sha256:${'ab'.repeat(32)}` },
    deploymentId: 'd-1',
    servingSince: new Date(Date.now() - 3 * 3_600_000).toISOString(),
    cause: 'release',
    approvedBy: `arn:aws:iam::${ACCOUNT}:user/ops`,
  };
  const parameter = { Name: `/${prefix}/${name}/stg/release`, Value: JSON.stringify({ serving }) };
  await new SSMClient(releasing.endpoint.client()).send(
    new PutParameterCommand({ ...parameter, Type: 'String' }),
  );
}

test('shows all pipelines of the config: what serves, and what waits for what', async () => {
  const config = configOf('table', ['web', 'api']);
  await deploy(await waitingTemplate(), 'table-web-stg');
  await releasing.shop.token('table-web-stg', 'Approval');
  await record('table', 'web');
  const { code, text } = await status({ config });
  expect(code).toBe(0);
  expect(text).toMatch(/^ {2}pipeline +version +since +source +approved by$/m);
  expect(text).toMatch(/^ {2}table-web-stg +42 +3h +abababab +ops$/m);
  expect(text).toMatch(/^ {4}[0-9a-f]{8} Approval\/Ask waits for approval, for \d+s$/m);
  expect(text).toMatch(/^ {2}table-api-stg +- +- +- +-\n {4}is not deployed$/m);
  const [web, api] = JSON.parse((await status({ config, json: true })).text) as object[];
  expect(web).toMatchObject({ name: 'table-web-stg', underWay: { state: 'waits for approval' } });
  expect(api).toMatchObject({ found: 'not deployed' });
});

test('asks a call for ten records, one for all names, and one for the stages of each pipeline that is deployed', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `service-${index}`);
  const config = configOf('many', names);
  const template = await waitingTemplate();
  const deployed = names.slice(0, 25);
  for (const name of deployed) await deploy(template, `many-${name}-stg`);
  const { calls } = releasing.endpoint;
  const before = calls.length;
  await status({ config });
  const counts: Record<string, number> = {};
  for (const { operation } of calls.slice(before)) counts[operation] = (counts[operation] ?? 0) + 1;
  expect(counts).toMatchObject({
    GetCallerIdentity: 1,
    ListPipelines: 1,
    GetParameters: 3,
    GetPipelineState: 25,
  });
});

test('waits where AWS throttles calls, and shows what it would have shown', async () => {
  const config = configOf('throttled', ['web', 'api']);
  const template = await waitingTemplate();
  for (const name of ['web', 'api']) await deploy(template, `throttled-${name}-stg`);
  let refused = 0;
  releasing.endpoint.answer('codepipeline:GetPipelineState', () => {
    if (refused === 6) return undefined;
    refused += 1;
    throw new AwsError('ThrottlingException', 'Rate exceeded');
  });
  const { code, text } = await status({ config });
  releasing.endpoint.answer('codepipeline:GetPipelineState', () => undefined);
  expect(refused).toBe(6);
  expect(code).toBe(0);
  expect(text.match(/waits for approval/g)).toHaveLength(2);
});

test('--watch follows the newest execution to its end, and names what it waits for', async () => {
  const { name } = await releasing.newPipeline([askFirst()]);
  await releasing.shop.token(name, 'Approval');
  const watching = status({ pipeline: name, watch: true });
  await releasing.shop.answer(name, 'Approval');
  const { code, text } = await watching;
  expect(code).toBe(0);
  expect(text).toContain('Source / Settings  Succeeded');
  expect(text).toContain('Deploy / Traffic  Succeeded');
  expect(text).toMatch(/execution [0-9a-f-]{36} {2}Succeeded\n$/);
});

test('--watch exits with 1 where the execution fails', async () => {
  const { name } = await releasing.newPipeline([askFirst()]);
  await releasing.shop.answer(name, 'Approval', 'Rejected');
  const { code, text } = await status({ pipeline: name, watch: true, json: true });
  expect(code).toBe(1);
  const changes = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { status: string; action?: string });
  expect(changes.find(({ action }) => action === 'Ask')).toMatchObject({
    stage: 'Approval',
    status: 'Failed',
  });
  expect(changes.at(-1)).toMatchObject({ pipeline: name, status: 'Failed' });
});

test('when it is interrupted, names what goes on', async () => {
  const { name } = await releasing.newPipeline([askFirst()]);
  await releasing.shop.token(name, 'Approval');
  const interrupt = async () => void process.emit('SIGINT');
  const watching = outputOf((query, out) =>
    runStatus({ ...query, pipeline: name, watch: true }, out, { ...releasing.tools, wait: interrupt }),
  );
  await expect(watching).rejects.toThrow(
    /interrupted: execution [0-9a-f-]+ goes on in AWS, and status .* shows it/,
  );
});

test('--watch needs a pipeline', async () => {
  await expect(status({ watch: true })).rejects.toThrow(
    '--watch follows one pipeline: PIPELINE must name it',
  );
});
