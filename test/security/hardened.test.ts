import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeFlowLogsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetFunctionConcurrencyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetBucketLoggingCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  ACCOUNT,
  REGION,
  startTestEndpoint,
  type TestEndpoint,
} from '@pipeline-factory/local-endpoint/testing';
import { configText, FLEET_PIPELINE, ROLLING_PIPELINE } from '../support/configs';
import { appOf, templateOf } from '../support/synthesized';
import { deployTemplate, type TemplateJson } from './support/deployed-template';

const LOGS = `shop-foundation-stg-logs-${ACCOUNT}-${REGION}`;
const CONFIG = configText(`${FLEET_PIPELINE}\n${ROLLING_PIPELINE}`)
  .replaceAll('111111111111', ACCOUNT)
  .replace('stg: { ', 'stg: { hardened: true, retain: true, ');

const CONNECTION = `arn:aws:codeconnections:${REGION}:${ACCOUNT}:connection/4dd1c8e9-0b6e-4a52-9d1f-1e1f0a2b3c4d`;

let local: TestEndpoint;

beforeAll(async () => {
  local = await startTestEndpoint({ roles: 'enforced' });
  const app = appOf(CONFIG);
  await new SSMClient(local.client()).send(
    new PutParameterCommand({ Name: '/shop/connections/github', Value: CONNECTION, Type: 'String' }),
  );
  for (const stack of ['shop-foundation-stg', 'shop-fleet-stg-service', 'shop-web-stg'])
    await deployTemplate(local, stack, templateOf(app, stack).toJSON() as TemplateJson, app.outdir);
});
afterAll(() => local?.close());

it('logs access to the artifacts in the bucket of logs', async () => {
  const Bucket = `shop-foundation-stg-${ACCOUNT}-${REGION}`;
  const { LoggingEnabled } = await new S3Client(local.client()).send(new GetBucketLoggingCommand({ Bucket }));
  expect(LoggingEnabled).toMatchObject({ TargetBucket: LOGS, TargetPrefix: `buckets/${Bucket}/` });
});

it('logs access to the load balancer, and protects it from deletion', async () => {
  const elb = new ElasticLoadBalancingV2Client(local.client());
  const { LoadBalancers } = await elb.send(new DescribeLoadBalancersCommand({ Names: ['shop-fleet-stg'] }));
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn;
  const { Attributes = [] } = await elb.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }));
  expect(Object.fromEntries(Attributes.map(({ Key, Value }) => [Key, Value]))).toMatchObject({
    'access_logs.s3.enabled': 'true',
    'access_logs.s3.bucket': LOGS,
    'access_logs.s3.prefix': 'load-balancers/shop-fleet-stg',
    'deletion_protection.enabled': 'true',
  });
});

it('logs the traffic of the network in the bucket of logs', async () => {
  const { FlowLogs } = await new EC2Client(local.client()).send(new DescribeFlowLogsCommand({}));
  expect(FlowLogs).toMatchObject([
    { TrafficType: 'ALL', LogDestinationType: 's3', LogDestination: `arn:aws:s3:::${LOGS}` },
  ]);
});

it('encrypts the logs of functions and builds with the environment’s key, for a year', async () => {
  const { Parameter } = await new SSMClient(local.client()).send(
    new GetParameterCommand({ Name: '/shop/foundation/stg/key' }),
  );
  const { logGroups = [] } = await new CloudWatchLogsClient(local.client()).send(
    new DescribeLogGroupsCommand({}),
  );
  expect(logGroups.map(({ logGroupName }) => logGroupName)).toEqual(
    expect.arrayContaining([
      '/aws/codebuild/shop-web-stg-build',
      '/aws/lambda/shop-foundation-stg-record-release',
    ]),
  );
  for (const { kmsKeyId, retentionInDays } of logGroups)
    expect([kmsKeyId, retentionInDays]).toEqual([Parameter?.Value, 365]);
});

it('reserves concurrency for functions', async () => {
  const FunctionName = 'shop-foundation-stg-record-release';
  const lambda = new LambdaClient(local.client());
  const { ReservedConcurrentExecutions } = await lambda.send(
    new GetFunctionConcurrencyCommand({ FunctionName }),
  );
  expect(ReservedConcurrentExecutions).toBe(10);
});
