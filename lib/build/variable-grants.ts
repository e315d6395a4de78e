import type { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';
import { readParameters } from '../pipeline/parameter-grants';
import type { BuildVariable } from './config/model';

/** To read the parameters that variables of builds are in. */
export const readBuildParameters = (variables: readonly BuildVariable[], arns: Arns): Grant[] =>
  readParameters(valuesOf(variables, 'PARAMETER_STORE'), arns);

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
