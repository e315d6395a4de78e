import { randomUUID } from 'node:crypto';
import type { RevisionLocation } from '@aws-sdk/client-codedeploy';
import type {
  ActionExecutionDetail,
  PipelineDeclaration,
  StageDeclaration,
} from '@aws-sdk/client-codepipeline';
import { CreateClusterCommand, ECSClient } from '@aws-sdk/client-ecs';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ACCOUNT, REGION, testService } from '@pipeline-factory/local-endpoint/testing';
import { strToU8, zipSync } from 'fflate';
import { type DiffOptions, runDiff } from '../../../../bin/commands/diff';
import { listExecutions } from '../../../../bin/releases/executions';
import { compareAppSpecs } from '../../../../bin/releases/types/ecs/app-spec-diff';
import { readTaskDefinitionTemplate } from '../../../../bin/releases/types/ecs/code-deploy-diff';
import { compareFleet } from '../../../../bin/releases/types/fleet/diff';
import { AwsError } from '../../../../local-endpoint/kit/aws-error';
import { ecs as ecsService } from '../../../../local-endpoint/services/ecs/service';
import { rollingServices } from '../../../../local-endpoint/test/codepipeline/support/rolling-services';
import { pipelineWith } from '../support/fake-pipeline';
import {
  askFirst,
  type CommandOutput,
  outputOf,
  type ReleasingEndpoint,
  startReleasing,
} from '../support/released-pipeline';

const TEMPLATES: Record<string, object> = {
  '4': {
    ImageId: 'ami-4',
    InstanceType: 't4g.small',
    UserData: Buffer.from('PASSWORD=hunter2').toString('base64'),
  },
  '5': {
    ImageId: 'ami-5',
    InstanceType: 't4g.large',
    UserData: Buffer.from('PASSWORD=hunter3').toString('base64'),
  },
};

let releasing: ReleasingEndpoint;
let service: string;

beforeAll(async () => {
  releasing = await startReleasing(
    ecsService,
    testService('codedeploy', {
      operations: {
        GetDeployment: async ({ deploymentId }: { deploymentId: string }) => {
          if (deploymentId === 'd-3') throw new AwsError('DeploymentDoesNotExistException', 'gone');
          const revision = { revisionType: 'AppSpecContent', appSpecContent: { sha256: deploymentId } };
          return { deploymentInfo: { applicationName: 'web', deploymentId, revision } };
        },
        GetApplicationRevision: async ({ revision }: { revision: RevisionLocation }) => ({
          revision:
            revision.appSpecContent?.sha256 === 'd-1' ? { appSpecContent: { content: appSpec(80) } } : {},
        }),
      },
    }),
    testService('ec2', {
      operations: {
        DescribeLaunchTemplateVersions: async (input) => ({
          LaunchTemplateVersions: [{ LaunchTemplateData: TEMPLATES[asked(input, /\b[45]\b/)] }],
        }),
        DescribeImages: async (input) => {
          const ImageId = asked(input, /ami-\d/);
          return { Images: [{ ImageId, Name: `web of ${ImageId}` }] };
        },
      },
    }),
  );
  const ecs = new ECSClient(releasing.endpoint.client());
  await ecs.send(new CreateClusterCommand({ clusterName: 'shop' }));
  service = await rollingServices(releasing.endpoint, ecs).newService();
});
afterAll(() => releasing.endpoint.close());

/** What a call asks for, in whichever member. */
const asked = (input: object, form: RegExp): string =>
  form.exec(Object.values(input).flat().join(' '))?.[0] ?? '';

const diff = (pipeline: string, options: Partial<DiffOptions> = {}): Promise<CommandOutput> =>
  outputOf((query, out) => runDiff({ ...query, ...options, pipeline }, out, releasing.tools));

const rolling = (): StageDeclaration => ({
  name: 'Roll',
  actions: [
    {
      name: 'Deploy',
      actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'ECS', version: '1' },
      configuration: { ClusterName: 'shop', ServiceName: service },
      inputArtifacts: [{ name: 'settings' }],
    },
  ],
});

test('shows the image that a waiting execution would release to a rolling service, and nothing else', async () => {
  const images = JSON.stringify([{ name: 'web', imageUri: 'httpd:2' }]);
  await releasing.shop.upload({ 'imagedefinitions.json': images });
  const { name } = await releasing.newPipeline([askFirst(), rolling()]);
  await releasing.shop.token(name, 'Approval');
  const { code, text } = await diff(name);
  expect(code).toBe(0);
  expect(text.split('\n').slice(1)).toEqual(['  ~ web.image: nginx → httpd:2', '']);
  expect(JSON.parse((await diff(name, { json: true })).text)).toMatchObject({
    pipeline: name,
    differences: [{ field: 'web.image', before: 'nginx', after: 'httpd:2' }],
  });
});

test('names what is missing where the execution has not built it', async () => {
  await releasing.shop.upload({ 'other.txt': '' });
  const { name } = await releasing.newPipeline([askFirst(), rolling()]);
  await releasing.shop.token(name, 'Approval');
  await expect(diff(name)).rejects.toThrow('artifact settings must have imagedefinitions.json, got: none');
});

test('where nothing waits, names --execution', async () => {
  const { name } = await releasing.newPipeline();
  const [first] = await listExecutions({ ...pipelineWith(releasing.tools.clientsFor({})), name });
  await releasing.shop.end(name, first?.pipelineExecutionId ?? '');
  expect(await diff(name)).toEqual({
    code: 1,
    text: `nothing waits or is under way for ${name}: --execution names any other\n`,
  });
});

