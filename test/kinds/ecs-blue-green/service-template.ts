import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BlueGreenServiceStack } from '../../../lib/kinds/ecs-blue-green/stacks/service-stack';
import type {
  EcsBlueGreenPipeline,
  OwnedBlueGreenService,
} from '../../../lib/kinds/ecs-blue-green/config/model';
import type { OwnedRollingService } from '../../../lib/kinds/ecs-rolling/config/model';
import type { OwnedEcsService } from '../../../lib/ecs-service/config/model';
import type { Uploads } from '../../../lib/source/config/uploads-model';

export type Properties = Record<string, unknown>;

/** A service as a newcomer would have it. */
const owned: OwnedEcsService = {
  owned: true,
  container: 'app',
  port: 8080,
  healthCheckPath: '/health',
  desiredCount: 2,
  allowFrom: ['0.0.0.0/0'],
};

const service: OwnedBlueGreenService = { ...owned, testPort: 8080 };

/** The same where ECS itself replaces the tasks. */
export const ROLLING_SERVICE: OwnedRollingService = {
  ...owned,
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  rollbackOn: ['failure', 'alarm'],
};

/** An image and settings, as a team's own CI uploads them. */
export const uploads: Uploads = {
  from: 'uploads',
  images: [{ repository: 'storefront', tag: 'latest', existing: false, untaggedExpiryDays: 1 }],
  settings: { bucket: 'storefront-settings', key: 'settings.zip', existing: false, trigger: 'eventbridge' },
};

export const pipeline: EcsBlueGreenPipeline = {
  kind: 'ecs-blue-green',
  prefix: 'shop',
  name: 'storefront',
  approval: false,
  checks: [],
  environment: {
    name: 'stg',
    account: '111111111111',
    region: 'ap-northeast-1',
    retain: false,
    approvers: [],
    eventReaders: [],
    hardened: false,
    logRetentionDays: 30,
  },
  source: uploads,
  deploy: {
    traffic: { type: 'all-at-once' },
    blueTerminationWaitMinutes: 5,
    rollbackOn: ['failure'],
    appSpec: 'appspec.yaml',
    taskDefinition: 'taskdef.json',
  },
  service,
};

export const withService = (changes: Partial<OwnedBlueGreenService>): EcsBlueGreenPipeline => ({
  ...pipeline,
  service: { ...service, ...changes },
});

export function stackOf(specified: EcsBlueGreenPipeline = pipeline): BlueGreenServiceStack {
  const env = { account: '111111111111', region: 'ap-northeast-1' };
  return new BlueGreenServiceStack(new App(), 'shop-storefront-stg-service', { pipeline: specified, env });
}

export const templateOf = (specified?: EcsBlueGreenPipeline): Template =>
  Template.fromStack(stackOf(specified));

/** The properties of the one resource of the type. */
export const only = (template: Template, type: string): Properties => {
  const [resource, ...others] = all(template, type);
  if (!resource || others.length)
    throw new Error(`expected one ${type}, got: ${others.length + (resource ? 1 : 0)}`);
  return resource;
};

/** The properties of all resources of the type, in the template’s order. */
export const all = (template: Template, type: string): Properties[] =>
  Object.values(template.findResources(type)).map((resource) => resource.Properties as Properties);
