import type { RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import { missingParameter } from '../errors';
import { validateTags } from '../tags/tags';

/** Bytes, before they are encoded. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html */
const MAX_USER_DATA_BYTES = 16_384;

/**
 * What is wrong with user data, in base64.
 * @returns undefined where nothing is
 */
export function userDataProblem(userData: string | undefined): string | undefined {
  if (!userData) return undefined;
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(userData)) return 'Invalid BASE64 encoding of user data.';
  if (Buffer.from(userData, 'base64').length > MAX_USER_DATA_BYTES)
    return `User data is limited to ${MAX_USER_DATA_BYTES} bytes.`;
  return undefined;
}

/** @throws AwsError for data that no template can have */
export function validateData(data: RequestLaunchTemplateData | undefined): RequestLaunchTemplateData {
  if (!data) throw missingParameter('LaunchTemplateData');
  const problem = userDataProblem(data.UserData);
  if (problem) throw new AwsError('InvalidUserData.Malformed', problem);
  for (const { Tags = [] } of data.TagSpecifications ?? []) validateTags(Tags);
  return data;
}

/**
 * The data of a version that is based on another: what the request has replaces what it inherits, each parameter as a
 * whole. Snapshots of inherited block devices are not inherited.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html
 */
export function mergeData(
  source: RequestLaunchTemplateData,
  own: RequestLaunchTemplateData,
): RequestLaunchTemplateData {
  const inherited = source.BlockDeviceMappings?.map((mapping) =>
    mapping.Ebs ? { ...mapping, Ebs: { ...mapping.Ebs, SnapshotId: undefined } } : mapping,
  );
  return { ...source, ...(inherited && { BlockDeviceMappings: inherited }), ...own };
}
