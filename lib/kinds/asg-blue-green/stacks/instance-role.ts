import { CfnInstanceProfile } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { PipelineIdentity } from '../../../../handlers/contract/names';
import type { Grant } from '../../../pipeline/grant';
import { inlineRole } from '../../../pipeline/role';
import { instanceRoleName } from '../config/names';

export interface InstanceRoleProps {
  readonly identity: PipelineIdentity;
}

/** The role of instances and of bakes, in a profile of its name: Systems Manager reaches them, and nothing else. */
export class InstanceRole extends Construct {
  constructor(scope: Construct, id: string, { identity }: InstanceRoleProps) {
    super(scope, id);
    const role = inlineRole(this, 'Role', {
      roleName: instanceRoleName(identity),
      trusts: [{ principal: { Service: 'ec2.amazonaws.com' } }],
      grants: [SESSIONS],
    });
    new CfnInstanceProfile(this, 'Profile', {
      instanceProfileName: instanceRoleName(identity),
      roles: [role.ref],
    });
  }
}

/**
 * What a person, or Packer, needs of the instance for a session. Parameters and patches, which the managed policy
 * AmazonSSMManagedInstanceCore allows too, are left out.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
const SESSIONS: Grant = {
  actions: [
    'ssm:UpdateInstanceInformation',
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ],
  resources: ['*'],
  because: 'Systems Manager knows no resource for what its agent does',
};
