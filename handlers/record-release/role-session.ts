import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** Clients that work with a pipeline's role, so that the function can do no more for a pipeline than that may itself. */
export interface PipelineClients {
  readonly codePipeline: CodePipelineClient;
  readonly codeDeploy: CodeDeployClient;
  readonly ecs: ECSClient;
  readonly ecr: ECRClient;
  readonly ssm: SSMClient;
}

const sts = new STSClient();
const known = new Map<string, PipelineClients>();

/** Milliseconds before its end at which a session is no longer used. */
const SPARE = 5 * 60_000;

/** The clients of a role; kept for as long as the function stays warm. */
export function clientsOf(roleArn: string): PipelineClients {
  const clients = known.get(roleArn) ?? makeClients(roleArn);
  known.set(roleArn, clients);
  return clients;
}

function makeClients(roleArn: string): PipelineClients {
  const config = { credentials: sessions(roleArn) };
  return {
    codePipeline: new CodePipelineClient(config),
    codeDeploy: new CodeDeployClient(config),
    ecs: new ECSClient(config),
    ecr: new ECRClient(config),
    ssm: new SSMClient(config),
  };
}

/** One session for all clients, renewed before it ends; a session that could not be had is asked for again. */
function sessions(roleArn: string) {
  let session: ReturnType<typeof assume> | undefined;
  let ends = 0;
  return async () => {
    if (!session || Date.now() > ends - SPARE) session = assume(roleArn);
    try {
      const credentials = await session;
      ends = credentials.expiration.getTime();
      return credentials;
    } catch (error) {
      session = undefined;
      throw error;
    }
  };
}

async function assume(roleArn: string) {
  const request = { RoleArn: roleArn, RoleSessionName: 'record-release' };
  const { Credentials: given } = await sts.send(new AssumeRoleCommand(request));
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken,
    expiration: given?.Expiration ?? new Date(),
  };
}
