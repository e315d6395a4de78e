import { type PipelineDeclaration, ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import type { RehearsalClients } from '../../rehearsal/clients';
import type { RehearsalContext } from '../../rehearsal/context';
import { findApplications } from '../../rehearsal/find-applications';
import {
  actionsOfProvider,
  type DeployedPipeline,
  deployedPipeline,
  locateAction,
} from '../../rehearsal/pipeline/deployed-pipeline';
import { type PipelineGroup, LeftOut, scenario } from '../../rehearsal/scenario';
import { SCENARIOS } from '../../rehearsal/scenarios';
import { testContext } from './support/context';

/** A pipeline without images, an ECS service or a release record: a function publishes a file from S3. */
const publishing = (name: string, functionName = 'publish'): PipelineDeclaration => ({
  name,
  version: 1,
  roleArn: `arn:aws:iam::111111111111:role/${name}`,
  stages: [
    { name: 'Source', actions: [action('File', 'Source', 'S3', { S3Bucket: 'files' })] },
    {
      name: 'Publish',
      actions: [
        action('Approve', 'Approval', 'Manual', {}),
        action('Publish', 'Invoke', 'Lambda', { FunctionName: functionName, UserParameters: 'not JSON' }),
      ],
    },
  ],
});

const action = (
  name: string,
  category: 'Source' | 'Approval' | 'Invoke',
  provider: string,
  configuration: Record<string, string>,
) => ({ name, actionTypeId: { category, owner: 'AWS' as const, provider, version: '1' }, configuration });

const PULL_REQUESTS = {
  providerType: 'CodeStarSourceConnection' as const,
  gitConfiguration: { sourceActionName: 'File', pullRequest: [{ branches: { includes: ['main'] } }] },
};

/** Plays one step on pipelines that publish. */
const publishingScenario = scenario<DeployedPipeline, PipelineGroup<DeployedPipeline>, RehearsalContext>({
  describe: async (clients, declaration) => {
    const [publish] = actionsOfProvider(declaration, 'Lambda');
    const deploy = locateAction(declaration, (each) => each === publish);
    if (!deploy || publish?.configuration?.FunctionName !== 'publish') return undefined;
    if (declaration.name === 'unready') return new LeftOut('unready publishes to a site that is not there');
    return deployedPipeline(clients, declaration, deploy);
  },
  group: (pipelines) => ({ applications: pipelines.map((pipeline) => ({ pipelines: [pipeline] })) }),
  prepare: async (_, context) => context,
  steps: [
    {
      title: 'Release 1: a file',
      run: async ({ expect: it }) => void it.that('the file is published', true),
    },
    { title: 'Release 2: another', skipReason: () => 'there is one file', run: async () => undefined },
  ],
});

/** Clients whose CodePipeline knows one execution, which has succeeded; no other service can be called. */
const clients = {
  account: '111111111111',
  region: 'ap-northeast-1',
  codePipeline: {
    send: async (command: unknown) =>
      command instanceof ListPipelineExecutionsCommand
        ? { pipelineExecutionSummaries: [{ pipelineExecutionId: '1', status: 'Succeeded' }] }
        : { actionExecutionDetails: [] },
  },
} as unknown as RehearsalClients;

const find = (scenarios: typeof SCENARIOS, ...declarations: readonly PipelineDeclaration[]) =>
  findApplications(scenarios, [{ clients, declarations }], { applicationsFolder: '/nowhere' });

test('a scenario in the registry rehearses pipelines that have neither images nor a service nor a release record', async () => {
  const { rehearsals, leftOut } = await find([...SCENARIOS, publishingScenario], publishing('site'));
  expect(leftOut).toEqual([]);
  expect(rehearsals).toMatchObject([{ pipelines: ['site'], roles: ['arn:aws:iam::111111111111:role/site'] }]);

  const { context, text } = testContext();
  expect(await rehearsals[0]?.run(context)).toMatchObject([
    { title: 'Release 1: a file', outcome: 'as expected' },
    { title: 'Release 2: another', outcome: 'skipped', note: 'there is one file' },
  ]);
  expect(context.expect.all).toMatchObject([{ text: 'the file is published', met: true }]);
  expect(text()).toMatch(/0:00 {2}site #1 {2}execution +.*Succeeded/);
});

test('a scenario reads approval and deploy action of any pipeline by their names', () => {
  const declaration = publishing('site');
  const deploy = locateAction(declaration, ({ name }) => name === 'Publish');
  expect(deploy && deployedPipeline(clients, declaration, deploy)).toMatchObject({
    approval: { stage: 'Publish', action: 'Approve' },
    deploy: { stage: 'Publish', action: 'Publish' },
  });
});

test('every pipeline that is not rehearsed is named with the reason', async () => {
  const { rehearsals, leftOut } = await find(
    [...SCENARIOS, publishingScenario],
    publishing('unready'),
    publishing('other', 'something-else'),
    { ...publishing('requests', 'something-else'), triggers: [PULL_REQUESTS] },
  );
  expect(rehearsals).toEqual([]);
  expect(leftOut).toEqual([
    'unready publishes to a site that is not there',
    'other is recognized by no scenario',
    'requests checks pull requests, and no scenario opens one; git push -o merge_request.create does',
  ]);
});

test('a pipeline belongs to the first scenario that recognizes it', async () => {
  const { rehearsals } = await find([publishingScenario, publishingScenario], publishing('site'));
  expect(rehearsals.map(({ pipelines }) => pipelines)).toEqual([['site']]);
});
