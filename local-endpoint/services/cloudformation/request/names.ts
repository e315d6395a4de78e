import { AwsError } from '../../../kit/aws-error';

/**
 * Checks the name of a new stack.
 * @throws AwsError `ValidationError`
 */
export function checkStackName(name: string | undefined): string {
  return check(name, 'stackName', /^[A-Za-z][-A-Za-z0-9]{0,127}$/);
}

/**
 * Checks the name of a new change set.
 * @throws AwsError `ValidationError`
 */
export function checkChangeSetName(name: string | undefined): string {
  return check(name, 'changeSetName', /^[A-Za-z][-A-Za-z0-9]{0,127}$/);
}

function check(name: string | undefined, field: string, pattern: RegExp): string {
  if (name !== undefined && pattern.test(name)) return name;
  const rule = `Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`;
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${name}' at '${field}' failed to satisfy constraint: ${rule}`,
  );
}
