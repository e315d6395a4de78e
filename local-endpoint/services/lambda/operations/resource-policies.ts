import { randomUUID } from 'node:crypto';
import { GetPolicyCommand, LambdaClient, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import type { AwsIdentity } from '../../../kit/aws';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { parsePolicy } from '../../../kit/policy/document';
import { requireFunction } from '../functions/find-function';
import { referenceOf } from '../functions/reference';
import type { LambdaStore } from '../store';

interface ResourceInput {
  /** Of a function, a version or an alias. */
  readonly ResourceArn: string;
}

/**
 * Sets the whole policy of a function, which may deny as well, in the place of what AddPermission added.
 * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
export const putResourcePolicy =
  (store: LambdaStore): Operation<ResourceInput & { readonly Policy: string }> =>
  async ({ ResourceArn, Policy }, context) => {
    checkPolicy(Policy);
    const reference = referenceOf({ FunctionName: ResourceArn }, context);
    await requireFunction(store, reference);
    await removePermissions(store.context.aws.asService(reference.account, reference.region), ResourceArn);
    const kept = { Policy, RevisionId: randomUUID() };
    store.state.in(reference).policies.set(ResourceArn, kept);
    return kept;
  };

/** What PutResourcePolicy has set; what AddPermission added is in GetPolicy. */
export const getResourcePolicy =
  (store: LambdaStore): Operation<ResourceInput> =>
  async ({ ResourceArn }, context) => {
    const kept = store.state
      .in(referenceOf({ FunctionName: ResourceArn }, context))
      .policies.get(ResourceArn);
    if (kept) return kept;
    throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
  };

export const deleteResourcePolicy =
  (store: LambdaStore): Operation<ResourceInput> =>
  async ({ ResourceArn }, context) => {
    store.state.in(referenceOf({ FunctionName: ResourceArn }, context)).policies.delete(ResourceArn);
    return {};
  };

/** The statements of both ways of setting a policy, as one. @returns undefined where there is none */
export async function wholePolicy(
  store: LambdaStore,
  arn: string,
  identity: AwsIdentity,
): Promise<string | undefined> {
  const reference = referenceOf({ FunctionName: arn }, { caller: ROOT, region: identity.region });
  const whole = store.state.in(reference).policies.get(arn)?.Policy;
  const added = await addedPolicy(identity, arn);
  if (!whole || !added) return whole ?? added;
  const statements = [whole, added].flatMap(
    (text) => (JSON.parse(text) as { Statement?: unknown }).Statement,
  );
  return JSON.stringify({ Version: '2012-10-17', Statement: statements.flat() });
}

/** The ARN names the account. */
const ROOT = { accessKeyId: '', accountId: '', arn: '' };

function checkPolicy(text: string): void {
  try {
    if (parsePolicy('resource policy', text).statements.every(({ principals }) => principals)) return;
  } catch {
    // refused below, like what is JSON and no policy
  }
  throw new AwsError(
    'InvalidParameterValueException',
    'The provided policy is not a valid resource-based policy.',
  );
}

async function removePermissions(identity: AwsIdentity, FunctionName: string): Promise<void> {
  const added = await addedPolicy(identity, FunctionName);
  const ids = added ? parsePolicy(FunctionName, added).statements.map(({ id }) => id) : [];
  for (const StatementId of ids)
    await new LambdaClient(identity).send(new RemovePermissionCommand({ FunctionName, StatementId }));
}

const addedPolicy = async (identity: AwsIdentity, FunctionName: string): Promise<string | undefined> =>
  (await new LambdaClient(identity).send(new GetPolicyCommand({ FunctionName })).catch(() => undefined))
    ?.Policy;
