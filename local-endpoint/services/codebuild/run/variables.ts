import type { EnvironmentVariable } from '@aws-sdk/client-codebuild';
import type { Buildspec } from '../buildspec/model';
import { readParameters } from './parameters';
import type { ProvisionedBuild } from './context';
import { readSecrets } from './secrets';

/**
 * The variables of buildspec, project and build with their values; the build's replace the project's, and those the
 * buildspec's.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.variables
 * @throws PhaseFailure where a parameter or secret cannot be read
 */
export async function declaredVariables(
  run: ProvisionedBuild,
  { env }: Buildspec,
): Promise<Record<string, string>> {
  const declared = new Map<string, EnvironmentVariable>();
  const declare = (type: EnvironmentVariable['type'], values: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(values)) declared.set(name, { name, value, type });
  };
  declare('PLAINTEXT', env.variables);
  declare('PARAMETER_STORE', env.parameterStore);
  declare('SECRETS_MANAGER', env.secretsManager);
  for (const variable of run.record.project.environment.environmentVariables ?? [])
    declared.set(variable.name ?? '', variable);
  const ofType = (type: EnvironmentVariable['type']): Map<string, string> =>
    new Map(
      [...declared.values()]
        .filter((one) => (one.type ?? 'PLAINTEXT') === type)
        .map(({ name = '', value = '' }) => [name, value]),
    );
  const parameters = await readParameters(run, ofType('PARAMETER_STORE'));
  const secrets = await readSecrets(run, ofType('SECRETS_MANAGER'));
  return Object.fromEntries([...ofType('PLAINTEXT'), ...parameters, ...secrets]);
}

/** Names whose values must not leave the build. https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.exported-variables */
export function secretNames(run: Pick<ProvisionedBuild, 'record'>, { env }: Buildspec): ReadonlySet<string> {
  const variables = run.record.project.environment.environmentVariables ?? [];
  const secret = variables.filter(({ type }) => type === 'PARAMETER_STORE' || type === 'SECRETS_MANAGER');
  return new Set([
    ...Object.keys(env.parameterStore),
    ...Object.keys(env.secretsManager),
    ...secret.map(({ name = '' }) => name),
  ]);
}
