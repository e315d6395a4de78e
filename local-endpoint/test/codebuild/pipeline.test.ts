import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import {
  BatchGetBuildsCommand,
  BatchGetProjectsCommand,
  type Build,
  CodeBuildClient,
  ListBuildsForProjectCommand,
} from '@aws-sdk/client-codebuild';
import {
  type ActionExecutionDetail,
  CodePipelineClient,
  GetPipelineExecutionCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  StopPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { PIPELINE_BUCKET as Bucket, pipelineTemplate } from './support/pipeline-template';
import { type VirtualClock, virtualClock } from '../../kit/virtual-clock/virtual-clock';
import { REGION } from '../../testing';
import { type StartedEndpoint, startWholeEndpoint } from '../../testing/whole-endpoint';

const CHECK = `
version: 0.2
env: { exported-variables: [RESULT] }
phases: { build: { commands: ['RESULT="12 passed"'] } }
`;
const BUILD = `
version: 0.2
phases:
  build:
    commands:
      - test "$CODEBUILD_RESOLVED_SOURCE_VERSION" = "$COMMIT_ID"
      - echo "$PIPELINE, $CHECKED, $CODEBUILD_INITIATOR" > out.txt
artifacts: { files: [out.txt] }
`;

let endpoint: StartedEndpoint<VirtualClock>;
let s3: S3Client;
let pipelines: CodePipelineClient;
let codeBuild: CodeBuildClient;
let cloudFormation: CloudFormationClient;

beforeAll(async () => {
  endpoint = await startWholeEndpoint({ clock: virtualClock({ driver: 'the test' }) });
  const client = endpoint.client();
  s3 = new S3Client(client);
  pipelines = new CodePipelineClient(client);
  codeBuild = new CodeBuildClient(client);
  cloudFormation = new CloudFormationClient(client);
  await s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }),
  );
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
});
afterAll(() => endpoint.close());

/** Deploys the pipeline with a source. @returns the id of the execution that its creation starts */
async function deploy(files: Record<string, string>, outputs = ['build'], mayStop = true): Promise<string> {
  await upload(files);
  const TemplateBody = pipelineTemplate(outputs, mayStop);
  const Capabilities = ['CAPABILITY_IAM' as const];
  await cloudFormation.send(new CreateStackCommand({ StackName: 'shop', TemplateBody, Capabilities }));
  await waitUntilStackCreateComplete(
    { client: cloudFormation, maxWaitTime: 30, minDelay: 1 },
    { StackName: 'shop' },
  );
  const list = await pipelines.send(new ListPipelineExecutionsCommand({ pipelineName: 'shop' }));
  return list.pipelineExecutionSummaries?.[0]?.pipelineExecutionId ?? '';
}

async function upload(files: Record<string, string>): Promise<void> {
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)]);
  await s3.send(
    new PutObjectCommand({ Bucket, Key: 'source.zip', Body: zipSync(Object.fromEntries(entries) as never) }),
  );
}

afterEach(async () => {
  await cloudFormation.send(new DeleteStackCommand({ StackName: 'shop' }));
  await waitUntilStackDeleteComplete(
    { client: cloudFormation, maxWaitTime: 30, minDelay: 1 },
    { StackName: 'shop' },
  );
});

/** Waits for the end of an execution. */
const end = (pipelineExecutionId: string) =>
  endpoint.clock.until('the end of the execution', async () => {
    const command = new GetPipelineExecutionCommand({ pipelineName: 'shop', pipelineExecutionId });
    const status = (await pipelines.send(command)).pipelineExecution?.status ?? '';
    return ['Succeeded', 'Failed', 'Stopped'].includes(status) ? status : undefined;
  });

async function action(pipelineExecutionId: string, name: string): Promise<ActionExecutionDetail | undefined> {
  const filter = { pipelineExecutionId };
  const list = await pipelines.send(new ListActionExecutionsCommand({ pipelineName: 'shop', filter }));
  return list.actionExecutionDetails?.find(({ actionName }) => actionName === name);
}

async function buildOf(detail: ActionExecutionDetail | undefined): Promise<Build | undefined> {
  const id = detail?.output?.executionResult?.externalExecutionId ?? '';
  return (await codeBuild.send(new BatchGetBuildsCommand({ ids: [id] }))).builds?.[0];
}

