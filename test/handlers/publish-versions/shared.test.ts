import { UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import { codeOf, publishing } from '../harness/publishing';
import { versionsHarness } from '../harness/versions-harness';

const harness = versionsHarness(['codepipeline:GetPipelineState', 'lambda:PublishVersion']);
const { built, play } = publishing(harness);

/** The pipeline is that of prd, which is last of those that release the same functions. */
beforeEach(() =>
  harness.configure(
    { api: { memory: 512, environment: { STAGE: 'prd' } } },
    { shared: ['dev', 'stg', 'prd'] },
  ),
);

/** Has pipelines of some environments be in their stage Publish, and others not be deployed. */
function publishingIn(...environments: readonly string[]): void {
  harness.endpoint.answer('codepipeline:GetPipelineState', ({ name }) => {
    const environment = String(name).split('-').at(-1) ?? '';
    if (environment === 'dev' && !environments.includes('dev'))
      throw new AwsError('PipelineNotFoundException', 'no such pipeline');
    const status = environments.includes(environment) ? 'InProgress' : 'Succeeded';
    return {
      stageStates: [
        { stageName: 'Publish', latestExecution: { pipelineExecutionId: 'e9', status } },
        { stageName: 'Deploy', latestExecution: { pipelineExecutionId: 'e8', status: 'InProgress' } },
      ],
    };
  });
}

const release = async () => play(harness.job('publish-versions', { artifact: await built(1) }));

test('a pipeline waits, and changes nothing, while one before it publishes of the same functions', async () => {
  publishingIn('stg');
  const result = await harness.invoke(harness.job('publish-versions', { artifact: await built(1) }));
  expect(result?.kind === 'success' && result.continuationToken).toContain('-stg to publish, which releases');
  expect(harness.changes()).toEqual([]);
});

test('it publishes where those before it do not, or are not deployed', async () => {
  publishingIn('prd');
  expect((await release()).result).toMatchObject({ outputVariables: { api: '2' } });
});

test('the first of them waits for none', async () => {
  await harness.configure({}, { shared: ['prd', 'stg'] });
  publishingIn('stg');
  expect((await release()).result).toMatchObject({ outputVariables: { api: '2' } });
});

test.each<{ what: string; change: (FunctionName: string) => Promise<unknown> }>([
  {
    what: 'configuration',
    change: (FunctionName) =>
      harness.lambda.send(
        new UpdateFunctionConfigurationCommand({
          FunctionName,
          ...{ MemorySize: 128, Environment: { Variables: { STAGE: 'stg' } } },
        }),
      ),
  },
  {
    what: 'code',
    change: (FunctionName) =>
      harness.lambda.send(
        new UpdateFunctionCodeCommand({
          FunctionName,
          ZipFile: zipSync({ 'index.mjs': strToU8(codeOf('of stg')) }),
        }),
      ),
  },
])('a version never has the $what that another pipeline brings at the same moment', async ({ change }) => {
  publishingIn();
  let times = 1;
  harness.endpoint.answer('lambda:PublishVersion', async () => {
    if (times-- > 0) await change(harness.of('api'));
    return undefined;
  });
  const { result, looks } = await release();
  expect(looks).toBe(2);
  expect(result).toMatchObject({ outputVariables: { api: '2' } });
  const { MemorySize, Environment, CodeSha256 } = await harness.configuration('api', '2');
  expect({ MemorySize, stage: Environment?.Variables?.STAGE }).toEqual({ MemorySize: 512, stage: 'prd' });
  expect(CodeSha256).toBe((await harness.configuration('api')).CodeSha256);
});
