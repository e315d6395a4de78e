import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { RollingServiceStack } from '../../../lib/kinds/ecs-rolling/stacks/service-stack';
import {
  all,
  only,
  pipeline as blueGreen,
  type Properties,
  ROLLING_SERVICE,
} from '../ecs-blue-green/service-template';
import type { EcsRollingPipeline, OwnedRollingService } from '../../../lib/kinds/ecs-rolling/config/model';

const pipeline: EcsRollingPipeline = {
  ...blueGreen,
  kind: 'ecs-rolling',
  source: {
    from: 'git',
    git: {
      host: { type: 'codecommit' },
      repository: 'storefront',
      branch: 'main',
      push: [{ branches: { includes: ['main'], excludes: [] } }],
      pullRequest: [],
    },
    build: {
      images: ['web', 'app'].map((container) => ({
        container,
        repository: `storefront-${container}`,
        shared: false,
        existing: false,
        untaggedExpiryDays: 1,
        keep: 100,
        context: '.',
        dockerfile: 'Dockerfile',
      })),
      exports: [],
      image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
      compute: 'small',
      privileged: true,
      timeoutMinutes: 60,
      queuedTimeoutMinutes: 30,
      cache: 'none',
      variables: [],
    },
  },
  deploy: { taskDefinition: 'taskdef.json', timeoutMinutes: 30 },
  service: ROLLING_SERVICE,
};

const withService = (changes: Partial<OwnedRollingService>): EcsRollingPipeline => ({
  ...pipeline,
  service: { ...ROLLING_SERVICE, ...changes },
});

function stackOf(specified: EcsRollingPipeline = pipeline): RollingServiceStack {
  const env = { account: '111111111111', region: 'ap-northeast-1' };
  return new RollingServiceStack(new App(), 'shop-storefront-stg-service', { pipeline: specified, env });
}

const templateOf = (specified?: EcsRollingPipeline): Template => Template.fromStack(stackOf(specified));

const template = templateOf();

describe('the service whose tasks ECS replaces', () => {
  const deploymentOf = (changes: Partial<OwnedRollingService>) =>
    only(templateOf(withService(changes)), 'AWS::ECS::Service').DeploymentConfiguration as Properties;

  it('is under the control of ECS', () => {
    expect(only(template, 'AWS::ECS::Service')).toMatchObject({
      ServiceName: 'shop-storefront-stg',
      LaunchType: 'FARGATE',
      DeploymentController: { Type: 'ECS' },
      DesiredCount: 2,
    });
  });

  it('keeps as many tasks healthy, and runs as many at most, as the config has it', () => {
    expect(deploymentOf({ minimumHealthyPercent: 50, maximumPercent: 150 })).toMatchObject({
      MinimumHealthyPercent: 50,
      MaximumPercent: 150,
    });
  });

  it('rolls back by its circuit breaker and by the alarms on its targets, which are there before it', () => {
    const alarms = Object.keys(template.findResources('AWS::CloudWatch::Alarm')).map((Ref) => ({ Ref }));
    expect(alarms).toHaveLength(2);
    expect(deploymentOf({})).toMatchObject({
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      Alarms: { AlarmNames: alarms, Enable: true, Rollback: true },
    });
  });

  it('sets it off too where it is not to roll back, because an update keeps what it leaves out', () => {
    expect(deploymentOf({ rollbackOn: [] })).toMatchObject({
      DeploymentCircuitBreaker: { Enable: false, Rollback: false },
      Alarms: { AlarmNames: [], Enable: false, Rollback: false },
    });
  });

  it('has one target group and one listener, which always forwards to it', () => {
    const [targetGroup] = Object.keys(template.findResources('AWS::ElasticLoadBalancingV2::TargetGroup'));
    expect(only(template, 'AWS::ElasticLoadBalancingV2::TargetGroup').Name).toBe('shop-storefront-stg');
    expect(only(template, 'AWS::ElasticLoadBalancingV2::Listener')).toMatchObject({
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: targetGroup } }],
    });
  });

  it('listens to HTTPS on 443 where there is a certificate', () => {
    const certificate =
      'arn:aws:acm:ap-northeast-1:111111111111:certificate/00000000-0000-0000-0000-000000000001';
    const secure = templateOf(withService({ certificate }));
    expect(only(secure, 'AWS::ElasticLoadBalancingV2::Listener')).toMatchObject({
      Port: 443,
      Protocol: 'HTTPS',
      Certificates: [{ CertificateArn: certificate }],
    });
  });

  it('watches its targets for bad health and 5xx', () => {
    expect(all(template, 'AWS::CloudWatch::Alarm').map(({ AlarmName }) => AlarmName)).toEqual([
      'shop-storefront-stg-unhealthy-hosts',
      'shop-storefront-stg-target-5xx',
    ]);
  });

  it('may pull the images that the build pushes, and no others', () => {
    const text = JSON.stringify(all(template, 'AWS::IAM::Role'));
    expect(text.match(/repository\/[\w-]+/g)).toEqual([
      'repository/storefront-web',
      'repository/storefront-app',
    ]);
  });

  it('has no unexplained finding of AwsSolutions', () => {
    expect(new AwsSolutionsChecks().validateScope(stackOf()).violations).toEqual([]);
  });

  it('is refused where it is not the factory’s', () => {
    const theirs = {
      owned: false,
      cluster: 'c',
      service: 'theirs',
      family: 'theirs',
      taskRoles: [],
    } as const;
    expect(() => stackOf({ ...pipeline, service: theirs })).toThrow(
      'service must be one the factory owns, got: theirs',
    );
  });
});

