import type { App, CfnResource } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { all, only, pipeline, type Properties, stackOf, templateOf, withService } from './service-template';
import type { EcsBlueGreenPipeline } from '../../../lib/kinds/ecs-blue-green/config/model';

describe('the service that CodeDeploy releases to', () => {
  const template = templateOf();

  it('is under the control of CodeDeploy', () => {
    expect(only(template, 'AWS::ECS::Service')).toMatchObject({
      ServiceName: 'shop-storefront-stg',
      LaunchType: 'FARGATE',
      DeploymentController: { Type: 'CODE_DEPLOY' },
      DesiredCount: 2,
    });
  });

  it('names its task definition by family, so that no revision is ever asked for again', () => {
    expect(only(template, 'AWS::ECS::Service').TaskDefinition).toBe('shop-storefront-stg');
    expect(only(template, 'AWS::ECS::TaskDefinition').Family).toBe('shop-storefront-stg');
  });

  it('waits for the placeholder, both listeners and the way to the Internet', () => {
    const resources = template.toJSON().Resources as Record<string, { Type: string; DependsOn?: string[] }>;
    const service = Object.values(resources).find(({ Type }) => Type === 'AWS::ECS::Service');
    const awaited = (service?.DependsOn ?? []).map((id) => resources[id]?.Type);
    expect(new Set(awaited)).toEqual(
      new Set([
        'AWS::ECS::TaskDefinition',
        'AWS::ElasticLoadBalancingV2::Listener',
        'AWS::EC2::Route',
        'AWS::EC2::SubnetRouteTableAssociation',
      ]),
    );
    expect(awaited.filter((type) => type?.endsWith('::Listener'))).toHaveLength(2);
  });

  it('runs in a cluster with Container Insights', () => {
    expect(only(template, 'AWS::ECS::Cluster').ClusterSettings).toEqual([
      { Name: 'containerInsights', Value: 'enabled' },
    ]);
  });
});