/** A pipeline whose one action deploys with CodeDeploy. */
const declarationWith = (configuration: Readonly<Record<string, string>>) => {
  const actionTypeId = {
    category: 'Deploy',
    owner: 'AWS',
    provider: 'CodeDeployToECS',
    version: '1',
  } as const;
  const actions = [{ name: 'Deploy', actionTypeId, configuration }];
  return { stages: [{ name: 'Deploy', actions }] } as unknown as PipelineDeclaration;
};

test('puts the images of the artifacts into the template, as CodePipeline does for CodeDeploy', async () => {
  const { clients, actions } = await withArtifacts({
    settings: {
      'taskdef.json': JSON.stringify({
        family: 'web',
        containerDefinitions: [{ name: 'web', image: '<IMAGE1_NAME>' }],
      }),
    },
    image: {
      'imageDetail.json': JSON.stringify({
        ImageURI: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/web@sha256:1`,
      }),
    },
  });
  const configuration = {
    TaskDefinitionTemplateArtifact: 'settings',
    Image1ArtifactName: 'image',
    Image1ContainerName: 'IMAGE1_NAME',
  };
  const pipeline = { ...pipelineWith(clients), declaration: declarationWith(configuration) };
  expect(await readTaskDefinitionTemplate(pipeline, actions)).toMatchObject({
    containerDefinitions: [{ name: 'web', image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/web@sha256:1` }],
  });
});

const appSpec = (port: number, hook?: string) =>
  JSON.stringify({
    version: 0.0,
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: `arn:${port}`,
            LoadBalancerInfo: { ContainerName: 'web', ContainerPort: port },
          },
        },
      },
    ],
    ...(hook && { Hooks: [{ BeforeAllowTraffic: hook }] }),
  });

test.each([
  {
    name: 'field by field with that of what serves',
    deployment: 'd-1',
    expected: [
      { field: 'appspec.Hooks.1.BeforeAllowTraffic', after: 'smoke' },
      {
        ...{ field: 'appspec.Resources.1.TargetService.Properties.LoadBalancerInfo.ContainerPort' },
        ...{ before: '80', after: '8080' },
      },
    ],
  },
  { name: 'not with one that CodeDeploy does not give away', deployment: 'd-2', expected: [] },
  { name: 'not with that of a deployment that is gone', deployment: 'd-3', expected: [] },
])('compares appspec.yaml $name', async ({ deployment, expected }) => {
  const { clients, actions } = await withArtifacts({ settings: { 'appspec.yaml': appSpec(8080, 'smoke') } });
  const configuration = { AppSpecTemplateArtifact: 'settings' };
  const pipeline = { ...pipelineWith(clients), declaration: declarationWith(configuration) };
  expect(await compareAppSpecs(pipeline, actions, deployment)).toEqual(expected);
});

test.each<{ files: Record<string, string>; message: string | RegExp }>([
  { files: { 'taskdef.json': '{}' }, message: 'artifact settings must have appspec.yaml, got: none' },
  { files: { 'appspec.yaml': 'Hooks' }, message: /^appspec\.yaml must be a mapping, got: / },
])('refuses to compare without a file that CodeDeploy could follow: $message', async ({ files, message }) => {
  const { clients, actions } = await withArtifacts({ settings: files });
  const declaration = declarationWith({ AppSpecTemplateArtifact: 'settings' });
  const pipeline = { ...pipelineWith(clients), declaration };
  await expect(compareAppSpecs(pipeline, actions, 'd-1')).rejects.toThrow(message);
});

const baked = (outputVariables: Record<string, string>, namespace = 'Bake'): ActionExecutionDetail => ({
  input: { namespace },
  output: { outputVariables },
});

test('shows the image that a fleet would get, and which packages the bake found to differ', async () => {
  const pipeline = pipelineWith(releasing.tools.clientsFor({}));
  const actions = [baked({ AMI_ID: 'ami-5', PACKAGES: '+openssl 3.5' })];
  expect(await compareFleet(pipeline, actions, '4')).toEqual([
    { field: 'image', before: 'ami-4 (web of ami-4)', after: 'ami-5 (web of ami-5)' },
    { field: 'packages', after: '+openssl 3.5' },
  ]);
});

test('compares launch template versions field by field, of user data only that it differs', async () => {
  const pipeline = pipelineWith(releasing.tools.clientsFor({}));
  const actions = [baked({ Version: '5', ImageId: 'ami-5' }, 'LaunchTemplate')];
  const found = await compareFleet(pipeline, actions, '4');
  expect(found.map(({ field }) => field)).toEqual(['image', 'template.InstanceType', 'template.UserData']);
  expect(JSON.stringify(found)).not.toContain('hunter');
});

/** Artifacts in a bucket, and an execution that made them. */
async function withArtifacts(artifacts: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const clients = releasing.tools.clientsFor({});
  const bucket = `diff-${randomUUID()}`;
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await clients.s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration }));
  for (const [name, files] of Object.entries(artifacts)) {
    const Body = zipSync(
      Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])),
    );
    await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key: name, Body }));
  }
  const outputArtifacts = Object.keys(artifacts).map((name) => ({ name, s3location: { bucket, key: name } }));
  return { clients, actions: [{ output: { outputArtifacts } }] };
}
