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

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html; a stack's ARN ends in an id that its name does not tell. */
const stack: ResourceArns = (input, call) => {
  const name = textOf(input, 'StackName');
  return name.startsWith('arn:') ? name : arn(call, `stack/${name || '*'}/*`);
};

const role = passRole('cloudformation.amazonaws.com', (input) => [input.RoleARN]);

const withRole: PermissionRule = allOf(requires(stack), role);

/** Taken by the change set's own ARN where that is given. */
const changeSet: ResourceArns = (input, call, lookup) => {
  const name = textOf(input, 'ChangeSetName');
  if (name.startsWith('arn:') && !textOf(input, 'StackName')) return arn(call, 'stack/*');
  return stack(input, call, lookup);
};

/** What CloudFormation operations need. */
export const permissions: PermissionRules = {
  ...onResources(
    anyResource,
    'ListStacks ListExports ListImports ValidateTemplate EstimateTemplateCost DescribeType ListTypes DescribeAccountLimits CreateUploadBucket',
  ),
  ...onResources(
    stack,
    'CancelUpdateStack DescribeEvents DescribeStackEvents DescribeStackResource DescribeStackResources DescribeStacks GetStackPolicy GetTemplate GetTemplateSummary ListChangeSets ListStackResources SetStackPolicy SignalResource UpdateTerminationProtection DetectStackDrift',
  ),
  ...onResources(changeSet, 'DeleteChangeSet DescribeChangeSet DescribeChangeSetHooks ExecuteChangeSet'),
  CreateStack: withRole,
  UpdateStack: withRole,
  DeleteStack: withRole,
  CreateChangeSet: withRole,
  ContinueUpdateRollback: withRole,
  RollbackStack: withRole,
};
