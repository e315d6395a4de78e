import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';
import { listTags, type Tag, tagChanges } from '../../../kit/resources/tags';

interface OidcProviderProperties {
  readonly Url?: string;
  readonly ClientIdList?: readonly string[];
  readonly ThumbprintList?: readonly string[];
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-oidcprovider.html */
export const oidcProvider = provider<OidcProviderProperties>({
  properties: { Url: 'replace', ClientIdList: 'refuse', ThumbprintList: 'update', Tags: 'update' },
  attributes: ['Arn'],
  name: 'Url',
  tags: 'list',

  async create({ Url, ClientIdList = [], ThumbprintList = [], Tags }, context) {
    const { IAMClient, CreateOpenIDConnectProviderCommand } = await import('@aws-sdk/client-iam');
    const { OpenIDConnectProviderArn = '' } = await context.client(IAMClient).send(
      new CreateOpenIDConnectProviderCommand({
        Url,
        ClientIDList: [...ClientIdList],
        ThumbprintList: [...ThumbprintList],
        Tags: Tags && listTags(Tags),
      }),
    );
    return { physicalId: OpenIDConnectProviderArn, attributes: { Arn: OpenIDConnectProviderArn } };
  },

  async update({ physicalId: OpenIDConnectProviderArn, properties: before, attributes }, after, context) {
    const iam = await import('@aws-sdk/client-iam');
    const client = context.client(iam.IAMClient);
    const ThumbprintList = [...(after.ThumbprintList ?? [])];
    if (String(before.ThumbprintList ?? []) !== String(ThumbprintList)) {
      const thumbprints = { OpenIDConnectProviderArn, ThumbprintList };
      await client.send(new iam.UpdateOpenIDConnectProviderThumbprintCommand(thumbprints));
    }
    const { removed, set } = tagChanges(before.Tags, after.Tags);
    const tagged = { OpenIDConnectProviderArn };
    if (removed.length > 0)
      await client.send(new iam.UntagOpenIDConnectProviderCommand({ ...tagged, TagKeys: removed }));
    if (set.length > 0) await client.send(new iam.TagOpenIDConnectProviderCommand({ ...tagged, Tags: set }));
    return { physicalId: OpenIDConnectProviderArn, attributes };
  },

  async delete({ physicalId: OpenIDConnectProviderArn }, context) {
    const { IAMClient, DeleteOpenIDConnectProviderCommand } = await import('@aws-sdk/client-iam');
    const deletion = context
      .client(IAMClient)
      .send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    await ignoring(deletion, 'NoSuchEntityException', 'NoSuchEntity');
  },
});
