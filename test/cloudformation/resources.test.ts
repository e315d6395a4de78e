import {
  BatchGetImageCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { CloudTrailClient, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { CodePipelineClient, GetPipelineCommand } from '@aws-sdk/client-codepipeline';
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import {
  DescribeListenersCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { type Stacks, startStacks } from './support/stacks';
import { blueGreenService } from './support/blue-green-service';
import { functionRole, inlineFunction, trusting } from './support/function';

let stacks: Stacks;

beforeAll(async () => {
  stacks = await startStacks();
});

afterAll(async () => stacks.close());

const created = { StackStatus: 'CREATE_COMPLETE' };
const updated = { StackStatus: 'UPDATE_COMPLETE' };
const deleted = { StackStatus: 'DELETE_COMPLETE' };

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

describe('an ECS service whose deployments are CodeDeploy’s', () => {
  it('is made with its placeholder running, and scaled', async () => {
    expect(await stacks.deploy('web', blueGreenService('web'))).toMatchObject(created);
    const more = blueGreenService('web', { desiredCount: 2 });
    expect(await stacks.deploy('web', more, { type: 'UPDATE' })).toMatchObject(updated);
    const ecs = new ECSClient(stacks.client());
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'web', services: ['web'] }));
    expect(services?.[0]).toMatchObject({ desiredCount: 2, runningCount: 2 });
  });

  it.each([
    ['task definition', { cpu: '512' }, 'Unable to update task definition'],
    ['network', { assignPublicIp: 'ENABLED' }, 'Unable to update network parameters'],
  ])('refuses another %s in the words of ECS, and is put back', async (_what, change, words) => {
    const stack = await stacks.deploy('web', blueGreenService('web', { desiredCount: 2, ...change }), {
      type: 'UPDATE',
    });
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    const advice =
      'on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.';
    expect((await stacks.reasons(stack)).at(-1)).toContain(`${words} ${advice}`);
  });

  it('leaves the listener to CodeDeploy unless the template changes it, and then sends its own actions', async () => {
    const elb = new ElasticLoadBalancingV2Client(stacks.client());
    const { Listeners } = await elb.send(
      new DescribeListenersCommand({ LoadBalancerArn: await outputOf('web', 'LoadBalancer') }),
    );
    const ListenerArn = Listeners?.[0]?.ListenerArn ?? '';
    const targetOf = async () => {
      const described = await elb.send(new DescribeListenersCommand({ ListenerArns: [ListenerArn] }));
      return described.Listeners?.[0]?.DefaultActions?.[0]?.TargetGroupArn;
    };
    const blue = await targetOf();
    const green = await outputOf('web', 'Green');
    await elb.send(
      new ModifyListenerCommand({
        ListenerArn,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: green }],
      }),
    );
    await stacks.deploy('web', blueGreenService('web', { desiredCount: 1 }), { type: 'UPDATE' });
    expect(await targetOf()).toBe(green);
    await stacks.deploy('web', blueGreenService('web', { desiredCount: 1, port: 81 }), { type: 'UPDATE' });
    expect(await targetOf()).toBe(blue);
  });

  it('is deleted with all that is around it', async () => {
    expect(await stacks.remove('web')).toMatchObject(deleted);
  });
});

const outputOf = async (stackName: string, key: string): Promise<string> => {
  const { DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const { Stacks: found } = await stacks.cloudformation.send(
    new DescribeStacksCommand({ StackName: stackName }),
  );
  return found?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue ?? '';
};

describe('a repository', () => {
  const repository = (EmptyOnDelete: boolean) => ({
    Resources: {
      Repository: {
        Type: 'AWS::ECR::Repository',
        Properties: {
          RepositoryName: 'shelf',
          EmptyOnDelete,
          ImageTagMutability: EmptyOnDelete ? 'IMMUTABLE' : 'MUTABLE',
          ImageScanningConfiguration: { ScanOnPush: true },
          LifecyclePolicy: { LifecyclePolicyText: JSON.stringify({ rules: [RULE] }) },
        },
      },
    },
  });
  const RULE = {
    rulePriority: 1,
    selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 },
    action: { type: 'expire' },
  };

  it('with images is deleted only when it may be emptied', async () => {
    await stacks.deploy('shelf', repository(false));
    const ecr = new ECRClient(stacks.client());
    const imageManifest = MANIFEST;
    await ecr.send(new PutImageCommand({ repositoryName: 'shelf', imageTag: 'latest', imageManifest }));
    const stuck = await stacks.remove('shelf');
    expect(stuck.StackStatus).toBe('DELETE_FAILED');
    expect((await stacks.reasons(stuck))[0]).toMatch(/cannot be deleted because it still contains images/);
    await stacks.remove('shelf', ['Repository']);
    const images = await ecr.send(
      new BatchGetImageCommand({ repositoryName: 'shelf', imageIds: [{ imageTag: 'latest' }] }),
    );
    expect(images.images).toHaveLength(1);
  });

  it('is changed in place and emptied when it may be', async () => {
    const named = (empty: boolean) =>
      JSON.parse(JSON.stringify(repository(empty)).replaceAll('shelf', 'bin')) as object;
    await stacks.deploy('bin', named(false));
    await stacks.deploy('bin', named(true), { type: 'UPDATE' });
    const ecr = new ECRClient(stacks.client());
    const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ['bin'] }));
    expect(repositories?.[0]?.imageTagMutability).toBe('IMMUTABLE');
    const imageManifest = MANIFEST;
    await ecr.send(new PutImageCommand({ repositoryName: 'bin', imageTag: 'one', imageManifest }));
    expect(await stacks.remove('bin')).toMatchObject(deleted);
  });
});

