import {
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import {
  CodePipelineClient,
  CreatePipelineCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
} from '@aws-sdk/client-codepipeline';
import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { type VirtualClock, virtualClock } from '../../kit/virtual-clock/virtual-clock';
import { bucketName, REGION } from '../../testing';
import { type StartedEndpoint, startWholeEndpoint } from '../../testing/whole-endpoint';
import { createShop, pushImage, type Shop } from '../ecs/support/shop';

const STORE = bucketName('artifacts');
const SETTINGS = bucketName('settings');
const NAME = 'shop-storefront-stg';
const ENDED = ['Succeeded', 'Failed'];

let local: StartedEndpoint<VirtualClock>;
let as: ReturnType<StartedEndpoint['client']>;
let shop: Shop;
let pipelines: CodePipelineClient;

beforeAll(async () => {
  local = await startWholeEndpoint({ clock: virtualClock({ driver: 'the test' }) });
  as = local.client();
  pipelines = new CodePipelineClient(as);
  shop = await createShop(as);
});
afterAll(() => local.close());

/** A role with one policy. */
async function role(RoleName: string, Service: string, Action: string[]): Promise<string> {
  const iam = new IAMClient(as);
  const policy = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const AssumeRolePolicyDocument = policy({ Principal: { Service }, Action: 'sts:AssumeRole' });
  const { Role: made } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyDocument = policy({ Action, Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'work', PolicyDocument }));
  return made?.Arn ?? '';
}

async function buckets(): Promise<void> {
  const s3 = new S3Client(as);
  for (const Bucket of [STORE, SETTINGS]) {
    await s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }),
    );
  }
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: SETTINGS, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  const appSpec = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo: { ContainerName: app, ContainerPort: 80 }
`;
  const taskDefinition = {
    family: 'storefront',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [
      { name: 'app', image: '<IMAGE1_NAME>', essential: true, portMappings: [{ containerPort: 80 }] },
    ],
  };
  const Body = zipSync({
    'appspec.yaml': strToU8(appSpec),
    'taskdef.json': strToU8(JSON.stringify(taskDefinition)),
  });
  await s3.send(new PutObjectCommand({ Bucket: SETTINGS, Key: 'settings.zip', Body }));
}

async function deploymentGroup(): Promise<void> {
  const codeDeploy = new CodeDeployClient(as);
  const serviceRoleArn = await role('deploy', 'codedeploy.amazonaws.com', [
    'ecs:*',
    'elasticloadbalancing:*',
    'iam:PassRole',
  ]);
  await codeDeploy.send(new CreateApplicationCommand({ applicationName: NAME, computePlatform: 'ECS' }));
  await codeDeploy.send(
    new CreateDeploymentGroupCommand({
      applicationName: NAME,
      deploymentGroupName: NAME,
      serviceRoleArn,
      deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 },
      },
      ecsServices: [{ clusterName: shop.cluster, serviceName: shop.service }],
      loadBalancerInfo: {
        targetGroupPairInfoList: [
          {
            targetGroups: [{ name: shop.blueName }, { name: shop.greenName }],
            prodTrafficRoute: { listenerArns: [shop.productionListener] },
          },
        ],
      },
    }),
  );
}

const source = (name: string, provider: string, configuration: Record<string, string>) => ({
  name,
  actionTypeId: { category: 'Source', owner: 'AWS', provider, version: '1' } as const,
  configuration,
  outputArtifacts: [{ name: name.toLowerCase() }],
});

async function createPipeline(): Promise<void> {
  const roleArn = await role(NAME, 'codepipeline.amazonaws.com', [
    's3:GetBucketAcl',
    's3:GetBucketLocation',
    's3:GetBucketVersioning',
    's3:GetObject',
    's3:GetObjectTagging',
    's3:GetObjectVersion',
    's3:GetObjectVersionTagging',
    's3:PutObject',
    's3:PutObjectAcl',
    's3:PutObjectTagging',
    'ecr:DescribeImages',
    'ecs:RegisterTaskDefinition',
    'codedeploy:*',
  ]);
  const stages = [
    {
      name: 'Source',
      actions: [
        source('Settings', 'S3', { S3Bucket: SETTINGS, S3ObjectKey: 'settings.zip' }),
        source('Image', 'ECR', { RepositoryName: 'storefront', ImageTag: 'latest' }),
      ],
    },
    {
      name: 'Deploy',
      actions: [
        {
          name: 'Deploy',
          actionTypeId: {
            category: 'Deploy',
            owner: 'AWS',
            provider: 'CodeDeployToECS',
            version: '1',
          } as const,
          inputArtifacts: [{ name: 'settings' }, { name: 'image' }],
          configuration: {
            ApplicationName: NAME,
            DeploymentGroupName: NAME,
            TaskDefinitionTemplateArtifact: 'settings',
            AppSpecTemplateArtifact: 'settings',
            Image1ArtifactName: 'image',
            Image1ContainerName: 'IMAGE1_NAME',
          },
        },
      ],
    },
  ];
  const artifactStore = { type: 'S3', location: STORE } as const;
  await pipelines.send(
    new CreatePipelineCommand({
      pipeline: { name: NAME, roleArn, pipelineType: 'V2', executionMode: 'QUEUED', artifactStore, stages },
    }),
  );
}

test('an image in ECR comes to serve by way of the real CodeDeploy, with no more rights than it needs', async () => {
  const digest = await pushImage(as, 'storefront', 'latest');
  await buckets();
  await deploymentGroup();
  await createPipeline();
  const status = await local.clock.until('the end of the execution', async () => {
    const list = await pipelines.send(new ListPipelineExecutionsCommand({ pipelineName: NAME }));
    const seen = list.pipelineExecutionSummaries?.[0]?.status;
    return seen && ENDED.includes(seen) ? seen : undefined;
  });
  const runs = await pipelines.send(new ListActionExecutionsCommand({ pipelineName: NAME }));
  const errors = runs.actionExecutionDetails?.map(
    ({ output }) => output?.executionResult?.errorDetails?.message,
  );
  expect([status, errors]).toEqual(['Succeeded', [undefined, undefined, undefined]]);
  const ecs = new ECSClient(as);
  const { services } = await ecs.send(
    new DescribeServicesCommand({ cluster: shop.cluster, services: [shop.service] }),
  );
  const primary = services?.[0]?.taskSets?.find(({ status: role }) => role === 'PRIMARY');
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: primary?.taskDefinition }),
  );
  expect(taskDefinition?.containerDefinitions?.[0]?.image).toContain(`storefront@${digest}`);
});
