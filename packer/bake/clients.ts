import { EC2Client } from '@aws-sdk/client-ec2';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';

/** Clients that work with the build's role. */
export interface AwsClients {
  readonly ec2: EC2Client;
  readonly ssm: SSMClient;
  readonly s3: S3Client;
}

export const awsClients = (): AwsClients => ({
  ec2: new EC2Client(),
  ssm: new SSMClient(),
  s3: new S3Client({ forcePathStyle: true }), // no bucket has a host of its own in the local endpoint
});
