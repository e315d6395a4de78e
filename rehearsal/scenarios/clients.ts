import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';

/** The clients of a team member with dummy credentials in one account and region of the endpoint. */
export interface Clients {
  readonly alarms: CloudWatchClient;
  readonly codeDeploy: CodeDeployClient;
  readonly codePipeline: CodePipelineClient;
  readonly ecr: ECRClient;
  readonly ecs: ECSClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly iam: IAMClient;
  readonly s3: S3Client;
  readonly ssm: SSMClient;
}

/** Clients as a person has them: an access key that is the account's number works in that account. */
export function clientsFor(endpoint: string, account: string, region: string): Clients {
  const as = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'rehearsal' } };
  return {
    alarms: new CloudWatchClient(as),
    codeDeploy: new CodeDeployClient(as),
    codePipeline: new CodePipelineClient(as),
    ecr: new ECRClient(as),
    ecs: new ECSClient(as),
    elb: new ElasticLoadBalancingV2Client(as),
    iam: new IAMClient(as),
    s3: new S3Client({ ...as, forcePathStyle: true }),
    ssm: new SSMClient(as),
  };
}
