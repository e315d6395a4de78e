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

/** A stack's ARN ends in an id that does not follow from its name. */
const stack: ResourceArns = (input, call) => {
  const name = textOf(input, 'StackName');
  return name.startsWith('arn:') ? name : arn(call, `stack/${name || '*'}/*`);
};

const role = passRole('cloudformation.amazonaws.com', (input) => [input.RoleARN]);

const withRole: PermissionRule = allOf(requires(stack), role);

/** The stack of a change set; where only the change set's ARN is given, any stack. */
const changeSet: ResourceArns = (input, call, lookup) => {
  const name = textOf(input, 'ChangeSetName');
  if (name.startsWith('arn:') && !textOf(input, 'StackName')) return arn(call, 'stack/*');
  return stack(input, call, lookup);
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html */
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
