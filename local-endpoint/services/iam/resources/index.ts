import type { ResourceProvider } from '../../../kit/resources/provider';
import { instanceProfile } from './instance-profile';
import { managedPolicy } from './managed-policy';
import { oidcProvider } from './oidc-provider';
import { policy } from './policy';
import { role } from './role';

/** The CloudFormation resource types of IAM. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::IAM::InstanceProfile': instanceProfile,
  'AWS::IAM::ManagedPolicy': managedPolicy,
  'AWS::IAM::OIDCProvider': oidcProvider,
  'AWS::IAM::Policy': policy,
  'AWS::IAM::Role': role,
};
