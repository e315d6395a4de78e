import type { Stack } from '@aws-sdk/client-cloudformation';
import {
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Stacks, startStacks } from '../cloudformation/support/stacks';
import { created, deleted, updated } from '../cloudformation/support/states';
import { serviceStack } from './support/service-stack';

let stacks: Stacks;
let elb: ElasticLoadBalancingV2Client;
let outputs: Record<string, string>;

beforeAll(async () => {
  stacks = await startStacks();
  elb = new ElasticLoadBalancingV2Client(stacks.client());
  const stack = await stacks.deploy('fleet', serviceStack('fleet'));
  expect(stack).toMatchObject(created);
  outputs = outputsOf(stack);
});

afterAll(() => stacks.close());

describe('a stack with a service behind two target groups', () => {
  it('has target groups of instances with the attributes and health checks of its template', async () => {
    const { A = '', B = '' } = outputs;
    const { TargetGroups } = await elb.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [A, B] }));
    expect(TargetGroups).toHaveLength(2);
    for (const group of TargetGroups ?? []) {
      expect(group).toMatchObject({
        TargetType: 'instance',
        Port: 8080,
        HealthCheckPath: '/health',
        HealthCheckIntervalSeconds: 15,
        HealthCheckTimeoutSeconds: 5,
        HealthyThresholdCount: 2,
        UnhealthyThresholdCount: 3,
        Matcher: { HttpCode: '200-299' },
      });
      expect(group.LoadBalancerArns).toHaveLength(1);
      expect(await attributesOf(group.TargetGroupArn)).toMatchObject({
        'deregistration_delay.timeout_seconds': '30',
        'stickiness.enabled': 'false',
        'slow_start.duration_seconds': '60',
        'load_balancing.algorithm.type': 'round_robin',
      });
    }
  });

  it('answers 404 where no rule matches, and forwards by weight where one does', async () => {
    const { Listener = '', Rule = '', TestRule = '' } = outputs;
    const { Listeners } = await elb.send(new DescribeListenersCommand({ ListenerArns: [Listener] }));
    expect(Listeners?.[0]?.DefaultActions?.[0]).toMatchObject({
      Type: 'fixed-response',
      FixedResponseConfig: { StatusCode: '404' },
    });
    expect(await weights(Rule)).toEqual([100, 0]);
    expect(await weights(TestRule)).toEqual([100, 0]);
    const ssm = new SSMClient(stacks.client());
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/fleet/traffic/listener-rule' }));
    expect(Parameter?.Value).toBe(Rule);
    const { TagDescriptions } = await elb.send(new DescribeTagsCommand({ ResourceArns: [Rule] }));
    expect(TagDescriptions?.[0]?.Tags).toContainEqual({ Key: 'pipeline', Value: 'mine' });
  });

  it('leaves the weights to releases while its template keeps the rule', async () => {
    const { Rule = '' } = outputs;
    await move(Rule, 10, 90);
    const same = await stacks.change('fleet', serviceStack('fleet'), { type: 'UPDATE' });
    expect(same).toMatchObject({ status: 'FAILED', changes: [] });
    const slower = serviceStack('fleet', { interval: 20 });
    expect(await stacks.deploy('fleet', slower, { type: 'UPDATE' })).toMatchObject(updated);
    expect(await weights(Rule)).toEqual([10, 90]);
    const { TargetGroups } = await elb.send(
      new DescribeTargetGroupsCommand({ TargetGroupArns: [outputs.A ?? ''] }),
    );
    expect(TargetGroups?.[0]?.HealthCheckIntervalSeconds).toBe(20);
  });

  it('sends the weights of its template where the rule changes', async () => {
    const { Rule = '' } = outputs;
    const changed = serviceStack('fleet', { interval: 20, path: '/shop/*' });
    expect(await stacks.deploy('fleet', changed, { type: 'UPDATE' })).toMatchObject(updated);
    expect(await weights(Rule)).toEqual([100, 0]);
  });

  it('is deleted, rules before target groups', async () => {
    expect(await stacks.remove('fleet')).toMatchObject(deleted);
    const gone = new DescribeTargetGroupsCommand({ TargetGroupArns: [outputs.A ?? ''] });
    await expect(elb.send(gone)).rejects.toMatchObject({ name: 'TargetGroupNotFoundException' });
  });
});

const outputsOf = ({ Outputs = [] }: Stack): Record<string, string> =>
  Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));

async function attributesOf(TargetGroupArn?: string): Promise<Record<string, string>> {
  const command = new DescribeTargetGroupAttributesCommand({ TargetGroupArn });
  const { Attributes = [] } = await elb.send(command);
  return Object.fromEntries(Attributes.map(({ Key = '', Value = '' }) => [Key, Value]));
}

async function weights(RuleArn: string): Promise<(number | undefined)[]> {
  const { Rules } = await elb.send(new DescribeRulesCommand({ RuleArns: [RuleArn] }));
  const groups = Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
  return [outputs.A, outputs.B].map(
    (arn) => groups.find(({ TargetGroupArn }) => TargetGroupArn === arn)?.Weight,
  );
}

async function move(RuleArn: string, a: number, b: number): Promise<void> {
  const { A, B } = outputs;
  const TargetGroups = [
    { TargetGroupArn: A, Weight: a },
    { TargetGroupArn: B, Weight: b },
  ];
  const Actions = [{ Type: 'forward', ForwardConfig: { TargetGroups } } as const];
  await elb.send(new ModifyRuleCommand({ RuleArn, Actions }));
}
