import type { IamInstanceProfile, IamInstanceProfileSpecification } from '@aws-sdk/client-ec2';
import { clientOf } from '../../../kit/client';
import { nameOfArn } from '../../../kit/arn';
import type { Scope } from '../../../kit/scope';
import { invalidValue } from '../errors';
import type { Ec2Store } from '../store';

/** @throws AwsError `InvalidParameterValue` for a profile that does not exist or has no role */
export async function findProfile(
  store: Ec2Store,
  scope: Scope,
  { Arn, Name }: IamInstanceProfileSpecification,
): Promise<IamInstanceProfile> {
  const { GetInstanceProfileCommand, IAMClient } = await import('@aws-sdk/client-iam');
  const InstanceProfileName = Name ?? nameOfArn(Arn ?? '');
  const { InstanceProfile: profile } = await clientOf(IAMClient, store.asService(scope))
    .send(new GetInstanceProfileCommand({ InstanceProfileName }))
    .catch(() => ({ InstanceProfile: undefined }));
  if (!profile || (Arn && profile.Arn !== Arn))
    throw invalidValue(
      Arn
        ? `Value (${Arn}) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN`
        : `Value (${Name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
    );
  if ((profile.Roles ?? []).length === 0)
    throw invalidValue(`IAM Instance Profile "${profile.Arn}" has no associated IAM Roles`);
  return { Arn: profile.Arn, Id: profile.InstanceProfileId };
}
