import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodeCommitClient } from '@aws-sdk/client-codecommit';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { LocalEndpoint } from '@pipeline-factory/local-endpoint';

/** The clients of a team member with dummy credentials in one account and region of the endpoint. */
export interface RehearsalClients {
  /** Retries what fails for a grant that is taken away. @default - none is */
  readonly trial?: {
    /** Whether a failed execution goes on. */
    goesOn(pipeline: { name: string; clients: RehearsalClients }, executionId: string): Promise<boolean>;
  };
  readonly account: string;
  readonly region: string;
  readonly alarms: CloudWatchClient;
  readonly autoScaling: AutoScalingClient;
  readonly cloudFormation: CloudFormationClient;
  readonly codeBuild: CodeBuildClient;
  readonly codeCommit: CodeCommitClient;
  readonly codeDeploy: CodeDeployClient;
  readonly codePipeline: CodePipelineClient;
  readonly ec2: EC2Client;
  readonly ecr: ECRClient;
  readonly ecs: ECSClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly events: EventBridgeClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly secrets: SecretsManagerClient;
  readonly ssm: SSMClient;
}

/** Clients as a person has them: an access key that is the account's number works in that account. */
export function clientsFor(
  { url: endpoint, inProcess }: Pick<LocalEndpoint, 'url' | 'inProcess'>,
  account: string,
  region: string,
): RehearsalClients {
  const credentials = { accessKeyId: account, secretAccessKey: 'rehearsal' };
  const as = { ...inProcess, endpoint, region, credentials };
  return {
    account,
    region,
    alarms: new CloudWatchClient(as),
    autoScaling: new AutoScalingClient(as),
    cloudFormation: new CloudFormationClient(as),
    codeBuild: new CodeBuildClient(as),
    codeCommit: new CodeCommitClient(as),
    codeDeploy: new CodeDeployClient(as),
    codePipeline: new CodePipelineClient(as),
    ec2: new EC2Client(as),
    ecr: new ECRClient(as),
    ecs: new ECSClient(as),
    elb: new ElasticLoadBalancingV2Client(as),
    events: new EventBridgeClient(as),
    iam: new IAMClient(as),
    lambda: new LambdaClient(as),
    logs: new CloudWatchLogsClient(as),
    s3: new S3Client({ ...as, forcePathStyle: true }),
    secrets: new SecretsManagerClient(as),
    ssm: new SSMClient(as),
  };
}
