import { CloudTrailClient, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { CodePipelineClient, GetPipelineCommand } from '@aws-sdk/client-codepipeline';
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { bucketName } from '../../testing';
import { type Stacks, startStacks } from './support/stacks';
import { functionRole, inlineFunction, trusting } from './support/function';
import { created, updated, deleted } from './support/states';

let stacks: Stacks;

beforeAll(async () => {
  stacks = await startStacks();
});

afterAll(async () => stacks.close());

describe('a network', () => {
  const network = (cidr: string) => ({
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.1.0.0/16', EnableDnsHostnames: true } },
      Subnet: {
        Type: 'AWS::EC2::Subnet',
        Properties: {
          VpcId: { Ref: 'Vpc' },
          CidrBlock: { 'Fn::Select': [0, { 'Fn::Cidr': [{ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, 2, 8] }] },
          AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
          MapPublicIpOnLaunch: true,
        },
      },
      Address: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } },
      Nat: {
        Type: 'AWS::EC2::NatGateway',
        Properties: {
          SubnetId: { Ref: 'Subnet' },
          AllocationId: { 'Fn::GetAtt': ['Address', 'AllocationId'] },
        },
      },
      Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
      Route: {
        Type: 'AWS::EC2::Route',
        Properties: {
          RouteTableId: { Ref: 'Table' },
          DestinationCidrBlock: '0.0.0.0/0',
          NatGatewayId: { Ref: 'Nat' },
        },
      },
      Group: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: {
          GroupDescription: 'web',
          VpcId: { Ref: 'Vpc' },
          SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: '443', ToPort: 443, CidrIp: cidr }],
          SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: cidr }],
        },
      },
      Inside: {
        Type: 'AWS::EC2::SecurityGroupEgress',
        Properties: {
          GroupId: { Ref: 'Group' },
          IpProtocol: 'udp',
          FromPort: 53,
          ToPort: 53,
          CidrIp: '10.1.0.0/16',
        },
      },
      Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 7 } },
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trusting('vpc-flow-logs') } },
      Flow: {
        Type: 'AWS::EC2::FlowLog',
        Properties: {
          ResourceId: { Ref: 'Vpc' },
          ResourceType: 'VPC',
          TrafficType: 'REJECT',
          LogGroupName: { Ref: 'Logs' },
          DeliverLogsPermissionArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
        },
      },
    },
    Outputs: { Group: { Value: { Ref: 'Group' } } },
  });

  it('is made, changed and deleted', async () => {
    expect(await stacks.deploy('network', network('10.0.0.0/8'))).toMatchObject(created);
    const stack = await stacks.deploy('network', network('192.168.0.0/16'), { type: 'UPDATE' });
    expect(stack).toMatchObject(updated);
    const GroupIds = [stack.Outputs?.[0]?.OutputValue ?? ''];
    const ec2 = new EC2Client(stacks.client());
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds }));
    const [group] = SecurityGroups ?? [];
    expect(group?.IpPermissions).toEqual([
      expect.objectContaining({ IpRanges: [{ CidrIp: '192.168.0.0/16' }] }),
    ]);
    expect(group?.IpPermissionsEgress?.map(({ FromPort }) => FromPort).sort()).toEqual([53, 80]);
    expect(await stacks.remove('network')).toMatchObject(deleted);
  });
});

