import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';

interface AliasProperties {
  readonly AliasName: string;
  readonly TargetKeyId: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-alias.html */
export const keyAlias = provider<AliasProperties>({
  properties: { AliasName: 'replace', TargetKeyId: 'update' },
  name: 'AliasName',

  async create({ AliasName, TargetKeyId }, context) {
    const { KMSClient, CreateAliasCommand } = await import('@aws-sdk/client-kms');
    await context.client(KMSClient).send(new CreateAliasCommand({ AliasName, TargetKeyId }));
    return { physicalId: AliasName };
  },

  async update({ physicalId }, { AliasName, TargetKeyId }, context) {
    const { KMSClient, UpdateAliasCommand } = await import('@aws-sdk/client-kms');
    await context.client(KMSClient).send(new UpdateAliasCommand({ AliasName, TargetKeyId }));
    return { physicalId };
  },

  async delete({ physicalId }, context) {
    const { KMSClient, DeleteAliasCommand } = await import('@aws-sdk/client-kms');
    const deletion = context.client(KMSClient).send(new DeleteAliasCommand({ AliasName: physicalId }));
    await ignoring(deletion, 'NotFoundException');
  },
});
