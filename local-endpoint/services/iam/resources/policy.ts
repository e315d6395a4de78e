import type { JsonObject } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { policyText, provider, type ResourceContext } from '../../../kit/resources/provider';

interface PolicyProperties {
  readonly PolicyName: string;
  readonly PolicyDocument: JsonObject;
  readonly Roles?: readonly string[];
}

/**
 * An inline policy of roles. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html
 */
export const policy = provider<PolicyProperties>({
  properties: { PolicyName: 'update', PolicyDocument: 'update', Roles: 'update' },

  async create(properties, context) {
    const physicalId = context.generatedName(128);
    context.made(physicalId);
    await put(properties, context);
    return { physicalId };
  },

  async update({ physicalId, properties: before }, after, context) {
    await put(after, context);
    const renamed = before.PolicyName !== after.PolicyName;
    const left = (before.Roles ?? []).filter((role) => renamed || !after.Roles?.includes(role));
    await remove(before.PolicyName, left, context);
    return { physicalId };
  },

  delete: async ({ properties }, context) => remove(properties.PolicyName, properties.Roles ?? [], context),
});

async function put(
  { PolicyName, PolicyDocument, Roles = [] }: PolicyProperties,
  context: ResourceContext,
): Promise<void> {
  const { IAMClient, PutRolePolicyCommand } = await import('@aws-sdk/client-iam');
  for (const RoleName of Roles) {
    const command = new PutRolePolicyCommand({
      RoleName,
      PolicyName,
      PolicyDocument: policyText(PolicyDocument),
    });
    await context.client(IAMClient).send(command);
  }
}

async function remove(PolicyName: string, roles: readonly string[], context: ResourceContext): Promise<void> {
  const { IAMClient, DeleteRolePolicyCommand } = await import('@aws-sdk/client-iam');
  for (const RoleName of roles) {
    const deletion = context.client(IAMClient).send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await ignoring(deletion, 'NoSuchEntityException', 'NoSuchEntity');
  }
}