describe('a function', () => {
  const template = (memory: number, version: string) => ({
    Resources: {
      Role: functionRole('greeter'),
      Greeter: inlineFunction('greeter', `exports.handler = async () => '${version}'`, {
        MemorySize: memory,
        Environment: { Variables: { LEVEL: version } },
        ...(version === 'one' && { ReservedConcurrentExecutions: 1 }),
      }),
      Version: {
        Type: 'AWS::Lambda::Version',
        Properties: { FunctionName: { Ref: 'Greeter' }, Description: version },
      },
      Alias: {
        Type: 'AWS::Lambda::Alias',
        Properties: {
          FunctionName: { Ref: 'Greeter' },
          FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
          Name: 'live',
        },
      },
      Retries: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: { FunctionName: { Ref: 'Greeter' }, Qualifier: '$LATEST', MaximumRetryAttempts: 1 },
      },
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          FunctionName: { Ref: 'Greeter' },
          Action: 'lambda:InvokeFunction',
          Principal: 'events.amazonaws.com',
          SourceAccount: { Ref: 'AWS::AccountId' },
        },
      },
    },
  });

  it('is made with version, alias, permission and retries, and changed in place', async () => {
    expect(await stacks.deploy('greeter', template(128, 'one'))).toMatchObject(created);
    expect(await stacks.deploy('greeter', template(256, 'two'), { type: 'UPDATE' })).toMatchObject(updated);
    const lambda = new LambdaClient(stacks.client());
    const FunctionName = 'greeter';
    const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(found).toMatchObject({ MemorySize: 256, Environment: { Variables: { LEVEL: 'two' } } });
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
    expect(Buffer.from(Payload ?? []).toString()).toBe('"two"');
    const concurrency = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
    expect(concurrency.ReservedConcurrentExecutions).toBeUndefined();
    expect(await stacks.remove('greeter')).toMatchObject(deleted);
  });
});

describe('a trail and a pipeline', () => {
  const template = (mode: string) => ({
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: bucketName('trail-and-artifacts') } },
      Trail: {
        Type: 'AWS::CloudTrail::Trail',
        Properties: {
          TrailName: 'uploads',
          IsLogging: true,
          S3BucketName: { Ref: 'Bucket' },
          EventSelectors: [
            {
              ReadWriteType: 'WriteOnly',
              IncludeManagementEvents: false,
              DataResources: [{ Type: 'AWS::S3::Object', Values: [{ 'Fn::Sub': '${Bucket.Arn}/' }] }],
            },
          ],
        },
      },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { RoleName: 'pipe', AssumeRolePolicyDocument: trusting('codepipeline') },
      },
      Config: {
        Type: 'AWS::CodeDeploy::DeploymentConfig',
        Properties: {
          DeploymentConfigName: 'tenth',
          ComputePlatform: 'ECS',
          TrafficRoutingConfig: {
            Type: 'TimeBasedCanary',
            TimeBasedCanary: { CanaryPercentage: 10, CanaryInterval: '5' },
          },
        },
      },
      Pipeline: {
        Type: 'AWS::CodePipeline::Pipeline',
        Properties: {
          Name: 'pipe',
          PipelineType: 'V2',
          ExecutionMode: mode,
          RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
          ArtifactStore: { Type: 'S3', Location: { Ref: 'Bucket' } },
          Stages: [
            {
              Name: 'Source',
              Actions: [
                {
                  Name: 'Object',
                  ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'S3', Version: '1' },
                  Configuration: {
                    S3Bucket: { Ref: 'Bucket' },
                    S3ObjectKey: 'a.zip',
                    PollForSourceChanges: false,
                  },
                  OutputArtifacts: [{ Name: 'settings' }],
                },
              ],
            },
            {
              Name: 'Approval',
              Actions: [
                {
                  Name: 'Approve',
                  ActionTypeId: { Category: 'Approval', Owner: 'AWS', Provider: 'Manual', Version: '1' },
                  RunOrder: '1',
                },
              ],
            },
          ],
        },
      },
    },
  });

  it('are made, changed and deleted', async () => {
    expect(await stacks.deploy('pipe', template('SUPERSEDED'))).toMatchObject(created);
    expect(await stacks.deploy('pipe', template('QUEUED'), { type: 'UPDATE' })).toMatchObject(updated);
    const codepipeline = new CodePipelineClient(stacks.client());
    const { pipeline } = await codepipeline.send(new GetPipelineCommand({ name: 'pipe' }));
    expect(pipeline).toMatchObject({ executionMode: 'QUEUED', version: 2 });
    expect(pipeline?.stages?.[0]?.actions?.[0]?.configuration).toMatchObject({
      PollForSourceChanges: 'false',
    });
    const cloudtrail = new CloudTrailClient(stacks.client());
    expect((await cloudtrail.send(new GetTrailStatusCommand({ Name: 'uploads' }))).IsLogging).toBe(true);
    expect(await stacks.remove('pipe')).toMatchObject(deleted);
  });
});