/** Newest first. */
async function builds(): Promise<Build[]> {
  const { ids = [] } = await codeBuild.send(new ListBuildsForProjectCommand({ projectName: 'shop-build' }));
  return (await codeBuild.send(new BatchGetBuildsCommand({ ids }))).builds ?? [];
}

async function artifact(
  detail: ActionExecutionDetail | undefined,
  name: string,
): Promise<Record<string, string>> {
  const place = detail?.output?.outputArtifacts?.find((one) => one.name === name)?.s3location;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: place?.bucket, Key: place?.key }));
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([file, text]) => [file, strFromU8(text)]));
}

describe('a pipeline with CodeBuild', () => {
  it('hands over source, commit and variables, and takes the artifact and what was exported', async () => {
    const id = await deploy({ 'check.yml': CHECK, 'buildspec.yml': BUILD });
    const { projects } = await codeBuild.send(new BatchGetProjectsCommand({ names: ['shop-build'] }));
    expect(projects?.[0]).toMatchObject({ timeoutInMinutes: 30, environment: { privilegedMode: true } });
    expect(await end(id)).toBe('Succeeded');
    const build = await action(id, 'Build');
    expect(await artifact(build, 'build')).toEqual({ 'out.txt': 'shop, 12 passed, codepipeline/shop\n' });
    expect((await action(id, 'Check'))?.output?.outputVariables).toEqual({ RESULT: '12 passed' });
    expect(await buildOf(build)).toMatchObject({ initiator: 'codepipeline/shop', buildStatus: 'SUCCEEDED' });
  });

  it('stops at a test that fails, and shows how its log ends', async () => {
    const failing = CHECK.replace('RESULT="12 passed"', 'echo 1 failed; exit 3');
    const id = await deploy({ 'check.yml': failing, 'buildspec.yml': BUILD });
    expect(await end(id)).toBe('Failed');
    const check = await action(id, 'Check');
    expect(check?.output?.executionResult?.errorDetails).toEqual({
      code: 'JobFailed',
      message:
        'Build terminated with state: FAILED. Phase: BUILD, Code: COMMAND_EXECUTION_ERROR, ' +
        'Message: Error while executing command: echo 1 failed; exit 3. Reason: exit status 3',
    });
    expect(await action(id, 'Build')).toBeUndefined();
    expect(endpoint.log.join('\n')).toMatch(/shop: Check failed; the last lines of its log:\n.*1 failed/);
  });

  it('takes several artifacts from the secondary artifacts of those names', async () => {
    const several = BUILD.replace(
      'artifacts: { files: [out.txt] }',
      'artifacts: { secondary-artifacts: { build: { files: [out.txt] }, images2: { files: [check.yml] } } }',
    );
    const id = await deploy({ 'check.yml': CHECK, 'buildspec.yml': several }, ['build', 'images2']);
    expect(await end(id)).toBe('Succeeded');
    const build = await action(id, 'Build');
    expect(Object.keys(await artifact(build, 'build'))).toEqual(['out.txt']);
    expect(Object.keys(await artifact(build, 'images2'))).toEqual(['check.yml']);
  });

  it.each([
    ['stops the build of an action that is abandoned', true],
    ['lets it go on where the role may not stop it, and says so', false],
  ])('%s', async (_, mayStop) => {
    const hanging = CHECK.replace('RESULT="12 passed"', 'sleep 2');
    const id = await deploy({ 'check.yml': hanging, 'buildspec.yml': BUILD }, ['build'], mayStop);
    const build = await endpoint.clock.until('the build', async () => {
      const [found] = await builds();
      return found?.currentPhase === 'BUILD' ? found : undefined;
    });
    endpoint.log.length = 0;
    const stop = { pipelineName: 'shop', pipelineExecutionId: id, abandon: true };
    await pipelines.send(new StopPipelineExecutionCommand(stop));
    const ended = await endpoint.clock.until('the end of the build', async () => {
      const [found] = await builds();
      return found?.buildComplete ? found : undefined;
    });
    expect(ended.id).toBe(build.id);
    expect(ended.buildStatus).toBe(mayStop ? 'STOPPED' : 'SUCCEEDED');
    const told = endpoint.log.some((line) => line.includes('of an abandoned action goes on'));
    expect(told).toBe(!mayStop);
  });
});
