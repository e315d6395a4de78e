import type { Identities } from '../../../kit/identities';
import type { Operation } from '../../../kit/operation';
import type { Tag } from '../../../kit/resources/tags';
import { checkSessionInput, durationOf, type SessionInput, sessionOutput } from '../session-request';

interface Input extends SessionInput {
  readonly ExternalId?: string;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function assumeRole(identities: Identities, now: () => Date): Operation<Input> {
  return async (input, { caller }) => {
    const session = await identities.assumeRole(caller, {
      ...checkSessionInput(input, 'AssumeRole'),
      tags: Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
      ...(input.ExternalId ? { externalId: input.ExternalId } : {}),
    });
    return sessionOutput(session, durationOf(input), now(), input.Policy);
  };
}
