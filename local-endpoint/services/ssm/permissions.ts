import type { ApiCall } from '../../kit/call';
import {
  anyResource,
  arn,
  onResources,
  type ResourceArns,
  type PermissionRules,
  textOf,
  textsOf,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
const parameter: ResourceArns = (input, call) => parameterArn(textOf(input, 'Name'), call);

const parameters: ResourceArns = (input, call) =>
  textsOf(input, 'Names').map((name) => parameterArn(name, call));

const path: ResourceArns = (input, call) => parameterArn(textOf(input, 'Path'), call);

const tagged: ResourceArns = (input, call) =>
  textOf(input, 'ResourceType') === 'Parameter' ? parameterArn(textOf(input, 'ResourceId'), call) : '*';

/**
 * The ARN has one slash after `parameter`, whether the name starts with one or not; versions and labels are no part of it.
 * Those that AWS publishes are in no account.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
 */
function parameterArn(name: string, call: ApiCall): string {
  if (name.startsWith('arn:')) return name;
  if (name.startsWith('/aws/service/'))
    return `arn:aws:ssm:${call.context.region}::parameter${name.replace(/:.*$/, '')}`;
  return arn(call, `parameter/${name.replace(/^\//, '').replace(/:.*$/, '')}`);
}

/** What Parameter Store operations need. */
export const permissions: PermissionRules = {
  ...onResources(anyResource, 'DescribeParameters'),
  ...onResources(
    parameter,
    'DeleteParameter GetParameter GetParameterHistory LabelParameterVersion PutParameter UnlabelParameterVersion',
  ),
  ...onResources(parameters, 'DeleteParameters GetParameters'),
  ...onResources(path, 'GetParametersByPath'),
  ...onResources(tagged, 'AddTagsToResource RemoveTagsFromResource ListTagsForResource'),
};
