import type { Operation } from '../../endpoint/service';
import { AwsError } from '../../endpoint/service';
import { assumeRole as assume } from '../assume';
import type { RoleReader } from '../reader';
import type { Sessions } from '../sessions';

interface Input {
  RoleArn?: string;
  RoleSessionName?: string;
  ExternalId?: string;
  DurationSeconds?: string;
  Policy?: string;
  PolicyArns?: unknown[];
  Tags?: { Key: string; Value: string }[];
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function assumeRoleOperation(
  reader: RoleReader,
  sessions: Sessions,
  now: () => Date,
): Operation<Input> {
  return async (input, { caller }) => {
    const { roleArn, sessionName } = checked(input);
    const { credentials, assumedRoleArn, assumedRoleId } = await assume(
      caller,
      {
        roleArn,
        sessionName,
        tags: Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
        ...(input.ExternalId ? { externalId: input.ExternalId } : {}),
      },
      reader,
      sessions,
    );
    const seconds = Number(input.DurationSeconds ?? 3600);
    return {
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: new Date(now().getTime() + seconds * 1000),
      },
      AssumedRoleUser: { AssumedRoleId: assumedRoleId, Arn: assumedRoleArn },
      PackedPolicySize: 0,
    };
  };
}

function checked({ RoleArn = '', RoleSessionName = '', Policy, PolicyArns }: Input): {
  roleArn: string;
  sessionName: string;
} {
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(RoleArn))
    throw new AwsError('ValidationError', `${RoleArn} is invalid`);
  if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]{2,64}`,
    );
  }
  if (Policy !== undefined || PolicyArns !== undefined) {
    throw new AwsError(
      'UnsupportedOperation',
      'Session policies of sts:AssumeRole are not supported by the local endpoint',
    );
  }
  return { roleArn: RoleArn, sessionName: RoleSessionName };
}
