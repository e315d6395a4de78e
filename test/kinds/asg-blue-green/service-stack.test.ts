import { FLEET_PIPELINE, EXISTING_FLEET_PIPELINE, configText } from '../../support/configs';
import { appOf, templateOf } from '../../support/synthesized';

const NETWORK =
  'network: { vpc: vpc-0aaaaaaa, publicSubnets: [subnet-0aaaaaaa, subnet-0bbbbbbb], privateSubnets: [subnet-0ccccccc, subnet-0ddddddd] }';

const certificate =
  'arn:aws:acm:ap-northeast-1:111111111111:certificate/12345678-1234-1234-1234-123456789012';

const app = appOf(
  configText(`${FLEET_PIPELINE}
${EXISTING_FLEET_PIPELINE}
${FLEET_PIPELINE.replace('  fleet:\n', '  inner:\n')
  .replace('types: [t3.small]', 'types: [t3.small], profile: web')
  .replace('/health }', `/health, certificate: "${certificate}", drain: 5m, ${NETWORK} }`)
  .replace(', prd: { approval: true }', '')}`),
);
const template = templateOf(app, 'shop-fleet-stg-service');
const inner = templateOf(app, 'shop-inner-stg-service');

const resourcesOf = (type: string, from = template): Record<string, unknown>[] =>
  Object.values(from.findResources(type) as Record<string, { Properties: Record<string, unknown> }>).map(
    ({ Properties }) => Properties,
  );

describe('what a fleet is behind', () => {
  it('is two target groups of instances that are the same but for their names', () => {
    const groups = resourcesOf('AWS::ElasticLoadBalancingV2::TargetGroup');
    expect(groups.map(({ Name }) => Name)).toEqual(['shop-fleet-stg-a', 'shop-fleet-stg-b']);
    const [one, other] = groups.map((group) => ({ ...group, Name: '' }));
    expect(one).toEqual(other);
    expect(one).toMatchObject({ TargetType: 'instance', Port: 8080, HealthCheckPath: '/health' });
  });

  it('has one rule a listener that takes every request, and answers 404 should it be gone', () => {
    const listeners = resourcesOf('AWS::ElasticLoadBalancingV2::Listener');
    expect(listeners.map(({ Port }) => Port)).toEqual([80, 8080]);
    for (const { DefaultActions } of listeners)
      expect(DefaultActions).toMatchObject([
        { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } },
      ]);
    const rules = resourcesOf('AWS::ElasticLoadBalancingV2::ListenerRule');
    expect(rules).toHaveLength(2);
    for (const { Conditions, Priority } of rules) {
      expect(Priority).toBe(1);
      expect(Conditions).toEqual([{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }]);
    }
  });

  it('begins with all weight on one target group, and without stickiness', () => {
    const [production] = resourcesOf('AWS::ElasticLoadBalancingV2::ListenerRule');
    const [{ ForwardConfig }] = production?.Actions as [{ ForwardConfig: Record<string, unknown> }];
    expect(Object.keys(ForwardConfig)).toEqual(['TargetGroups']);
    expect((ForwardConfig.TargetGroups as { Weight: number }[]).map(({ Weight }) => Weight)).toEqual([
      100, 0,
    ]);
  });

  it('lets only the load balancer in, on the one port', () => {
    const [ingress] = resourcesOf('AWS::EC2::SecurityGroupIngress');
    expect(ingress).toMatchObject({ FromPort: 8080, ToPort: 8080, IpProtocol: 'tcp' });
    expect(ingress).toHaveProperty('SourceSecurityGroupId');
  });

  it('watches both target groups', () => {
    expect(resourcesOf('AWS::CloudWatch::Alarm').map(({ AlarmName }) => AlarmName)).toEqual([
      'shop-fleet-stg-a-unhealthy-hosts',
      'shop-fleet-stg-b-unhealthy-hosts',
      'shop-fleet-stg-a-target-5xx',
      'shop-fleet-stg-b-target-5xx',
    ]);
  });

  it('gives instances an address in its own network, and a role that sessions can reach', () => {
    for (const subnet of resourcesOf('AWS::EC2::Subnet'))
      expect(subnet).toMatchObject({ MapPublicIpOnLaunch: true });
    template.hasResourceProperties('AWS::IAM::InstanceProfile', {
      InstanceProfileName: 'shop-fleet-stg-instance',
    });
    template.hasResourceProperties('AWS::IAM::Role', { RoleName: 'shop-fleet-stg-instance' });
  });

  it('writes what the pipeline needs of it into parameters', () => {
    const parameters = resourcesOf('AWS::SSM::Parameter').map(
      ({ Name, Type }) => `${String(Name)} ${String(Type)}`,
    );
    expect(parameters.sort()).toEqual([
      '/shop/fleet/stg/traffic/listener-rule String',
      '/shop/fleet/stg/traffic/security-group String',
      '/shop/fleet/stg/traffic/subnets StringList',
      '/shop/fleet/stg/traffic/target-group-a String',
      '/shop/fleet/stg/traffic/target-group-b String',
      '/shop/fleet/stg/traffic/test-listener-rule String',
      '/shop/fleet/stg/traffic/test-url String',
    ]);
  });

  it('has no group, no launch template and no instance: those are releases', () => {
    for (const type of [
      'AWS::AutoScaling::AutoScalingGroup',
      'AWS::EC2::LaunchTemplate',
      'AWS::EC2::Instance',
    ])
      template.resourceCountIs(type, 0);
  });
});

describe('in a network and with a profile that are there already', () => {
  it('makes neither', () => {
    inner.resourceCountIs('AWS::EC2::VPC', 0);
    inner.resourceCountIs('AWS::EC2::Subnet', 0);
    inner.resourceCountIs('AWS::IAM::Role', 0);
    expect(resourcesOf('AWS::ElasticLoadBalancingV2::LoadBalancer', inner)).toMatchObject([
      { Subnets: ['subnet-0aaaaaaa', 'subnet-0bbbbbbb'] },
    ]);
  });

  it('has the fleet in the private subnets, and the pipeline pass the role of the profile’s name', () => {
    const pipeline = JSON.stringify(templateOf(app, 'shop-inner-stg').toJSON());
    expect(pipeline).toContain('\\"subnets\\":[\\"subnet-0ccccccc\\",\\"subnet-0ddddddd\\"]');
    expect(pipeline).toContain('arn:aws:iam::111111111111:role/web');
    expect(pipeline).not.toContain('AWS::SSM::Parameter::Value<List<String>>');
  });

  it('listens with TLS where there is a certificate, and waits as long for requests as the config has it', () => {
    expect(resourcesOf('AWS::ElasticLoadBalancingV2::Listener', inner)).toMatchObject([
      { Port: 443, Protocol: 'HTTPS' },
      { Port: 8080, Protocol: 'HTTPS' },
    ]);
    for (const { TargetGroupAttributes } of resourcesOf('AWS::ElasticLoadBalancingV2::TargetGroup', inner))
      expect(TargetGroupAttributes).toContainEqual({
        Key: 'deregistration_delay.timeout_seconds',
        Value: '300',
      });
  });
});

test('nothing is made for a listener rule that is there already', () => {
  expect(app.node.tryFindChild('shop-farm-stg-service')).toBeUndefined();
});

test('the rules that releases change are the same whatever the config changes', () => {
  const type = 'AWS::ElasticLoadBalancingV2::ListenerRule';
  expect(resourcesOf(type, inner)).toEqual(resourcesOf(type));
});
