import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientOf } from '../../kit/client';
import type { ApiCall } from '../../kit/call';
import type { Lookup } from '../../kit/lookup';
import { formatArn } from '../../kit/arn';
import { scopeOf } from '../../kit/scope';
import {
  anyResource,
  arn,
  onResources,
  type ResourceArns,
  type PermissionRules,
  textOf,
} from '../../kit/permissions';

/**
 * A secret's ARN ends in six random characters, so the ARN of one that is given by name is read from the service.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
 */
const secret: ResourceArns = (input, call, lookup) => secretArn(textOf(input, 'SecretId'), call, lookup);

/** A policy can name a secret that does not exist yet only with a wildcard, which matches any characters. */
const newSecret: ResourceArns = (input, call) => arn(call, `secret:${textOf(input, 'Name')}-??????`);

/** What Secrets Manager operations need. */
export const permissions: PermissionRules = {
  ...onResources(anyResource, 'GetRandomPassword ListSecrets BatchGetSecretValue'),
  ...onResources(newSecret, 'CreateSecret'),
  ...onResources(
    secret,
    'CancelRotateSecret DeleteResourcePolicy DeleteSecret DescribeSecret GetResourcePolicy GetSecretValue ListSecretVersionIds PutResourcePolicy PutSecretValue RestoreSecret RotateSecret TagResource UntagResource UpdateSecret UpdateSecretVersionStage',
  ),
};

/** The ARN of a secret that is given by name or ARN; where there is none, the one it would have. */
async function secretArn(SecretId: string, { context }: ApiCall, lookup: Lookup): Promise<string> {
  const scope = scopeOf(context);
  const client = clientOf(SecretsManagerClient, lookup.asService(scope.account, scope.region));
  const { ARN } = await client
    .send(new DescribeSecretCommand({ SecretId }))
    .catch(() => ({ ARN: undefined }));
  if (ARN) return ARN;
  return SecretId.startsWith('arn:')
    ? SecretId
    : formatArn('secretsmanager', scope, `secret:${SecretId}-??????`);
}
