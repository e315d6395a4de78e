import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { startTestEndpoint, type TestEndpoint, testService } from '@pipeline-factory/local-endpoint/testing';
import { releaseClients } from '../../../bin/releases/clients';
import type { ReleasePipeline } from '../../../bin/releases/model';
import { readImageNeeds as readImages } from '../../../bin/releases/types/ecs/image-needs';
import { readImageNeeds as readFleetImage } from '../../../bin/releases/types/fleet/needs';
import { ecsRollingUpdate } from '../../../bin/releases/types/rolling-update';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import { pipelineWith } from './support/fake-pipeline';

const DECLARATION = {
  stages: [
    {
      name: 'Deploy',
      actions: [
        {
          name: 'Deploy',
          actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'ECS', version: '1' },
          configuration: { ClusterName: 'shop', ServiceName: 'web' },
        },
      ],
    },
  ],
} as unknown as PipelineDeclaration;

let endpoint: TestEndpoint;
let pipeline: ReleasePipeline;
let rolloutState: string;
let running: boolean;

beforeAll(async () => {
  const refused = (code: string) => async () => {
    throw new AwsError(code, 'it is gone');
  };
  endpoint = await startTestEndpoint({
    moto: '',
    services: [
      testService(
        'ecs',
        {
          operations: {
            DescribeTaskDefinition: refused('ClientException'),
            DescribeServices: async () => ({
              services: [
                { serviceName: 'web', deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', rolloutState }] },
              ],
            }),
          },
        },
        'refuse',
      ),
      testService(
        'ec2',
        { operations: { DescribeLaunchTemplates: refused('InvalidLaunchTemplateName.NotFoundException') } },
        'refuse',
      ),
      testService(
        'codepipeline',
        {
          operations: {
            GetPipelineState: async () => ({
              stageStates: [
                {
                  stageName: 'Deploy',
                  latestExecution: {
                    pipelineExecutionId: 'e-1',
                    status: running ? 'InProgress' : 'Succeeded',
                  },
                },
              ],
            }),
          },
        },
        'refuse',
      ),
    ],
  });
  const identity = { prefix: 'shop', pipeline: 'web', environment: 'prd' };
  pipeline = { ...pipelineWith(releaseClients(endpoint.client())), declaration: DECLARATION, identity };
});
afterAll(() => endpoint.close());

const target = { executionId: 'e-0', revisions: '', actions: [] };

test('goes on without the images of a task definition that is deleted: CodePipeline registers another one', async () => {
  const actions = [{ output: { outputVariables: { TaskDefinition: 'web:7' } } }];
  expect(await readImages(pipeline, { ...target, actions })).toEqual([
    { what: 'images: not known, because web:7 is deleted' },
  ]);
});

test('finds a launch template that is deleted', async () => {
  expect(await readFleetImage(pipeline, target)).toEqual([
    { what: 'launch template shop-web-prd', missing: 'it is deleted' },
  ]);
});

test.each([
  { rolloutState: 'IN_PROGRESS', running: false, refused: true },
  { rolloutState: 'IN_PROGRESS', running: true, refused: false },
  { rolloutState: 'COMPLETED', running: false, refused: false },
])(
  'with a deployment that is $rolloutState, run by the pipeline: $running, refuses: $refused',
  async (now) => {
    ({ rolloutState, running } = now);
    const underWay = await ecsRollingUpdate.readUnderWay?.(pipeline);
    expect(underWay?.refusal?.startsWith('ECS runs deployment ecs-svc/1 of web')).toBe(
      now.refused || undefined,
    );
  },
);
