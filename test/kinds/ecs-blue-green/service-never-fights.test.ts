import type { Template } from 'aws-cdk-lib/assertions';
import { all, only, pipeline, type Properties, templateOf, uploads, withService } from './service-template';
import type {
  EcsBlueGreenPipeline,
  OwnedBlueGreenService,
} from '../../../lib/kinds/ecs-blue-green/config/model';

/** Properties of the service that ECS lets nobody but CodeDeploy change. */
const codeDeploysOwn = (template: Template): Properties => {
  const { TaskDefinition, LoadBalancers, NetworkConfiguration } = only(template, 'AWS::ECS::Service');
  return { TaskDefinition, LoadBalancers, NetworkConfiguration };
};

describe('the stack never fights the pipeline', () => {
  const release = (tag: string): EcsBlueGreenPipeline => ({
    ...pipeline,
    source: {
      ...uploads,
      images: uploads.images.map((image) => ({ ...image, tag })),
      settings: { ...uploads.settings, key: `${tag}.zip` },
    },
  });

  it('synthesizes the same template whatever is released and however it is deployed', () => {
    const carefully: EcsBlueGreenPipeline = {
      ...release('v2'),
      approval: true,
      deploy: {
        ...pipeline.deploy,
        traffic: { type: 'canary', percentage: 10, intervalMinutes: 5 },
        blueTerminationWaitMinutes: 60,
        rollbackOn: [],
      },
    };
    expect(templateOf(release('v1')).toJSON()).toEqual(templateOf().toJSON());
    expect(templateOf(carefully).toJSON()).toEqual(templateOf().toJSON());
  });

  it('synthesizes the same template when the container or its port changes', () => {
    expect(templateOf(withService({ container: 'web', port: 3000 })).toJSON()).toEqual(templateOf().toJSON());
  });

  it.each<[string, Partial<OwnedBlueGreenService>]>([
    ['desired count', { desiredCount: 5 }],
    ['health check path', { healthCheckPath: '/ready' }],
    ['test port', { testPort: 9000 }],
    ['allowed addresses', { allowFrom: ['10.0.0.0/8', '2001:db8::/32'] }],
    [
      'certificate',
      {
        certificate:
          'arn:aws:acm:ap-northeast-1:111111111111:certificate/00000000-0000-0000-0000-000000000001',
      },
    ],
  ])('leaves to CodeDeploy what is CodeDeploy’s when the %s changes', (_, changes) => {
    const before = templateOf();
    const after = templateOf(withService(changes));
    expect(codeDeploysOwn(after)).toEqual(codeDeploysOwn(before));
    expect(after.findResources('AWS::ECS::TaskDefinition')).toEqual(
      before.findResources('AWS::ECS::TaskDefinition'),
    );
  });

  it.each<[string, Partial<OwnedBlueGreenService>]>([
    ['desired count', { desiredCount: 5 }],
    ['health check path', { healthCheckPath: '/ready' }],
    ['allowed addresses', { allowFrom: ['10.0.0.0/8'] }],
  ])('touches neither listener when the %s changes', (_, changes) => {
    const type = 'AWS::ElasticLoadBalancingV2::Listener';
    expect(templateOf(withService(changes)).findResources(type)).toEqual(templateOf().findResources(type));
  });

  it('touches only the test listener when the test port changes', () => {
    const type = 'AWS::ElasticLoadBalancingV2::Listener';
    const before = templateOf().findResources(type);
    const after = templateOf(withService({ testPort: 9000 })).findResources(type);
    const changed = Object.keys(after).filter(
      (id) => JSON.stringify(after[id]) !== JSON.stringify(before[id]),
    );
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(changed.map((id) => (after[id]?.Properties as Properties).Port)).toEqual([9000]);
  });

  it('keeps what would replace a target group the same through every change of the config', () => {
    const replacing = (template: Template) =>
      all(template, 'AWS::ElasticLoadBalancingV2::TargetGroup').map(
        ({ Name, Port, Protocol, TargetType, VpcId }) => ({ Name, Port, Protocol, TargetType, VpcId }),
      );
    const changed = withService({ port: 3000, healthCheckPath: '/ready', desiredCount: 9, testPort: 9000 });
    expect(replacing(templateOf(changed))).toEqual(replacing(templateOf()));
    expect(replacing(templateOf()).map(({ Name, TargetType }) => [Name, TargetType])).toEqual([
      ['shop-storefront-stg-blue', 'ip'],
      ['shop-storefront-stg-green', 'ip'],
    ]);
  });
});
