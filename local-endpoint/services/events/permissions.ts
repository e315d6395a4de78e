import {
  anyResource,
  arn,
  requires,
  onResources,
  passRole,
  type ResourceArns,
  type PermissionRules,
  textOf,
  allOf,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html; rules of the default bus do not name it. */
const rule: ResourceArns = (input, call) => {
  const bus = busName(textOf(input, 'EventBusName'));
  const name = textOf(input, 'Name') || textOf(input, 'Rule');
  return arn(call, bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`);
};

const bus: ResourceArns = (input, call) => arn(call, `event-bus/${busName(textOf(input, 'Name'))}`);

const busesOfEntries: ResourceArns = (input, call) => {
  const entries = Array.isArray(input.Entries) ? input.Entries : [];
  return [
    ...new Set(entries.map((entry) => arn(call, `event-bus/${busName(textOf(entry, 'EventBusName'))}`))),
  ];
};

const busName = (given: string): string => given.split('/').at(-1) || 'default';

const targetRoles = passRole('events.amazonaws.com', ({ Targets }) =>
  Array.isArray(Targets) ? Targets.map((target) => textOf(target, 'RoleArn')) : [],
);

/** What EventBridge operations need. */
export const permissions: PermissionRules = {
  ...onResources(
    anyResource,
    'ListEventBuses ListRuleNamesByTarget ListRules TestEventPattern PutPermission RemovePermission',
  ),
  ...onResources(rule, 'DeleteRule DescribeRule DisableRule EnableRule ListTargetsByRule RemoveTargets'),
  ...onResources(bus, 'CreateEventBus DeleteEventBus DescribeEventBus'),
  ...onResources(busesOfEntries, 'PutEvents'),
  ...onResources((input) => textOf(input, 'ResourceARN'), 'TagResource UntagResource ListTagsForResource'),
  PutRule: allOf(
    requires(rule),
    passRole('events.amazonaws.com', (input) => [input.RoleArn]),
  ),
  PutTargets: allOf(requires(rule), targetRoles),
};
