import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PhaseFailure, errorText } from './failure';
import type { ProvisionedBuild } from './context';

/** CodeBuild's status code for such a failure. */
const CODE = 'Secrets Manager Error';

/** The parts of `secret-id:json-key:version-stage:version-id`. */
interface SecretReference {
  readonly secretId: string;
  /** @default - the whole secret */
  readonly jsonKey: string;
  /** @default AWSCURRENT */
  readonly versionStage: string;
  readonly versionId: string;
}

/**
 * Values from Secrets Manager; the log masks them from here on.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager
 * @param references by variable
 * @returns value by variable
 * @throws PhaseFailure `Secrets Manager Error` where one does not exist, or the role may not read it
 */
export async function readSecrets(
  { identity, log }: ProvisionedBuild,
  references: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const client = new SecretsManagerClient(identity);
  const values = new Map<string, string>();
  for (const [variable, text] of references) {
    const reference = parseReference(text);
    try {
      const value = valueOf(await readSecret(client, reference), reference);
      log.mask(value, { secret: true });
      values.set(variable, value);
    } catch (error) {
      log.show(`The secret ${reference.secretId} of the variable ${variable} cannot be read`);
      throw error;
    }
  }
  return values;
}

/** An ARN has colons of its own, seven parts of it. */
function parseReference(text: string): SecretReference {
  const parts = text.split(':');
  const length = text.startsWith('arn:') ? 7 : 1;
  const [jsonKey = '', versionStage = '', versionId = ''] = parts.slice(length);
  return { secretId: parts.slice(0, length).join(':'), jsonKey, versionStage, versionId };
}

async function readSecret(client: SecretsManagerClient, reference: SecretReference): Promise<string> {
  const { secretId, versionStage, versionId } = reference;
  const command = new GetSecretValueCommand({
    SecretId: secretId,
    VersionStage: versionStage || undefined,
    VersionId: versionId || undefined,
  });
  const answer = await client.send(command).catch((error: unknown) => {
    throw new PhaseFailure(CODE, errorText(error), { cause: error });
  });
  if (answer.SecretString !== undefined) return answer.SecretString;
  throw new PhaseFailure(CODE, `The secret ${secretId} holds bytes, not text`);
}

function valueOf(secret: string, { secretId, jsonKey }: SecretReference): string {
  if (!jsonKey) return secret;
  const fields = fieldsOf(secret);
  const value = fields?.[jsonKey];
  if (value === undefined) throw new PhaseFailure(CODE, `The secret ${secretId} has no JSON key ${jsonKey}`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function fieldsOf(secret: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(secret);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // a secret that is no JSON has no keys
  }
}
