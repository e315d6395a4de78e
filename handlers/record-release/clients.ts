import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { perRole, type RoleCredentials } from '../role-session';

/** Clients that work with a pipeline's role. */
export interface PipelineClients {
  readonly codePipeline: CodePipelineClient;
  readonly codeDeploy: CodeDeployClient;
  readonly ecs: ECSClient;
  readonly ecr: ECRClient;
  readonly s3: S3Client;
  readonly ssm: SSMClient;
}

/** The clients that recording a release needs. */
export const clientsOf: (credentials: RoleCredentials) => PipelineClients = perRole((credentials) => {
  const config = { credentials };
  return {
    codePipeline: new CodePipelineClient(config),
    codeDeploy: new CodeDeployClient(config),
    ecs: new ECSClient(config),
    ecr: new ECRClient(config),
    s3: new S3Client(config),
    ssm: new SSMClient(config),
  };
});
