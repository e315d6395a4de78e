import {
  anything,
  arn,
  needs,
  on,
  passRole,
  type Resources,
  type Rule,
  type Rules,
  text,
  together,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html; a stack's ARN ends in an id that its name does not tell. */
const stack: Resources = (input, call) => {
  const name = text(input, 'StackName');
  return name.startsWith('arn:') ? name : arn(call, `stack/${name || '*'}/*`);
};

const role = passRole('cloudformation.amazonaws.com', (input) => [input.RoleARN]);

const withRole: Rule = together(needs(stack), role);

/** Taken by the change set's own ARN where that is given. */
const changeSet: Resources = (input, call, look) => {
  const name = text(input, 'ChangeSetName');
  if (name.startsWith('arn:') && !text(input, 'StackName')) return arn(call, 'stack/*');
  return stack(input, call, look);
};

/** What CloudFormation operations need. */
export const cloudformation: Rules = {
  ...on(
    anything,
    'ListStacks ListExports ListImports ValidateTemplate EstimateTemplateCost DescribeType ListTypes DescribeAccountLimits CreateUploadBucket',
  ),
  ...on(
    stack,
    'CancelUpdateStack DescribeEvents DescribeStackEvents DescribeStackResource DescribeStackResources DescribeStacks GetStackPolicy GetTemplate GetTemplateSummary ListChangeSets ListStackResources SetStackPolicy SignalResource UpdateTerminationProtection DetectStackDrift',
  ),
  ...on(changeSet, 'DeleteChangeSet DescribeChangeSet DescribeChangeSetHooks ExecuteChangeSet'),
  CreateStack: withRole,
  UpdateStack: withRole,
  DeleteStack: withRole,
  CreateChangeSet: withRole,
  ContinueUpdateRollback: withRole,
  RollbackStack: withRole,
};
