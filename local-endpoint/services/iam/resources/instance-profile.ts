import type { IAMClient } from '@aws-sdk/client-iam';
import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';

interface InstanceProfileProperties {
  readonly InstanceProfileName?: string;
  readonly Path?: string;
  readonly Roles: readonly string[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html */
export const instanceProfile = provider<InstanceProfileProperties>({
  properties: { InstanceProfileName: 'replace', Path: 'replace', Roles: 'update' },
  attributes: ['Arn'],
  name: 'InstanceProfileName',

  async create({ InstanceProfileName, Path, Roles }, context) {
    const { CreateInstanceProfileCommand, IAMClient } = await import('@aws-sdk/client-iam');
    const client = context.client(IAMClient);
    const name = InstanceProfileName ?? context.generatedName(128);
    const { InstanceProfile } = await client.send(
      new CreateInstanceProfileCommand({ InstanceProfileName: name, Path }),
    );
    context.made(name);
    await addRoles(client, name, Roles);
    return { physicalId: name, attributes: { Arn: InstanceProfile?.Arn ?? '' } };
  },

  async update({ physicalId, properties: { Roles: before }, attributes }, { Roles: after }, context) {
    const { IAMClient } = await import('@aws-sdk/client-iam');
    const client = context.client(IAMClient);
    // a profile has at most one role, so the former one goes first
    await removeRoles(
      client,
      physicalId,
      before.filter((role) => !after.includes(role)),
    );
    await addRoles(
      client,
      physicalId,
      after.filter((role) => !before.includes(role)),
    );
    return { physicalId, attributes };
  },

  async delete({ physicalId: InstanceProfileName, properties }, context) {
    const { DeleteInstanceProfileCommand, IAMClient } = await import('@aws-sdk/client-iam');
    const client = context.client(IAMClient);
    await removeRoles(client, InstanceProfileName, properties.Roles);
    const deletion = client.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
    await ignoring(deletion, 'NoSuchEntityException', 'NoSuchEntity');
  },
});

async function addRoles(client: IAMClient, profile: string, roles: readonly string[]): Promise<void> {
  const { AddRoleToInstanceProfileCommand } = await import('@aws-sdk/client-iam');
  for (const RoleName of roles)
    await client.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: profile, RoleName }));
}

async function removeRoles(client: IAMClient, profile: string, roles: readonly string[]): Promise<void> {
  const { RemoveRoleFromInstanceProfileCommand } = await import('@aws-sdk/client-iam');
  for (const RoleName of roles) {
    const request = { InstanceProfileName: profile, RoleName };
    const removal = client.send(new RemoveRoleFromInstanceProfileCommand(request));
    await ignoring(removal, 'NoSuchEntityException', 'NoSuchEntity');
  }
}
