import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { ECRClient } from '@aws-sdk/client-ecr';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { type DeployedApp, REGION } from '../../acceptance/support/deployed-app';

/** Clients with the credentials of a build, whose code may do with them what it likes. */
export interface LeakedSession {
  readonly codeBuild: CodeBuildClient;
  readonly codePipeline: CodePipelineClient;
  readonly ecr: ECRClient;
  readonly s3: S3Client;
  readonly secrets: SecretsManagerClient;
  readonly ssm: SSMClient;
  readonly sts: STSClient;
}

/** A buildspec that writes the credentials of its build into the log; the endpoint made them up. */
export const LEAKING_BUILDSPEC = `version: 0.2
phases: { build: { commands: ['echo "credentials $AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY \${AWS_SESSION_TOKEN:-none}"', 'echo "push \${PUSH:-unset} token \${TOKEN:-unset} branch \${BRANCH:-unset}"'] } }
`;

/** Waits for a build of a project that runs {@link LEAKING_BUILDSPEC}. */
export async function leakedSession(app: DeployedApp, project: string): Promise<LeakedSession> {
  const found = await loggedBy(app, project, /^credentials (\S+) (\S+) (\S+)$/);
  const [, accessKeyId = '', secretAccessKey = '', sessionToken] = found;
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const as = { endpoint: app.local.url, region: REGION, credentials };
  return {
    codeBuild: new CodeBuildClient(as),
    codePipeline: new CodePipelineClient(as),
    ecr: new ECRClient(as),
    s3: new S3Client({ ...as, forcePathStyle: true }),
    secrets: new SecretsManagerClient(as),
    ssm: new SSMClient(as),
    sts: new STSClient(as),
  };
}

/** Waits for a line of a project's logs. */
export function loggedBy(app: DeployedApp, project: string, line: RegExp): Promise<RegExpExecArray> {
  return app.until(`A line ${line} of ${project}`, async () => {
    const { events = [] } = await app.clients.logs.send(
      new FilterLogEventsCommand({ logGroupName: `/aws/codebuild/${project}` }),
    );
    return events.map(({ message = '' }) => line.exec(message.trim())).find((match) => match !== null);
  });
}

/** What became of a call: `allowed`, or the action that IAM does not allow, or another error's message. */
export async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'allowed';
  } catch (error) {
    const { message } = error as Error;
    const action = /is not authorized to perform: (\S+)/.exec(message)?.[1];
    return action ? `denied ${action}` : message;
  }
}
