import type { IAMClient } from '@aws-sdk/client-iam';
import type { JsonObject } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { policyText, provider } from '../../../kit/resources/provider';
import { attach, detach, difference } from './attachments';

interface ManagedPolicyProperties {
  readonly ManagedPolicyName?: string;
  readonly Path?: string;
  readonly Description?: string;
  readonly PolicyDocument: JsonObject;
  readonly Roles?: readonly string[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html */
export const managedPolicy = provider<ManagedPolicyProperties>({
  properties: {
    ManagedPolicyName: 'replace',
    Path: 'replace',
    Description: 'replace',
    PolicyDocument: 'update',
    Roles: 'update',
  },
  attributes: ['PolicyArn'],
  name: 'ManagedPolicyName',

  async create(properties, context) {
    const { IAMClient, CreatePolicyCommand } = await import('@aws-sdk/client-iam');
    const client = context.client(IAMClient);
    const { Policy } = await client.send(
      new CreatePolicyCommand({
        PolicyName: properties.ManagedPolicyName ?? context.generatedName(128),
        Path: properties.Path,
        Description: properties.Description,
        PolicyDocument: policyText(properties.PolicyDocument),
      }),
    );
    const arn = Policy?.Arn ?? '';
    context.made(arn);
    await attach(client, properties.Roles ?? [], [arn]);
    return { physicalId: arn, attributes: { PolicyArn: arn } };
  },

  async update({ physicalId: PolicyArn, properties: before, attributes }, after, context) {
    const { IAMClient, CreatePolicyVersionCommand } = await import('@aws-sdk/client-iam');
    const client = context.client(IAMClient);
    const PolicyDocument = policyText(after.PolicyDocument);
    if (policyText(before.PolicyDocument) !== PolicyDocument) {
      await deleteOldVersions(client, PolicyArn);
      await client.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
    }
    const { added, removed } = difference(before.Roles, after.Roles);
    await attach(client, added, [PolicyArn]);
    await detach(client, removed, [PolicyArn]);
    return { physicalId: PolicyArn, attributes };
  },

  async delete({ physicalId: PolicyArn, properties }, context) {
    const { IAMClient, DeletePolicyCommand } = await import('@aws-sdk/client-iam');
    const client = context.client(IAMClient);
    await detach(client, properties.Roles ?? [], [PolicyArn]);
    await ignoring(deleteOldVersions(client, PolicyArn), 'NoSuchEntityException', 'NoSuchEntity');
    await ignoring(
      client.send(new DeletePolicyCommand({ PolicyArn })),
      'NoSuchEntityException',
      'NoSuchEntity',
    );
  },
});

/** A policy has at most five versions, and only the default one when it is deleted. */
async function deleteOldVersions(client: IAMClient, PolicyArn: string): Promise<void> {
  const { DeletePolicyVersionCommand, ListPolicyVersionsCommand } = await import('@aws-sdk/client-iam');
  const { Versions = [] } = await client.send(new ListPolicyVersionsCommand({ PolicyArn }));
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (!IsDefaultVersion) await client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
}
