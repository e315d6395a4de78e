import {
  anything,
  arn,
  needs,
  on,
  passRole,
  type Resources,
  type Rules,
  text,
  together,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html; rules of the default bus do not name it. */
const rule: Resources = (input, call) => {
  const bus = busName(text(input, 'EventBusName'));
  const name = text(input, 'Name') || text(input, 'Rule');
  return arn(call, bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`);
};

const bus: Resources = (input, call) => arn(call, `event-bus/${busName(text(input, 'Name'))}`);

const busesOfEntries: Resources = (input, call) => {
  const entries = Array.isArray(input.Entries) ? input.Entries : [];
  return [...new Set(entries.map((entry) => arn(call, `event-bus/${busName(text(entry, 'EventBusName'))}`)))];
};

const busName = (given: string): string => given.split('/').at(-1) || 'default';

const targetRoles = passRole('events.amazonaws.com', ({ Targets }) =>
  Array.isArray(Targets) ? Targets.map((target) => text(target, 'RoleArn')) : [],
);

/** What EventBridge operations need. */
export const events: Rules = {
  ...on(
    anything,
    'ListEventBuses ListRuleNamesByTarget ListRules TestEventPattern PutPermission RemovePermission',
  ),
  ...on(rule, 'DeleteRule DescribeRule DisableRule EnableRule ListTargetsByRule RemoveTargets'),
  ...on(bus, 'CreateEventBus DeleteEventBus DescribeEventBus'),
  ...on(busesOfEntries, 'PutEvents'),
  ...on((input) => text(input, 'ResourceARN'), 'TagResource UntagResource ListTagsForResource'),
  PutRule: together(
    needs(rule),
    passRole('events.amazonaws.com', (input) => [input.RoleArn]),
  ),
  PutTargets: together(needs(rule), targetRoles),
};
