import type { EnvironmentVariable } from '@aws-sdk/client-codebuild';
import { CreateSecretCommand, DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import type { Terminal } from '../report/terminal';
import { createPlaceholderParameter, PLACEHOLDER } from '../set-up/placeholder-parameter';
import type { BuildsPipeline } from './projects';

/**
 * Why a pipeline cannot be rehearsed: no placeholder is possible for a secret that is named by ARN or version, because AWS
 * chooses both.
 */
export async function missingSecret(pipeline: BuildsPipeline): Promise<string | undefined> {
  for (const { id, exact } of secretsOf(pipeline))
    if (exact && !(await hasSecret(pipeline, id)))
      return `${pipeline.name} reads secret ${exact}, which is not on the local endpoint`;
  return undefined;
}

/** Creates the parameters and secrets that builds read and that do not exist yet. */
export async function createPlaceholders(pipeline: BuildsPipeline, terminal: Terminal): Promise<void> {
  const { ssm, secrets } = pipeline.clients;
  for (const Name of valuesOf(pipeline, 'PARAMETER_STORE')) {
    if (await createPlaceholderParameter(ssm, Name, 'SecureString'))
      terminal.line(`  parameter ${Name} is a placeholder for the one that builds of ${pipeline.name} read`);
  }
  for (const { id, keys } of secretsOf(pipeline)) {
    if (await hasSecret(pipeline, id)) continue;
    const value = JSON.stringify(Object.fromEntries(keys.map((key) => [key, PLACEHOLDER])));
    const SecretString = keys.length ? value : PLACEHOLDER;
    await secrets.send(new CreateSecretCommand({ Name: id, SecretString }));
    terminal.line(`  secret ${id} is a placeholder for the one that builds of ${pipeline.name} read`);
  }
}

/** A secret that builds read. */
interface ReadSecret {
  readonly id: string;
  /** Keys of its JSON that are read; empty where it is read as a whole. */
  readonly keys: readonly string[];
  /** The reference, where it names one secret or version only. */
  readonly exact?: string;
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager */
function secretsOf(pipeline: BuildsPipeline): ReadSecret[] {
  const found = new Map<string, ReadSecret>();
  for (const value of valuesOf(pipeline, 'SECRETS_MANAGER')) {
    const [, id = '', key = '', versionStage = '', version = ''] =
      /^(arn(?::[^:]*){6}|[^:]*):?([^:]*):?([^:]*):?([^:]*)$/.exec(value) ?? [];
    const { keys = [], exact } = found.get(id) ?? {};
    const fixed = id.startsWith('arn:') || version !== '' || !['', 'AWSCURRENT'].includes(versionStage);
    found.set(id, { id, keys: key ? [...keys, key] : keys, exact: fixed ? value : exact });
  }
  return [...found.values()];
}

function valuesOf({ builds: { variables } }: BuildsPipeline, type: EnvironmentVariable['type']): string[] {
  return [...new Set(variables.filter((one) => one.type === type).map(({ value = '' }) => value))];
}

const hasSecret = ({ clients: { secrets } }: BuildsPipeline, SecretId: string): Promise<boolean> =>
  secrets.send(new DescribeSecretCommand({ SecretId })).then(
    () => true,
    (error: Error) => {
      if (error.name === 'ResourceNotFoundException') return false;
      throw error;
    },
  );
