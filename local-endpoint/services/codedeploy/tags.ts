import { AwsError } from '../../kit/aws-error';
import { applicationArn, groupArn, type Region } from './store';

/**
 * The ARN of an application or deployment group that is there.
 * @throws AwsError `ResourceArnRequiredException`, `ArnNotSupportedException`, `ApplicationDoesNotExistException`
 */
export function checkTaggable(region: Region, arn: string | undefined): string {
  if (!arn) throw new AwsError('ResourceArnRequiredException', 'The ARN of a resource must be specified.');
  const [kind, name = ''] = arn.split(':').slice(5);
  if (kind !== 'application' && kind !== 'deploymentgroup')
    throw new AwsError('ArnNotSupportedException', `The specified ARN is not supported: ${arn}`);
  const [application = '', group] = name.split('/');
  const found = region.applications.get(application);
  const own =
    group === undefined ? applicationArn(region, application) : groupArn(region, application, group);
  if (!found || own !== arn)
    throw new AwsError('ApplicationDoesNotExistException', `No application found for name: ${application}`);
  if (group !== undefined && !found.groups.has(group))
    throw new AwsError(
      'DeploymentGroupDoesNotExistException',
      `No Deployment Group found for name: ${group}`,
    );
  return arn;
}
