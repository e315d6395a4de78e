import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { JsonObject } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';
import { listTags, tagChanges, type Tag } from '../../../kit/resources/tags';

interface SecretProperties {
  readonly Name?: string;
  readonly Description?: string;
  readonly KmsKeyId?: string;
  readonly SecretString?: string;
  readonly GenerateSecretString?: JsonObject;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html */
export const secret = provider<SecretProperties>({
  properties: {
    Name: 'replace',
    Description: 'update',
    KmsKeyId: 'update',
    SecretString: 'update',
    GenerateSecretString: 'refuse',
    Tags: 'update',
  },
  attributes: ['Id'],
  name: 'Name',
  tags: 'list',

  async create(properties, context) {
    const secrets = await import('@aws-sdk/client-secrets-manager');
    const client = context.client(secrets.SecretsManagerClient);
    const { ARN = '' } = await client.send(
      new secrets.CreateSecretCommand({
        Name: properties.Name ?? context.generatedName(512),
        Description: properties.Description,
        KmsKeyId: properties.KmsKeyId,
        SecretString: properties.SecretString ?? (await generated(properties.GenerateSecretString, client)),
        Tags: listTags(properties.Tags),
      }),
    );
    return { physicalId: ARN, attributes: { Id: ARN } };
  },

  async update({ physicalId, properties: before }, after, context) {
    const secrets = await import('@aws-sdk/client-secrets-manager');
    const client = context.client(secrets.SecretsManagerClient);
    const { Description, KmsKeyId, SecretString } = after;
    const changed = before.SecretString === SecretString ? {} : { SecretString };
    await client.send(
      new secrets.UpdateSecretCommand({ SecretId: physicalId, Description, KmsKeyId, ...changed }),
    );
    const { removed, set } = tagChanges(before.Tags, after.Tags);
    if (removed.length > 0)
      await client.send(new secrets.UntagResourceCommand({ SecretId: physicalId, TagKeys: removed }));
    if (set.length > 0)
      await client.send(new secrets.TagResourceCommand({ SecretId: physicalId, Tags: listTags(set) }));
    return { physicalId, attributes: { Id: physicalId } };
  },

  /** As in CloudFormation, without a recovery window. */
  async delete({ physicalId: SecretId }, context) {
    const secrets = await import('@aws-sdk/client-secrets-manager');
    const command = new secrets.DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true });
    await ignoring(context.client(secrets.SecretsManagerClient).send(command), 'ResourceNotFoundException');
  },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-secretsmanager-secret-generatesecretstring.html */
async function generated(
  rules: JsonObject | undefined,
  client: SecretsManagerClient,
): Promise<string | undefined> {
  if (!rules) return undefined;
  const { GetRandomPasswordCommand } = await import('@aws-sdk/client-secrets-manager');
  const { SecretStringTemplate, GenerateStringKey, ...password } = rules;
  const command = new GetRandomPasswordCommand(password);
  const { RandomPassword = '' } = await client.send(command);
  if (typeof GenerateStringKey !== 'string' || typeof SecretStringTemplate !== 'string')
    return RandomPassword;
  const template = JSON.parse(SecretStringTemplate) as JsonObject;
  return JSON.stringify({ ...template, [GenerateStringKey]: RandomPassword });
}
