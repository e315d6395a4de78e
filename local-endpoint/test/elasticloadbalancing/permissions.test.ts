import {
  AddTagsCommand,
  type AddTagsCommandInput,
  CreateRuleCommand,
  ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
  RegisterTargetsCommand,
  RemoveTagsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { startTestEndpoint, type TestEndpoint } from '../../testing';
import { allow, rolesOf } from '../iam/support/roles';
import { createFleet, type Fleet } from './support/fleet';

let endpoint: TestEndpoint;
let fleet: Fleet;
let group: string;
let rule: string;

beforeAll(async () => {
  endpoint = await startTestEndpoint({ roles: 'enforced' });
  fleet = await createFleet(endpoint.client());
  group = await fleet.targetGroup();
  rule = await fleet.rule({ [group]: 1 });
});

afterAll(() => endpoint.close());

const { role, assumed } = rolesOf(() => endpoint);

async function as(...statements: object[]): Promise<ElasticLoadBalancingV2Client> {
  return new ElasticLoadBalancingV2Client(await assumed(await role(statements)));
}

const tag = (arn: string, Value = 'mine') =>
  fleet.elb.send(new AddTagsCommand({ ResourceArns: [arn], Tags: [{ Key: 'pipeline', Value }] }));

const ifTagged = (prefix: string) => ({ StringEquals: { [`${prefix}:ResourceTag/pipeline`]: 'mine' } });

describe.each(['aws', 'elasticloadbalancing'])('%s:ResourceTag', (prefix) => {
  it('is that of the rule that is modified', async () => {
    const client = await as(allow('elasticloadbalancing:ModifyRule', '*', ifTagged(prefix)));
    const Actions = [{ Type: 'forward', TargetGroupArn: group } as const];
    const modify = () => client.send(new ModifyRuleCommand({ RuleArn: rule, Actions }));
    await tag(rule, 'yours');
    await expect(modify()).rejects.toThrow(`elasticloadbalancing:ModifyRule on resource: ${rule}`);
    await tag(rule);
    await expect(modify()).resolves.toBeDefined();
    await fleet.elb.send(new RemoveTagsCommand({ ResourceArns: [rule], TagKeys: ['pipeline'] }));
    await expect(modify()).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('is that of the target group that a target is registered with', async () => {
    const client = await as(allow('elasticloadbalancing:RegisterTargets', '*', ifTagged(prefix)));
    const [Id = ''] = await fleet.launch();
    const register = () =>
      client.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets: [{ Id }] }));
    await tag(group, 'yours');
    await expect(register()).rejects.toThrow(`elasticloadbalancing:RegisterTargets on resource: ${group}`);
    await tag(group);
    await expect(register()).resolves.toBeDefined();
  });

  it('is that of the listener that gets a rule', async () => {
    const client = await as(allow('elasticloadbalancing:CreateRule', '*', ifTagged(prefix)));
    await tag(fleet.listener, 'yours');
    await expect(client.send(newRule(100))).rejects.toThrow(
      `elasticloadbalancing:CreateRule on resource: ${fleet.listener}`,
    );
    await tag(fleet.listener);
    await expect(client.send(newRule(prefix === 'aws' ? 101 : 102))).resolves.toBeDefined();
  });
});

describe('tags at creation', () => {
  const Tags = [{ Key: 'pipeline', Value: 'mine' }];
  const asked = { StringEquals: { 'aws:RequestTag/pipeline': 'mine' } };

  it('need AddTags on what is created, by the operation that creates it', async () => {
    const creates = allow('elasticloadbalancing:CreateRule', fleet.listener);
    const rules = `${fleet.listener.replace(':listener/', ':listener-rule/')}/*`;
    await expect((await as(creates)).send(newRule(200, Tags))).rejects.toThrow(
      `elasticloadbalancing:AddTags on resource: ${rules}`,
    );
    const byAction = (action: string) =>
      allow('elasticloadbalancing:AddTags', rules, {
        StringEquals: { 'elasticloadbalancing:CreateAction': action },
      });
    await expect((await as(creates, byAction('CreateListener'))).send(newRule(200, Tags))).rejects.toThrow(
      'elasticloadbalancing:AddTags',
    );
    const client = await as(creates, byAction('CreateRule'));
    const { Rules } = await client.send(newRule(200, Tags));
    const later: AddTagsCommandInput = { ResourceArns: [Rules?.[0]?.RuleArn ?? ''], Tags };
    await expect(client.send(new AddTagsCommand(later))).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('can be demanded', async () => {
    const client = await as(
      allow('elasticloadbalancing:CreateRule', '*', asked),
      allow('elasticloadbalancing:AddTags', '*', asked),
    );
    await expect(client.send(newRule(201))).rejects.toThrow('elasticloadbalancing:CreateRule');
    await expect(client.send(newRule(201, Tags))).resolves.toBeDefined();
  });
});

const newRule = (Priority: number, Tags?: { Key: string; Value: string }[]) =>
  new CreateRuleCommand({
    ListenerArn: fleet.listener,
    Priority,
    Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
    Actions: [{ Type: 'forward', TargetGroupArn: group }],
    Tags,
  });
