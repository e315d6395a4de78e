import { anything, arn, on, type Resources, type Rules, text } from '../../kit/permissions';

/**
 * A secret's ARN ends in six random characters, so one that is given by name has to be looked up.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
 */
const secret: Resources = (input, call, look) => look.secret(text(input, 'SecretId'), call);

/** Before it is there, a policy can only name it with a wildcard, which any characters fit. */
const newSecret: Resources = (input, call) => arn(call, `secret:${text(input, 'Name')}-??????`);

/** What Secrets Manager operations need. */
export const secretsmanager: Rules = {
  ...on(anything, 'GetRandomPassword ListSecrets BatchGetSecretValue'),
  ...on(newSecret, 'CreateSecret'),
  ...on(
    secret,
    'CancelRotateSecret DeleteResourcePolicy DeleteSecret DescribeSecret GetResourcePolicy GetSecretValue ListSecretVersionIds PutResourcePolicy PutSecretValue RestoreSecret RotateSecret TagResource UntagResource UpdateSecret UpdateSecretVersionStage',
  ),
};
