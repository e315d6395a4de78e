import {
  BatchGetProjectsCommand,
  BatchGetReportGroupsCommand,
  CodeBuildClient,
} from '@aws-sdk/client-codebuild';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { type Stacks, startStacks } from '../cloudformation/support/stacks';
import { created, deleted, updated } from '../cloudformation/support/states';

let stacks: Stacks;
beforeAll(async () => {
  stacks = await startStacks();
});
afterAll(() => stacks.close());

const template = (project: object, secret: object) => ({
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'codebuild.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
      },
    },
    Project: {
      Type: 'AWS::CodeBuild::Project',
      Properties: {
        Name: 'shop-build',
        ServiceRole: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Source: { Type: 'NO_SOURCE', BuildSpec: '{"version":0.2,"phases":{"build":{"commands":["true"]}}}' },
        Artifacts: { Type: 'NO_ARTIFACTS' },
        Environment: {
          Type: 'LINUX_CONTAINER',
          Image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
          ComputeType: 'BUILD_GENERAL1_SMALL',
          EnvironmentVariables: [{ Name: 'NUMBER', Value: 7 }],
        },
        ...project,
      },
    },
    Tests: {
      Type: 'AWS::CodeBuild::ReportGroup',
      Properties: { Name: 'shop-tests', Type: 'TEST', ExportConfig: { ExportConfigType: 'NO_EXPORT' } },
    },
    Token: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: {
        Name: 'shop/token',
        GenerateSecretString: {
          SecretStringTemplate: '{"user":"shop"}',
          GenerateStringKey: 'password',
          PasswordLength: 20,
        },
        ...secret,
      },
    },
  },
  Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Project', 'Arn'] } }, Tests: { Value: { Ref: 'Tests' } } },
});

it('CloudFormation makes, changes and deletes projects, report groups and secrets', async () => {
  const codeBuild = new CodeBuildClient(stacks.client());
  const secrets = new SecretsManagerClient(stacks.client());
  const project = async () => {
    const { projects } = await codeBuild.send(new BatchGetProjectsCommand({ names: ['shop-build'] }));
    return projects?.[0];
  };

  const first = template({ TimeoutInMinutes: '15', Description: 'first' }, {});
  const stack = await stacks.deploy('shop', first);
  expect(stack).toMatchObject(created);
  const made = await project();
  expect(made).toMatchObject({
    description: 'first',
    timeoutInMinutes: 15,
    environment: { environmentVariables: [{ name: 'NUMBER', value: '7' }] },
  });
  expect(stack.Outputs?.find(({ OutputKey }) => OutputKey === 'Arn')?.OutputValue).toBe(made?.arn);
  const group = stack.Outputs?.find(({ OutputKey }) => OutputKey === 'Tests')?.OutputValue ?? '';
  const groups = new BatchGetReportGroupsCommand({ reportGroupArns: [group] });
  expect((await codeBuild.send(groups)).reportGroups?.[0]?.name).toBe('shop-tests');
  const { SecretString = '{}' } = await secrets.send(new GetSecretValueCommand({ SecretId: 'shop/token' }));
  const { user, password } = JSON.parse(SecretString) as Record<string, string>;
  expect([user, password?.length]).toEqual(['shop', 20]);

  const second = template({ QueuedTimeoutInMinutes: 10 }, { Description: 'of the shop' });
  expect(await stacks.deploy('shop', second, { type: 'UPDATE' })).toMatchObject(updated);
  expect(await project()).toMatchObject({
    description: '',
    timeoutInMinutes: 60,
    queuedTimeoutInMinutes: 10,
  });
  const secret = await secrets.send(new DescribeSecretCommand({ SecretId: 'shop/token' }));
  expect(secret.Description).toBe('of the shop');

  expect(await stacks.remove('shop')).toMatchObject(deleted);
  expect(await project()).toBeUndefined();
});