describe('the placeholder', () => {
  const [container] = only(templateOf(), 'AWS::ECS::TaskDefinition').ContainerDefinitions as Properties[];

  it('comes from a public registry and states its memory', () => {
    expect(container?.Image).toMatch(/^public\.ecr\.aws\//);
    expect(container?.Memory).toBe(512);
  });

  it('listens where the service sends its traffic', () => {
    const [traffic] = only(templateOf(), 'AWS::ECS::Service').LoadBalancers as Properties[];
    expect(container?.Name).toBe(traffic?.ContainerName);
    expect(container?.PortMappings).toEqual([{ ContainerPort: traffic?.ContainerPort, Protocol: 'tcp' }]);
  });

  it('answers the health check on any path and sets off no alarm by its other answers', () => {
    const [, , script] = container?.Command as string[];
    expect(script).toContain('ELB-HealthChecker');
    expect(script?.match(/return \d+/g)).toEqual(['return 200', 'return 404']);
  });
});

describe('the load balancer', () => {
  const listeners = (specified?: EcsBlueGreenPipeline): Properties[] =>
    all(templateOf(specified), 'AWS::ElasticLoadBalancingV2::Listener');

  it('listens to HTTP on 80 and on the test port, both beginning at blue', () => {
    const template = templateOf();
    const blue = Object.entries(template.findResources('AWS::ElasticLoadBalancingV2::TargetGroup')).find(
      ([, resource]) => (resource.Properties as Properties).Name === 'shop-storefront-stg-blue',
    )?.[0];
    const toBlue = [{ Type: 'forward', TargetGroupArn: { Ref: blue } }];
    expect(all(template, 'AWS::ElasticLoadBalancingV2::Listener')).toMatchObject([
      { Port: 80, Protocol: 'HTTP', DefaultActions: toBlue },
      { Port: 8080, Protocol: 'HTTP', DefaultActions: toBlue },
    ]);
  });

  it('listens to HTTPS on 443 where there is a certificate', () => {
    const certificate =
      'arn:aws:acm:ap-northeast-1:111111111111:certificate/00000000-0000-0000-0000-000000000001';
    expect(listeners(withService({ certificate }))).toMatchObject([
      { Port: 443, Protocol: 'HTTPS', Certificates: [{ CertificateArn: certificate }] },
      { Port: 8080, Protocol: 'HTTPS', Certificates: [{ CertificateArn: certificate }] },
    ]);
  });

  it('deletes its listeners before either target group, because after a release they use the other one', () => {
    const resources = templateOf().toJSON().Resources as Record<
      string,
      { Type: string; DependsOn?: string[]; Properties: Properties }
    >;
    const targetGroups = Object.keys(resources).filter((id) => resources[id]?.Type.endsWith('::TargetGroup'));
    const listeners = Object.values(resources).filter(({ Type }) => Type.endsWith('::Listener'));
    expect([targetGroups, listeners].map(({ length }) => length)).toEqual([2, 2]);
    for (const { DependsOn = [], Properties } of listeners) {
      const needs = JSON.stringify([DependsOn, Properties]);
      expect(targetGroups.filter((id) => !needs.includes(`"${id}"`))).toEqual([]);
    }
  });

  it('stores its listeners for the pipeline in parameters', () => {
    const names = all(templateOf(), 'AWS::SSM::Parameter').map(({ Name }) => Name);
    expect(names).toEqual(['/shop/storefront/stg/listener/production', '/shop/storefront/stg/listener/test']);
  });

  it('is reached on its listeners’ ports only, from the addresses the config allows', () => {
    const template = templateOf(withService({ allowFrom: ['192.0.2.0/24', '2001:db8::/32'] }));
    const ingress = all(template, 'AWS::EC2::SecurityGroup').flatMap(
      ({ SecurityGroupIngress }) => (SecurityGroupIngress ?? []) as Properties[],
    );
    expect(
      ingress.map(({ CidrIp, CidrIpv6, FromPort, ToPort }) => [CidrIp ?? CidrIpv6, FromPort, ToPort]),
    ).toEqual([
      ['192.0.2.0/24', 80, 80],
      ['2001:db8::/32', 80, 80],
      ['192.0.2.0/24', 8080, 8080],
      ['2001:db8::/32', 8080, 8080],
    ]);
  });

  it.each([
    { allowFrom: ['0.0.0.0/0', '10.0.0.0/8'], reached: ['10.0.0.0/8'] },
    { allowFrom: ['0.0.0.0/0'], reached: [] },
    { allowFrom: ['0.0.0.0/0'], testAllowFrom: ['192.0.2.0/24'], reached: ['192.0.2.0/24'] },
    { allowFrom: ['10.0.0.0/8'], testAllowFrom: [], reached: [] },
  ])('keeps the Internet from its test listener: $reached of $allowFrom', ({ reached, ...changes }) => {
    const groups = all(templateOf(withService(changes)), 'AWS::EC2::SecurityGroup');
    const ingress = groups.flatMap(
      ({ SecurityGroupIngress }) => (SecurityGroupIngress ?? []) as Properties[],
    );
    const onPort = (port: number) =>
      ingress.filter(({ FromPort }) => FromPort === port).map(({ CidrIp }) => CidrIp);
    expect(onPort(8080)).toEqual(reached);
    expect(onPort(80)).toEqual(changes.allowFrom);
  });

  it('is the only one that reaches the tasks', () => {
    const [ingress, ...others] = all(templateOf(), 'AWS::EC2::SecurityGroupIngress');
    expect(others).toEqual([]);
    expect(ingress).not.toHaveProperty('CidrIp');
    expect(ingress).toHaveProperty('SourceSecurityGroupId');
  });
});

describe('the network', () => {
  it('is a VPC of two public subnets without NAT, whose tasks have their own way out', () => {
    const template = templateOf();
    template.resourceCountIs('AWS::EC2::Subnet', 2);
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    expect(only(template, 'AWS::ECS::Service').NetworkConfiguration).toMatchObject({
      AwsvpcConfiguration: { AssignPublicIp: 'ENABLED' },
    });
  });

  it('is made without asking the account at synth', () => {
    const stack = stackOf();
    const assembly = (stack.node.root as App).synth();
    expect(assembly.manifest.missing ?? []).toEqual([]);
  });

  it.each([
    [
      'private subnets without public addresses',
      ['subnet-0cccccccccccccccc', 'subnet-0dddddddddddddddd'],
      'DISABLED',
    ],
    [
      'public subnets with public addresses',
      ['subnet-0aaaaaaaaaaaaaaaa', 'subnet-0bbbbbbbbbbbbbbbb'],
      'ENABLED',
    ],
  ])('is an existing one on request: %s', (_, privateSubnets, assigned) => {
    const network = {
      vpc: 'vpc-00000000000000001',
      publicSubnets: ['subnet-0aaaaaaaaaaaaaaaa', 'subnet-0bbbbbbbbbbbbbbbb'],
      privateSubnets,
    };
    const template = templateOf(withService({ network }));
    template.resourceCountIs('AWS::EC2::VPC', 0);
    expect(only(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer').Subnets).toEqual([
      'subnet-0aaaaaaaaaaaaaaaa',
      'subnet-0bbbbbbbbbbbbbbbb',
    ]);
    expect(only(template, 'AWS::ECS::Service').NetworkConfiguration).toMatchObject({
      AwsvpcConfiguration: { Subnets: privateSubnets, AssignPublicIp: assigned },
    });
  });
});

describe('alarms, logs and roles', () => {
  const template = templateOf();

  it('watch both target groups for unhealthy targets and 5xx, and are quiet without data', () => {
    const alarms = all(template, 'AWS::CloudWatch::Alarm');
    expect(alarms.map(({ AlarmName }) => AlarmName)).toEqual([
      'shop-storefront-stg-blue-unhealthy-hosts',
      'shop-storefront-stg-green-unhealthy-hosts',
      'shop-storefront-stg-blue-target-5xx',
      'shop-storefront-stg-green-target-5xx',
    ]);
    expect(alarms.every(({ TreatMissingData }) => TreatMissingData === 'notBreaching')).toBe(true);
  });

  it.each([
    [true, 'RetainExceptOnCreate'],
    [false, 'Delete'],
  ])('keep the logs after the stack when retain is %s: %s', (retain, policy) => {
    const specified = { ...pipeline, environment: { ...pipeline.environment, retain, logRetentionDays: 14 } };
    const [logGroup] = Object.values(templateOf(specified).findResources('AWS::Logs::LogGroup'));
    expect(logGroup).toMatchObject({
      DeletionPolicy: policy,
      Properties: { LogGroupName: '/ecs/shop-storefront-stg', RetentionInDays: 14 },
    });
  });

  it('let ECS pull only the pipeline’s images and write only the service’s logs', () => {
    const execution = all(template, 'AWS::IAM::Role').find(
      ({ RoleName }) => RoleName === 'shop-storefront-stg-execution',
    );
    const text = JSON.stringify(execution?.Policies);
    expect(text).toContain(':repository/storefront');
    expect(text).toContain(':log-group:/ecs/shop-storefront-stg:*');
    const statements = (execution?.Policies as { PolicyDocument: { Statement: Properties[] } }[]).flatMap(
      (policy) => policy.PolicyDocument.Statement,
    );
    expect(statements.filter(({ Resource }) => Resource === '*').map(({ Action }) => Action)).toEqual([
      'ecr:GetAuthorizationToken',
    ]);
  });

  it('start tasks with a role whose trust has no condition, as AWS documents it', () => {
    const execution = all(template, 'AWS::IAM::Role').find(
      ({ RoleName }) => RoleName === 'shop-storefront-stg-execution',
    );
    expect(execution?.AssumeRolePolicyDocument).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    });
  });

  it('give the application itself a role without rights', () => {
    const task = all(template, 'AWS::IAM::Role').find(
      ({ RoleName }) => RoleName === 'shop-storefront-stg-task',
    );
    expect(task).toBeDefined();
    expect(task).not.toHaveProperty('Policies');
    expect(task).not.toHaveProperty('ManagedPolicyArns');
  });
});

