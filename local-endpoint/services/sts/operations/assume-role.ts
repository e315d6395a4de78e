import type { Operation } from '../../../kit/operation';
import { assumeRole as assume } from '../../../authorization/assume';
import type { RoleReader } from '../../../authorization/reader';
import type { Sessions } from '../../../authorization/sessions';
import { checkNames, checkNoSessionPolicies, type SessionPolicies } from './session-input';

interface Input extends SessionPolicies {
  RoleArn?: string;
  RoleSessionName?: string;
  ExternalId?: string;
  DurationSeconds?: string;
  Tags?: { Key: string; Value: string }[];
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function assumeRoleOperation(
  reader: RoleReader,
  sessions: Sessions,
  now: () => Date,
): Operation<Input> {
  return async (input, { caller }) => {
    const { roleArn, sessionName } = checkNames(input);
    checkNoSessionPolicies(input, 'AssumeRole');
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
