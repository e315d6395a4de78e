/** What may differ between two templates of the same service. */
export interface ServiceChange {
  /** Seconds between two health checks. @default 15 */
  readonly interval?: number;
  /** The pattern of the rule. @default /* */
  readonly path?: string;
}

const ATTRIBUTES = {
  'deregistration_delay.timeout_seconds': 30,
  'stickiness.enabled': 'false',
  'slow_start.duration_seconds': '60',
  'load_balancing.algorithm.type': 'round_robin',
};

/**
 * A service behind a load balancer with two target groups for instances, whose weights a release changes: a rule of the
 * production listener, one of the test listener, and default actions that answer 404.
 */
export function serviceStack(name: string, { interval = 15, path = '/*' }: ServiceChange = {}): object {
  const subnets = [{ Ref: 'Subnet0' }, { Ref: 'Subnet1' }];
  return {
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.9.0.0/16' } },
      Subnet0: subnet(0),
      Subnet1: subnet(1),
      Group: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { GroupDescription: name, VpcId: { Ref: 'Vpc' } },
      },
      LoadBalancer: {
        Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
        Properties: {
          ...{ Name: name, Subnets: subnets, Scheme: 'internal', Type: 'application' },
          SecurityGroups: [{ Ref: 'Group' }],
          LoadBalancerAttributes: attributes({
            'deletion_protection.enabled': 'false',
            'routing.http.drop_invalid_header_fields.enabled': 'true',
          }),
        },
      },
      A: targetGroup(`${name}-a`, interval),
      B: targetGroup(`${name}-b`, interval),
      Production: listener(80),
      Test: listener(8081),
      Rule: rule('Production', path),
      TestRule: rule('Test', '/*'),
      RuleParameter: {
        Type: 'AWS::SSM::Parameter',
        Properties: { Type: 'String', Name: `/${name}/traffic/listener-rule`, Value: { Ref: 'Rule' } },
      },
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: `${name}-errors`,
          ...{ Namespace: 'AWS/ApplicationELB', MetricName: 'HTTPCode_Target_5XX_Count' },
          Dimensions: [
            { Name: 'LoadBalancer', Value: { 'Fn::GetAtt': ['LoadBalancer', 'LoadBalancerFullName'] } },
            { Name: 'TargetGroup', Value: { 'Fn::GetAtt': ['A', 'TargetGroupFullName'] } },
          ],
          ...{ Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 5 },
          ComparisonOperator: 'GreaterThanThreshold',
        },
      },
    },
    Outputs: {
      Rule: { Value: { Ref: 'Rule' } },
      TestRule: { Value: { 'Fn::GetAtt': ['TestRule', 'RuleArn'] } },
      Listener: { Value: { Ref: 'Production' } },
      A: { Value: { Ref: 'A' } },
      B: { Value: { Ref: 'B' } },
    },
  };
}

const subnet = (index: number) => ({
  Type: 'AWS::EC2::Subnet',
  Properties: {
    VpcId: { Ref: 'Vpc' },
    CidrBlock: `10.9.${index}.0/24`,
    AvailabilityZone: { 'Fn::Select': [index, { 'Fn::GetAZs': '' }] },
  },
});

const targetGroup = (Name: string, interval: number) => ({
  Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  Properties: {
    ...{ Name, TargetType: 'instance', Protocol: 'HTTP', Port: '8080', VpcId: { Ref: 'Vpc' } },
    ...{ HealthCheckPath: '/health', HealthCheckProtocol: 'HTTP', HealthCheckPort: 'traffic-port' },
    ...{ HealthCheckIntervalSeconds: interval, HealthCheckTimeoutSeconds: 5 },
    ...{ HealthyThresholdCount: 2, UnhealthyThresholdCount: '3', Matcher: { HttpCode: '200-299' } },
    TargetGroupAttributes: attributes(ATTRIBUTES),
    Tags: [{ Key: 'pipeline', Value: 'mine' }],
  },
});

const listener = (Port: number) => ({
  Type: 'AWS::ElasticLoadBalancingV2::Listener',
  Properties: {
    ...{ LoadBalancerArn: { Ref: 'LoadBalancer' }, Port, Protocol: 'HTTP' },
    DefaultActions: [
      {
        Type: 'fixed-response',
        FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain', MessageBody: 'Not found' },
      },
    ],
  },
});

const rule = (ListenerArn: string, path: string) => ({
  Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
  Properties: {
    ...{ ListenerArn: { Ref: ListenerArn }, Priority: 1 },
    Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: [path] } }],
    Actions: [
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: { Ref: 'A' }, Weight: 100 },
            { TargetGroupArn: { Ref: 'B' }, Weight: '0' },
          ],
        },
      },
    ],
    Tags: [{ Key: 'pipeline', Value: 'mine' }],
  },
});

const attributes = (values: Readonly<Record<string, string | number>>) =>
  Object.entries(values).map(([Key, Value]) => ({ Key, Value }));
