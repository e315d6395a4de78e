import {
  anyResource,
  arn,
  requires,
  onResources,
  passRole,
  type ResourceArns,
  type PermissionRule,
  type PermissionRules,
  textOf,
  allOf,
} from '../../kit/permissions';
import type { VpcConfig } from './functions/check-network';

/**
 * A function's ARN from its name, partial ARN or ARN, with the qualifier where one is given.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
const functionResource: ResourceArns = (input, call) => {
  const given = textOf(input, 'FunctionName');
  const [name = '', inName] = (
    /(?:^|:function:|^\d{12}:function:)([^:]+(?::[^:]+)?)$/.exec(given)?.[1] ?? given
  ).split(':');
  const qualifier = textOf(input, 'Qualifier') || inName;
  const base = given.startsWith('arn:')
    ? given.split(':').slice(0, 7).join(':')
    : arn(call, `function:${name}`);
  return qualifier ? `${base}:${qualifier}` : base;
};

const role = passRole('lambda.amazonaws.com', (input) => [input.Role]);

/**
 * Whoever names a network must be allowed to look at it.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
const network: PermissionRule = ({ input }) => {
  const { SubnetIds = [] } = (input.VpcConfig ?? {}) as VpcConfig;
  const actions = ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'];
  return SubnetIds.length === 0 ? [] : actions.map((action) => ({ action, resources: ['*'] }));
};

/** What Lambda operations need. */
export const permissions: PermissionRules = {
  ...onResources(
    anyResource,
    'GetAccountSettings ListFunctions ListLayers ListEventSourceMappings CreateEventSourceMapping ListLayerVersions',
  ),
  ...onResources(
    functionResource,
    'AddPermission CreateAlias DeleteAlias DeleteFunction DeleteFunctionConcurrency DeleteFunctionEventInvokeConfig GetAlias GetFunction GetFunctionConcurrency GetFunctionConfiguration GetFunctionEventInvokeConfig GetPolicy GetProvisionedConcurrencyConfig ListAliases ListVersionsByFunction PublishVersion PutFunctionConcurrency PutFunctionEventInvokeConfig RemovePermission UpdateAlias UpdateFunctionCode UpdateFunctionEventInvokeConfig',
  ),
  ...onResources(
    (input) => textOf(input, 'ResourceArn'),
    'DeleteResourcePolicy GetResourcePolicy PutResourcePolicy',
  ),
  ...onResources((input) => textOf(input, 'Resource'), 'ListTags TagResource UntagResource'),
  CreateFunction: allOf(requires(functionResource), role, network),
  UpdateFunctionConfiguration: allOf(requires(functionResource), role, network),
  Invoke: requires(functionResource, 'InvokeFunction'),
  InvokeAsync: requires(functionResource, 'InvokeFunction'),
};
