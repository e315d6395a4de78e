import { randomUUID } from 'node:crypto';
import {
  CodePipelineClient,
  GetPipelineCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { until } from '@pipeline-factory/local-endpoint/testing';
import {
  ARTIFACTS,
  credentialsOf,
  ELSEWHERE,
  INTRUDER,
  type JobEvent,
  PIPELINE,
  type ScannedPipeline,
  startScannedPipeline,
} from './support/scanned-pipeline';

/**
 * The boundary between whoever may invoke an action function and what the role of a pipeline may do. The intruder may
 * invoke the function and read a bucket of its own. What a function does for it is read from the endpoint's record of calls.
 */
let pipeline: ScannedPipeline;
let executionId: string;
let real: JobEvent;

beforeAll(async () => {
  pipeline = await startScannedPipeline();
  ({ executionId, event: real } = await pipeline.run());
  await pipeline.store(ELSEWHERE, 'mine.zip');
  await pipeline.store(ARTIFACTS, 'shop-other-stg/build/mine.zip');
});
afterAll(() => pipeline?.endpoint.close());

/** The real job under another id, with the intruder's credentials, as somebody who has seen it can make it up. */
async function madeUp(parameters: object = {}, location?: { bucket: string; key: string }): Promise<object> {
  const { data, ...job } = real['CodePipeline.job'];
  const { UserParameters = '{}' } = data.actionConfiguration.configuration;
  const given = { ...(JSON.parse(UserParameters) as object), ...parameters };
  const { credentials } = await credentialsOf(pipeline.endpoint, INTRUDER);
  const s3Location = location && { bucketName: location.bucket, objectKey: location.key };
  return {
    'CodePipeline.job': {
      ...{ ...job, id: randomUUID() },
      data: {
        actionConfiguration: { configuration: { UserParameters: JSON.stringify(given) } },
        artifactCredentials: credentials,
        inputArtifacts: data.inputArtifacts.map((artifact) => ({
          ...artifact,
          ...(s3Location && { location: { type: 'S3', s3Location } }),
        })),
      },
    },
  };
}

test.each<{ what: string; parameters?: object; location?: { bucket: string; key: string } }>([
  { what: 'the name of another pipeline of the environment', parameters: { pipeline: 'other' } },
  { what: 'the name of a pipeline of another environment', parameters: { environment: 'prd' } },
  { what: 'the name of a pipeline of another prefix', parameters: { prefix: 'bank' } },
  { what: 'made-up parameters', parameters: { severity: 'UNDEFINED' } },
  { what: 'an execution that is not there', parameters: { executionId: randomUUID() } },
  { what: 'an artifact in a bucket of its own', location: { bucket: ELSEWHERE, key: 'mine.zip' } },
  {
    what: 'an artifact in the folder of another pipeline',
    location: { bucket: ARTIFACTS, key: 'shop-other-stg/build/mine.zip' },
  },
  {
    what: 'made-up parameters and an artifact of its own',
    parameters: { severity: 'UNDEFINED' },
    location: { bucket: ELSEWHERE, key: 'mine.zip' },
  },
])('a job with $what has nothing done with any role', async ({ parameters, location }) => {
  const calls = await pipeline.intrude(await madeUp(parameters, location));
  expect(calls.map(({ operation }) => operation)).not.toContain('AssumeRole');
  expect(calls.map(({ operation }) => operation)).not.toContain('GetObject');
  expect(pipeline.byPipelineRole(calls)).toEqual([]);
});

test('a job with all that the real one has can do no more than that, and its result is not taken', async () => {
  const calls = await pipeline.intrude(await madeUp());
  const refused = calls.filter(({ operation }) => operation.startsWith('PutJob'));
  expect(refused).toHaveLength(1);
  expect(pipeline.byPipelineRole(calls)).toEqual([]); // the intruder cannot read the artifact
});

test('the session of the function may do what the function lists, and nothing else that the role may', async () => {
  const session = await until(() =>
    pipeline.endpoint.calls.find(
      ({ operation, caller }) =>
        operation === 'DescribeImageScanFindings' && caller.arn.includes(`assumed-role/${PIPELINE}/`),
    ),
  );
  const as = pipeline.endpoint.client(session.caller.accessKeyId);
  await expect(
    new S3Client(as).send(new PutObjectCommand({ Bucket: ARTIFACTS, Key: `${PIPELINE}/x`, Body: 'x' })),
  ).rejects.toThrow('because no session policy allows the s3:PutObject action');
  await expect(new CodePipelineClient(as).send(new GetPipelineCommand({ name: PIPELINE }))).rejects.toThrow(
    'codepipeline:GetPipeline',
  );
});

test('a replay of a job that is closed has nothing done', async () => {
  const stop = { pipelineName: PIPELINE, pipelineExecutionId: executionId, abandon: true };
  await pipeline.pipelines.send(new StopPipelineExecutionCommand(stop));
  await pipeline.ended(executionId);
  const calls = await pipeline.intrude(real);
  expect(calls.map(({ operation }) => operation)).toEqual([
    ...['ListActionExecutions', 'GetPipelineState', 'PutJobSuccessResult'],
  ]);
  expect(pipeline.byPipelineRole(calls)).toEqual([]);
});

test('nobody but the roles of pipelines and AWS’s services may invoke the function, once its policy is there', async () => {
  await pipeline.guard();
  await expect(pipeline.intrude(real)).rejects.toThrow('with an explicit deny in a resource-based policy');
  // A qualifier has a policy of its own: there the function itself refuses, before it asks anything.
  const calls = await pipeline.intrude(await madeUp(), '$LATEST');
  expect(calls.map(({ operation }) => operation)).toEqual(['PutJobFailureResult']);
  const before = pipeline.endpoint.calls.length;
  await pipeline.pipelines.send(new StartPipelineExecutionCommand({ name: PIPELINE }));
  const taken = await until(() =>
    pipeline.endpoint.calls.slice(before).find(({ operation }) => operation.startsWith('PutJob')),
  );
  expect(taken.operation).toBe('PutJobSuccessResult');
});
