import type { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';
import type { BuildVariable } from './config/model';

/** To read the parameters that variables of builds are in. */
export function readParameters(variables: readonly BuildVariable[], arns: Arns): Grant[] {
  const names = valuesOf(variables, 'PARAMETER_STORE');
  return names.length
    ? [{ actions: ['ssm:GetParameters'], resources: names.map((name) => arns.parameter(name)) }]
    : [];
}

/** To read the secrets that variables of builds are in. */
export function readSecrets(variables: readonly BuildVariable[], arns: Arns): Grant[] {
  const secrets = valuesOf(variables, 'SECRETS_MANAGER').map((value) => secretArn(value, arns));
  return secrets.length
    ? [{ actions: ['secretsmanager:GetSecretValue'], resources: [...new Set(secrets)] }]
    : [];
}

function valuesOf(variables: readonly BuildVariable[], type: BuildVariable['type']): string[] {
  return [...new Set(variables.filter((one) => one.type === type).map(({ value }) => value))];
}

/** The ARN of a reference `secret-id:json-key:version-stage:version-id`, whose id may be an ARN, which has seven parts. */
function secretArn(reference: string, arns: Arns): string {
  const parts = reference.split(':');
  return parts[0] === 'arn' ? parts.slice(0, 7).join(':') : arns.secret(parts[0] as string);
}
