import type { EnvironmentVariable } from '@aws-sdk/client-codebuild';
import { CreateSecretCommand, DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import type { Terminal } from '../report/terminal';
import type { CommitPipeline } from '../ecs-from-commits/deployed-pipeline';

/** What a build is given in place of a value that only the real account has. */
const STAND_IN = 'rehearsal';

/** Why a value that builds read cannot be stood in for, if so: AWS chooses the end of a secret's ARN, and its versions. */
export async function missingValues(pipeline: CommitPipeline): Promise<string | undefined> {
  for (const { id, exact } of secretsOf(pipeline))
    if (exact && !(await hasSecret(pipeline, id)))
      return `${pipeline.name} reads secret ${exact}, which is not on the local endpoint`;
  return undefined;
}

/** Makes the parameters and secrets that builds read and that are not there yet, as a team has them before its first push. */
export async function standInForValues(pipeline: CommitPipeline, terminal: Terminal): Promise<void> {
  const { ssm, secrets } = pipeline.clients;
  for (const Name of valuesOf(pipeline, 'PARAMETER_STORE')) {
    if (await hasParameter(pipeline, Name)) continue;
    await ssm.send(new PutParameterCommand({ Name, Value: STAND_IN, Type: 'SecureString' }));
    terminal.line(`  parameter ${Name} stands in for the one that builds of ${pipeline.name} read`);
  }
  for (const { id, keys } of secretsOf(pipeline)) {
    if (await hasSecret(pipeline, id)) continue;
    const value = JSON.stringify(Object.fromEntries(keys.map((key) => [key, STAND_IN])));
    const SecretString = keys.length ? value : STAND_IN;
    await secrets.send(new CreateSecretCommand({ Name: id, SecretString }));
    terminal.line(`  secret ${id} stands in for the one that builds of ${pipeline.name} read`);
  }
}

/** A secret that builds read. */
interface ReadSecret {
  readonly id: string;
  /** Of the JSON in it; none where it is read as a whole. */
  readonly keys: readonly string[];
  /** What names it so that no other can take its place. */
  readonly exact?: string;
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager */
function secretsOf(pipeline: CommitPipeline): ReadSecret[] {
  const found = new Map<string, ReadSecret>();
  for (const value of valuesOf(pipeline, 'SECRETS_MANAGER')) {
    const [, id = '', key = '', stage = '', version = ''] =
      /^(arn(?::[^:]*){6}|[^:]*):?([^:]*):?([^:]*):?([^:]*)$/.exec(value) ?? [];
    const { keys = [], exact } = found.get(id) ?? {};
    const fixed = id.startsWith('arn:') || version !== '' || !['', 'AWSCURRENT'].includes(stage);
    found.set(id, { id, keys: key ? [...keys, key] : keys, exact: fixed ? value : exact });
  }
  return [...found.values()];
}

function valuesOf({ variables }: CommitPipeline, type: EnvironmentVariable['type']): string[] {
  return [...new Set(variables.filter((one) => one.type === type).map(({ value = '' }) => value))];
}

const hasParameter = ({ clients: { ssm } }: CommitPipeline, Name: string): Promise<boolean> =>
  there(ssm.send(new GetParameterCommand({ Name })), 'ParameterNotFound');

const hasSecret = ({ clients: { secrets } }: CommitPipeline, SecretId: string): Promise<boolean> =>
  there(secrets.send(new DescribeSecretCommand({ SecretId })), 'ResourceNotFoundException');

async function there(asked: Promise<unknown>, missing: string): Promise<boolean> {
  return asked.then(
    () => true,
    (error: Error) => {
      if (error.name === missing) return false;
      throw error;
    },
  );
}
