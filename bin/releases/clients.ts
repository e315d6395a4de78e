import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';

/** How clients are made. What is left out comes from the environment and the user's AWS configuration. */
export interface ReleaseClientConfig {
  readonly region?: string;
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
  readonly codeDeploy: CodeDeployClient;
  readonly codePipeline: CodePipelineClient;
  readonly ec2: EC2Client;
  readonly ecr: ECRClient;
  readonly ecs: ECSClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly s3: S3Client;
  readonly ssm: SSMClient;
}

export function releaseClients(config: ReleaseClientConfig): ReleaseClients {
  return {
    autoScaling: new AutoScalingClient(config),
    codeDeploy: new CodeDeployClient(config),
    codePipeline: new CodePipelineClient(config),
    ec2: new EC2Client(config),
    ecr: new ECRClient(config),
    ecs: new ECSClient(config),
    elb: new ElasticLoadBalancingV2Client(config),
    s3: new S3Client(config),
    ssm: new SSMClient(config),
  };
}
