import {
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  type ElasticLoadBalancingV2Client,
  paginateDescribeListeners,
  paginateDescribeRules,
  type Rule,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TrafficSettings } from '../contract/fleet-settings';
import { ConfigurationError } from '../errors';

/** What two target groups that take turns must have alike. */
const FIELDS = ['TargetType', 'Protocol', 'ProtocolVersion', 'Port', 'VpcId', 'IpAddressType'] as const;

/** Attributes that change how clients, or new targets, are treated. */
const ATTRIBUTES = /^(stickiness\.|slow_start\.|deregistration_delay\.|load_balancing\.)/;

/**
 * Checks that the two target groups can take turns: alike in all that a client could notice, and behind no rule but the
 * two that the settings name, which this release could not move.
 * @throws ConfigurationError with target group, field and values
 */
export async function checkTargetGroups(
  elb: ElasticLoadBalancingV2Client,
  settings: TrafficSettings,
): Promise<void> {
  const [a, b] = settings.targetGroups;
  compareFields(settings, await readTargetGroup(elb, a), await readTargetGroup(elb, b));
  await compareAttributes(elb, settings);
  await checkRules(elb, settings);
}

/** Read one at a time, because AWS's error does not name which of several is missing. */
async function readTargetGroup(elb: ElasticLoadBalancingV2Client, arn: string): Promise<TargetGroup> {
  const { TargetGroups = [] } = await elb
    .send(new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] }))
    .catch((error: Error) => {
      if (!error.name.startsWith('TargetGroupNotFound')) throw error;
      return { TargetGroups: [] };
    });
  if (!TargetGroups[0])
    throw new ConfigurationError(`Target group ${arn} must exist, got: no such target group`);
  return TargetGroups[0];
}

function compareFields(settings: TrafficSettings, a: TargetGroup, b: TargetGroup): void {
  if (a.TargetType !== 'instance')
    throw mismatch(settings, 'have the target type instance', `${a.TargetType}`);
  const field = FIELDS.find((one) => a[one] !== b[one]);
  if (field) throw mismatch(settings, `have the same ${field}`, `${a[field]} and ${b[field]}`);
}

async function compareAttributes(elb: ElasticLoadBalancingV2Client, settings: TrafficSettings) {
  const [a = new Map<string, string>(), b = a] = await Promise.all(
    settings.targetGroups.map(async (TargetGroupArn) => {
      const command = new DescribeTargetGroupAttributesCommand({ TargetGroupArn });
      const { Attributes = [] } = await elb.send(command);
      return new Map(Attributes.map(({ Key = '', Value = '' }) => [Key, Value]));
    }),
  );
  const key = [...a.keys(), ...b.keys()].find((one) => ATTRIBUTES.test(one) && a.get(one) !== b.get(one));
  if (key) throw mismatch(settings, `have the same ${key}`, `${a.get(key)} and ${b.get(key)}`);
}

/** Reads all rules of the load balancer, which has a hundred and twenty at most unless its quota was raised. */
async function checkRules(elb: ElasticLoadBalancingV2Client, settings: TrafficSettings): Promise<void> {
  const { listenerRule, testListenerRule, targetGroups } = settings;
  const LoadBalancerArn = listenerRule
    .replace(':listener-rule/', ':loadbalancer/')
    .replace(/(\/[^/]+){2}$/, '');
  for await (const { Listeners = [] } of paginateDescribeListeners({ client: elb }, { LoadBalancerArn }))
    for (const { ListenerArn } of Listeners)
      for await (const { Rules = [] } of paginateDescribeRules({ client: elb }, { ListenerArn })) {
        const other = Rules.find(
          (rule) =>
            ![listenerRule, testListenerRule].includes(rule.RuleArn) &&
            forwardedTo(rule).some((one) => targetGroups.includes(one)),
        );
        if (other)
          throw mismatch(
            settings,
            'be behind no other rule, whose traffic would not move',
            other.RuleArn ?? 'a rule without ARN',
          );
      }
}

const forwardedTo = ({ Actions = [] }: Rule): readonly string[] =>
  Actions.flatMap(({ TargetGroupArn, ForwardConfig }) => [
    TargetGroupArn ?? '',
    ...(ForwardConfig?.TargetGroups ?? []).map((one) => one.TargetGroupArn ?? ''),
  ]);

const mismatch = ({ targetGroups }: TrafficSettings, must: string, got: string): ConfigurationError =>
  new ConfigurationError(`Target groups ${targetGroups.join(' and ')} must ${must}, got: ${got}`);