describe('the stack never puts an old release back', () => {
  const placeholderOf = (one: Template): unknown => one.findResources('AWS::ECS::TaskDefinition');

  it('names the task definition by family, so that no revision is ever asked for again', () => {
    expect(only(template, 'AWS::ECS::Service').TaskDefinition).toBe('shop-storefront-stg');
    expect(only(template, 'AWS::ECS::TaskDefinition').Family).toBe('shop-storefront-stg');
  });

  it('synthesizes the same template however it is released', () => {
    const otherwise: EcsRollingPipeline = {
      ...pipeline,
      approval: true,
      scan: 'CRITICAL',
      deploy: { taskDefinition: 'stg/taskdef.json', timeoutMinutes: 5 },
    };
    expect(templateOf(otherwise).toJSON()).toEqual(template.toJSON());
  });

  it.each<[string, Partial<OwnedRollingService>]>([
    ['desired count', { desiredCount: 5 }],
    ['health check path', { healthCheckPath: '/ready' }],
    ['percents', { minimumHealthyPercent: 50, maximumPercent: 150 }],
    ['reasons to roll back', { rollbackOn: [] }],
    ['allowed addresses', { allowFrom: ['10.0.0.0/8'] }],
  ])('registers no revision when the %s change', (_, changes) => {
    const after = templateOf(withService(changes));
    expect(placeholderOf(after)).toEqual(placeholderOf(template));
    expect(only(after, 'AWS::ECS::Service').TaskDefinition).toBe('shop-storefront-stg');
  });

  it.each<[string, Partial<OwnedRollingService>]>([
    ['health check path', { healthCheckPath: '/ready' }],
    ['allowed addresses', { allowFrom: ['10.0.0.0/8'] }],
    [
      'certificate',
      {
        certificate:
          'arn:aws:acm:ap-northeast-1:111111111111:certificate/00000000-0000-0000-0000-000000000001',
      },
    ],
  ])('leaves the service alone when the %s change', (_, changes) => {
    const type = 'AWS::ECS::Service';
    expect(templateOf(withService(changes)).findResources(type)).toEqual(template.findResources(type));
  });

  it('keeps placeholder and wiring agreed, so that the first release changes neither', () => {
    for (const changes of [{}, { container: 'proxy', port: 3000 }]) {
      const one = templateOf(withService(changes));
      const { container: name, port } = { ...ROLLING_SERVICE, ...changes };
      const [container] = only(one, 'AWS::ECS::TaskDefinition').ContainerDefinitions as Properties[];
      expect(container).toMatchObject({
        Name: name,
        PortMappings: [{ ContainerPort: port, Protocol: 'tcp' }],
      });
      expect((container?.Command as string[])[2]).toContain(`listen ${port};`);
      expect(only(one, 'AWS::ECS::Service').LoadBalancers).toMatchObject([
        { ContainerName: name, ContainerPort: port },
      ]);
    }
  });

  it('keeps what would replace the target group the same through every change of the config', () => {
    const replacing = (one: Template) => {
      const { Name, Port, Protocol, TargetType, VpcId } = only(
        one,
        'AWS::ElasticLoadBalancingV2::TargetGroup',
      );
      return { Name, Port, Protocol, TargetType, VpcId };
    };
    const changed = withService({
      container: 'proxy',
      port: 3000,
      healthCheckPath: '/ready',
      desiredCount: 9,
    });
    expect(replacing(templateOf(changed))).toEqual(replacing(template));
  });
});