describe('the stack as a whole', () => {
  it.each([
    ['new', undefined],
    [
      'existing',
      {
        vpc: 'vpc-00000000000000001',
        publicSubnets: ['subnet-0aaaaaaaaaaaaaaaa', 'subnet-0bbbbbbbbbbbbbbbb'],
        privateSubnets: ['subnet-0aaaaaaaaaaaaaaaa', 'subnet-0bbbbbbbbbbbbbbbb'],
      },
    ],
  ])('has no unexplained finding of AwsSolutions in a %s network', (_, network) => {
    const report = new AwsSolutionsChecks().validateScope(stackOf(withService({ network })));
    expect(report.violations).toEqual([]);
  });

  it('has no custom resource and no function', () => {
    const types = new Set(
      stackOf()
        .node.findAll()
        .map((construct) => (construct as CfnResource).cfnResourceType),
    );
    expect(
      [...types].filter((type) => type?.startsWith('Custom::') || type === 'AWS::Lambda::Function'),
    ).toEqual([]);
  });

  it('refuses a service that is not the factory’s', () => {
    const existing: EcsBlueGreenPipeline = {
      ...pipeline,
      service: {
        owned: false,
        cluster: 'c',
        service: 'theirs',
        family: 'theirs',
        productionListener: 'arn',
        targetGroups: ['a', 'b'],
        taskRoles: [],
        alarms: [],
      },
    };
    expect(() => stackOf(existing)).toThrow('service must be one the factory owns, got: theirs');
  });
});
