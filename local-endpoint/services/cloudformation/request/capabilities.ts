import { AwsError } from '../../../kit/aws-error';
import type { Desired } from '../engine/desired';

/**
 * Checks that whoever asks has acknowledged what the template does to IAM.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
 * @throws AwsError `InsufficientCapabilitiesException`
 */
export function checkCapabilities({
  template,
  capabilities,
}: Pick<Desired, 'template' | 'capabilities'>): void {
  const needed = neededCapability({ template });
  if (needed === undefined || capabilities.includes('CAPABILITY_NAMED_IAM')) return;
  if (needed === 'CAPABILITY_IAM' && capabilities.includes(needed)) return;
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${needed}]`);
}

/** The capability a template needs, if any. */
export function neededCapability({ template }: Pick<Desired, 'template'>): string | undefined {
  const iam = Object.values(template.resources).filter(({ type }) => type.startsWith('AWS::IAM::'));
  if (iam.length === 0) return undefined;
  return iam.some(({ properties }) => NAMES.some((name) => properties[name] !== undefined))
    ? 'CAPABILITY_NAMED_IAM'
    : 'CAPABILITY_IAM';
}

const NAMES = ['RoleName', 'UserName', 'GroupName', 'ManagedPolicyName', 'InstanceProfileName'];
