import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { paced } from './pace';

/** How clients are made. What is left out comes from the environment and the user's AWS configuration. */
export interface ReleaseClientConfig {
  readonly region?: string;
  /** @default - `AWS_PROFILE`, else the default profile */
  readonly profile?: string;
  /** @default - AWS, or `AWS_ENDPOINT_URL` */
  readonly endpoint?: string;
  /** @default - the default credential provider chain */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** @default false */
  readonly forcePathStyle?: boolean;
}

/** Clients of the person who calls a command. */
export interface ReleaseClients {
  readonly autoScaling: AutoScalingClient;
  readonly codeBuild: CodeBuildClient;
  readonly codeDeploy: CodeDeployClient;
  readonly codePipeline: CodePipelineClient;
  readonly ec2: EC2Client;
  readonly ecr: ECRClient;
  readonly ecs: ECSClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly logs: CloudWatchLogsClient;
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
  readonly ssm: SSMClient;
  readonly sts: STSClient;
}

/**
 * Attempts of one call. The SDK waits longer from one to the next, at most 20 seconds, so that throttling, which others in
 * the account may have caused, is waited for.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
const MAX_ATTEMPTS = 10;

/**
 * All of them together call AWS at most 25 times a second. A profile becomes that of the process: of the option the SDK
 * takes credentials, and the `endpoint_url` of the default profile.
 */
export function releaseClients(given: ReleaseClientConfig): ReleaseClients {
  if (given.profile !== undefined) process.env.AWS_PROFILE = given.profile;
  const config = { maxAttempts: MAX_ATTEMPTS, ...given };
  return {
    autoScaling: paced(new AutoScalingClient(config)),
    codeBuild: paced(new CodeBuildClient(config)),
    codeDeploy: paced(new CodeDeployClient(config)),
    codePipeline: paced(new CodePipelineClient(config)),
    ec2: paced(new EC2Client(config)),
    ecr: paced(new ECRClient(config)),
    ecs: paced(new ECSClient(config)),
    elb: paced(new ElasticLoadBalancingV2Client(config)),
    lambda: paced(new LambdaClient(config)),
    logs: paced(new CloudWatchLogsClient(config)),
    s3: paced(new S3Client(config)),
    ssm: paced(new SSMClient(config)),
    sts: paced(new STSClient(config)),
  };
}
