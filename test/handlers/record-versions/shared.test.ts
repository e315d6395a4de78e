import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import { releaseParameterName } from '../../../handlers/contract/names';
import { type VersionsJob, versionsHarness } from '../harness/versions-harness';

const harness = versionsHarness(['codepipeline:ListPipelineExecutions', 'codepipeline:ListActionExecutions']);

/** Versions 2 to 8, of which the pipeline of prd releases the last; two are kept. stg releases the same function. */
async function release(): Promise<VersionsJob> {
  await harness.configure({}, { shared: ['stg', 'prd'] });
  for (const timeout of [4, 5, 6, 7, 8, 9]) await harness.publish('api', timeout);
  const version = await harness.publish('api', 10);
  await harness.moveAlias('api', version);
  harness.pipeline.executions.push({ id: 'e1', status: 'InProgress', stage: 'Deploy' });
  return harness.job('record-versions', { executionId: 'e1', parameters: { versions: { api: version } } });
}

async function recordOfStg(value: string): Promise<void> {
  const Name = releaseParameterName({ ...harness.identity, environment: 'stg' });
  await new SSMClient(harness.endpoint.client()).send(
    new PutParameterCommand({ Name, Value: value, Type: 'String', Overwrite: true }),
  );
}

const released = (version: string) => ({
  ...{ type: 'lambda', alias: 'stg', cause: 'release', servingSince: '2026-01-01T00:00:00.000Z' },
  functions: { api: { functionName: harness.of('api'), version, codeSha256: 'hash' } },
});

/** What the pipeline of stg has published and not released yet. */
function waitingInStg(version: string): void {
  const isOfStg = (name: unknown) => String(name).endsWith('-stg');
  harness.endpoint.answer('codepipeline:ListPipelineExecutions', ({ pipelineName }) =>
    isOfStg(pipelineName)
      ? { pipelineExecutionSummaries: [{ pipelineExecutionId: 's1', status: 'InProgress' }] }
      : undefined,
  );
  harness.endpoint.answer('codepipeline:ListActionExecutions', ({ pipelineName }) =>
    isOfStg(pipelineName)
      ? {
          actionExecutionDetails: [
            { input: { namespace: 'Versions' }, output: { outputVariables: { api: version, SUMMARY: '' } } },
          ],
        }
      : undefined,
  );
}

test('no version is deleted that another environment serves, served before or waits with, nor the first one', async () => {
  const job = await release();
  await recordOfStg(JSON.stringify({ serving: released('3'), previous: released('2') }));
  waitingInStg('5');
  expect(await harness.invoke(job)).toMatchObject({ kind: 'success' });
  expect(await harness.versions('api')).toEqual(['1', '2', '3', '5', '7', '8']);
});

test('no version is deleted where the record of another environment cannot be read', async () => {
  const job = await release();
  await recordOfStg('none');
  expect(await harness.invoke(job)).toMatchObject({ executionDetails: { summary: 'api 8 serve' } });
  expect(await harness.versions('api')).toHaveLength(8);
});

test('another environment that is not deployed yet has nothing but the first version', async () => {
  const job = await release();
  harness.endpoint.answer('codepipeline:ListPipelineExecutions', ({ pipelineName }) => {
    if (String(pipelineName).endsWith('-stg')) throw new AwsError('PipelineNotFoundException', 'none');
    return undefined;
  });
  await harness.invoke(job);
  expect(await harness.versions('api')).toEqual(['1', '7', '8']);
});

test('a failed release gives its own alias back, and leaves that of another environment', async () => {
  const job = await release();
  waitingInStg('5');
  await harness.invoke(job);
  Object.assign(harness.pipeline.executions.at(-1) ?? {}, { status: 'Succeeded' });
  harness.endpoint.restore();
  await harness.moveAlias('api', '7');
  harness.pipeline.executions.push({ id: 'e2', status: 'Failed', stage: 'Deploy' });
  await harness.end('e2');
  expect(await harness.alias('api')).toEqual(['8', {}]);
  expect(harness.changes().filter((one) => one === 'UpdateAlias')).toHaveLength(1);
});
