import type { IAMClient } from '@aws-sdk/client-iam';
import type { JsonObject } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { policyText, provider, toNumber } from '../../../kit/resources/provider';
import { listTags, tagChanges, type Tag } from '../../../kit/resources/tags';
import { attach, detach, difference } from './attachments';

interface RoleProperties {
  readonly RoleName?: string;
  readonly Path?: string;
  readonly AssumeRolePolicyDocument: JsonObject;
  readonly Description?: string;
  readonly ManagedPolicyArns?: readonly string[];
  readonly MaxSessionDuration?: number;
  readonly PermissionsBoundary?: string;
  readonly Policies?: readonly InlinePolicy[];
  readonly Tags?: readonly Tag[];
}

interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: JsonObject;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
export const role = provider<RoleProperties>({
  properties: {
    RoleName: 'replace',
    Path: 'replace',
    AssumeRolePolicyDocument: 'update',
    Description: 'update',
    ManagedPolicyArns: 'update',
    MaxSessionDuration: 'update',
    PermissionsBoundary: 'update',
    Policies: 'update',
    Tags: 'update',
  },
  attributes: ['Arn', 'RoleId'],
  name: 'RoleName',
  tags: 'list',

  async create(properties, context) {
    const { IAMClient, CreateRoleCommand } = await import('@aws-sdk/client-iam');
    const client = context.client(IAMClient);
    const { Role } = await client.send(
      new CreateRoleCommand({
        RoleName: properties.RoleName ?? context.generatedName(64),
        Path: properties.Path,
        AssumeRolePolicyDocument: policyText(properties.AssumeRolePolicyDocument),
        Description: properties.Description,
        MaxSessionDuration: toNumber(properties.MaxSessionDuration),
        PermissionsBoundary: properties.PermissionsBoundary,
        Tags: properties.Tags && listTags(properties.Tags),
      }),
    );
    const physicalId = Role?.RoleName ?? '';
    context.made(physicalId);
    await applyPolicies(client, physicalId, {}, properties);
    return { physicalId, attributes: { Arn: Role?.Arn ?? '', RoleId: Role?.RoleId ?? '' } };
  },

  async update({ physicalId: RoleName, properties: before, attributes }, after, context) {
    const iam = await import('@aws-sdk/client-iam');
    const client = context.client(iam.IAMClient);
    const trust = policyText(after.AssumeRolePolicyDocument);
    if (policyText(before.AssumeRolePolicyDocument) !== trust) {
      await client.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust }));
    }
    const { Description, MaxSessionDuration, PermissionsBoundary } = after;
    if (before.Description !== Description || before.MaxSessionDuration !== MaxSessionDuration) {
      const seconds = toNumber(MaxSessionDuration) ?? 3600;
      await client.send(
        new iam.UpdateRoleCommand({ RoleName, Description: Description ?? '', MaxSessionDuration: seconds }),
      );
    }
    if (before.PermissionsBoundary !== PermissionsBoundary) {
      await (PermissionsBoundary === undefined
        ? client.send(new iam.DeleteRolePermissionsBoundaryCommand({ RoleName }))
        : client.send(new iam.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary })));
    }
    await applyPolicies(client, RoleName, before, after);
    const { removed, set } = tagChanges(before.Tags, after.Tags);
    if (removed.length > 0) await client.send(new iam.UntagRoleCommand({ RoleName, TagKeys: removed }));
    if (set.length > 0) await client.send(new iam.TagRoleCommand({ RoleName, Tags: set }));
    return { physicalId: RoleName, attributes };
  },

  async delete({ physicalId: RoleName, properties }, context) {
    const { IAMClient, DeleteRoleCommand } = await import('@aws-sdk/client-iam');
    const client = context.client(IAMClient);
    await ignoring(applyPolicies(client, RoleName, properties, {}), 'NoSuchEntityException', 'NoSuchEntity');
    await ignoring(client.send(new DeleteRoleCommand({ RoleName })), 'NoSuchEntityException', 'NoSuchEntity');
  },
});

type Policies = Pick<RoleProperties, 'ManagedPolicyArns' | 'Policies'>;

/** Adds what is new before it removes what is gone. */
async function applyPolicies(
  client: IAMClient,
  RoleName: string,
  before: Policies,
  after: Policies,
): Promise<void> {
  const { PutRolePolicyCommand, DeleteRolePolicyCommand } = await import('@aws-sdk/client-iam');
  const managed = difference(before.ManagedPolicyArns, after.ManagedPolicyArns);
  const had = new Map(before.Policies?.map((policy) => [policy.PolicyName, text(policy)]));
  const wanted = new Map(after.Policies?.map((policy) => [policy.PolicyName, text(policy)]));
  for (const [PolicyName, PolicyDocument] of wanted) {
    if (had.get(PolicyName) === PolicyDocument) continue;
    await client.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  }
  await attach(client, [RoleName], managed.added);
  await detach(client, [RoleName], managed.removed);
  for (const PolicyName of had.keys()) {
    if (wanted.has(PolicyName)) continue;
    const deletion = client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await ignoring(deletion, 'NoSuchEntityException', 'NoSuchEntity');
  }
}

const text = ({ PolicyDocument }: InlinePolicy): string => policyText(PolicyDocument);