describe('identity and messages', () => {
  const policy = (Action: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
  });
  const template = (action: string, seconds: number) => ({
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'worker',
          AssumeRolePolicyDocument: trusting('lambda'),
          Policies: [{ PolicyName: action.replace(/\W/g, ''), PolicyDocument: policy(action) }],
          ManagedPolicyArns: [{ Ref: 'Managed' }],
        },
      },
      Managed: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: 'managed', PolicyDocument: policy(action) },
      },
      Key: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true, Description: action } },
      Alias: {
        Type: 'AWS::KMS::Alias',
        Properties: { AliasName: 'alias/worker', TargetKeyId: { Ref: 'Key' } },
      },
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news', DisplayName: action } },
      TopicPolicy: {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: policy('sns:Publish') },
      },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs', VisibilityTimeout: seconds } },
      QueuePolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: policy('sqs:SendMessage') },
      },
      Subscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          TopicArn: { Ref: 'Topic' },
          Protocol: 'sqs',
          Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          RawMessageDelivery: true,
        },
      },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          Name: 'watch',
          EventPattern: { source: ['my.app'], 'detail-type': [action] },
          Targets: [{ Id: action, Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, InputTransformer: TRANSFORMER }],
        },
      },
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: 'busy',
          Namespace: 'AWS/SQS',
          MetricName: 'ApproximateNumberOfMessagesVisible',
          Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } }],
          Statistic: 'Maximum',
          Period: '60',
          EvaluationPeriods: 1,
          Threshold: seconds,
          ComparisonOperator: 'GreaterThanThreshold',
          AlarmActions: [{ Ref: 'Topic' }],
        },
      },
    },
  });
  const TRANSFORMER = { InputPathsMap: { id: '$.id' }, InputTemplate: '{"id": <id>}' };

  it('are made, changed and deleted', async () => {
    expect(await stacks.deploy('identity', template('s3:GetObject', 30))).toMatchObject(created);
    expect(await stacks.deploy('identity', template('s3:PutObject', 45), { type: 'UPDATE' })).toMatchObject(
      updated,
    );
    const iam = new IAMClient(stacks.client());
    const inline = new GetRolePolicyCommand({ RoleName: 'worker', PolicyName: 's3PutObject' });
    expect((await iam.send(inline)).PolicyDocument).toContain(encodeURIComponent('s3:PutObject'));
    const PolicyArn = 'arn:aws:iam::111111111111:policy/managed';
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    const version = new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId });
    const document = decodeURIComponent((await iam.send(version)).PolicyVersion?.Document ?? '');
    expect(document).toContain('s3:PutObject');
    const events = new EventBridgeClient(stacks.client());
    const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: 'watch' }));
    expect(Targets).toEqual([expect.objectContaining({ Id: 's3:PutObject', InputTransformer: TRANSFORMER })]);
    expect(await stacks.remove('identity')).toMatchObject(deleted);
  });

  it('of the same name as something that is there are not taken over', async () => {
    const Resources = { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'taken' } } };
    await stacks.deploy('taker', { Resources });
    const stack = await stacks.deploy('taken', { Resources });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect((await stacks.reasons(stack))[0]).toMatch(/taken already exists/);
    expect(await stacks.remove('taker')).toMatchObject(deleted);
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
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'trail-and-artifacts' } },
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

const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { digest: `sha256:${'0'.repeat(64)}`, size: 1 },
  layers: [],
});
