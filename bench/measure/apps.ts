import { App } from 'aws-cdk-lib';
import { factory } from '../../lib/factory';
import { APP_PROPS } from '../../lib/factory-app';
import type { BasePipeline, Environment, Config } from '../../lib/config/model';
import { PlainEcsPipelineStack } from '../plain/ecs-pipeline-stack';
import { PlainFleetPipelineStack } from '../plain/fleet-pipeline-stack';
import { PlainLambdaHooksPipelineStack } from '../plain/lambda-hooks-pipeline-stack';
import { PlainLambdaPipelineStack } from '../plain/lambda-pipeline-stack';
import type { EcsBlueGreenPipeline } from '../../lib/kinds/ecs-blue-green/config/model';
import { fleetPipelineOf } from './fleet';
import { hookedLambdaPipelineOf, lambdaPipelineOf } from './lambda';

/** The two ways to the same pipelines that are measured against each other. */
export type Way = 'factory' | 'plain';

/** What the measured pipelines release to: ECS, blue/green by CodeDeploy, Auto Scaling, or a Lambda function, also with hooks. */
export type Subject = 'ecs' | 'fleet' | 'lambda' | 'lambda-hooks';

/** Both ways, in the tables' order. */
export const WAYS = ['factory', 'plain'] as const satisfies readonly Way[];

const ACCOUNT = '111111111111';
const REGION = 'ap-northeast-1';
const ENVIRONMENT = 'prd';
const PREFIX = 'bench';

/**
 * An app with so many pipelines, each in a stack of its own, with CDK's template validation off. In both ways sources and
 * what is released to are there already, or in a stack that is not measured, so that only what a pipeline itself costs is
 * compared.
 * @param outdir where it is synthesized to
 */
export function appOf(way: Way, count: number, outdir: string, subject: Subject = 'ecs'): App {
  const app = new App({
    ...APP_PROPS,
    outdir,
    treeMetadata: undefined,
    builtinCloudFormationValidation: false,
  });
  const names = Array.from({ length: count }, (_, index) => `shop${index}`);
  if (way === 'factory') factory(app, specOf(names, subject));
  else
    for (const name of names) {
      const pipelineName = stackNameOf(name);
      new PLAIN[subject](app, pipelineName, {
        pipelineName,
        env: { account: ACCOUNT, region: REGION },
      });
    }
  return app;
}

const PLAIN = {
  ecs: PlainEcsPipelineStack,
  fleet: PlainFleetPipelineStack,
  lambda: PlainLambdaPipelineStack,
  'lambda-hooks': PlainLambdaHooksPipelineStack,
};

/** The factory's pipeline of each subject. */
const PIPELINES: Readonly<Record<Subject, (name: string, environment: Environment) => BasePipeline>> = {
  ecs: ecsPipelineOf,
  fleet: (name, environment) => fleetPipelineOf(PREFIX, name, environment),
  lambda: (name, environment) => lambdaPipelineOf(PREFIX, name, environment),
  'lambda-hooks': (name, environment) => hookedLambdaPipelineOf(PREFIX, name, environment),
};

/** The stack of the first pipeline, the same in both ways. */
export const FIRST_STACK = stackNameOf('shop0');

/** The stack that the factory's pipelines share. */
export const SHARED_STACK = `${PREFIX}-foundation-${ENVIRONMENT}`;

function stackNameOf(name: string): string {
  return `${PREFIX}-${name}-${ENVIRONMENT}`;
}

function specOf(names: readonly string[], subject: Subject): Config {
  const environment: Environment = {
    name: ENVIRONMENT,
    account: ACCOUNT,
    region: REGION,
    retain: false,
    approvers: ['ops@example.com'],
    eventReaders: [],
    hardened: false,
    logRetentionDays: 30,
  };
  return {
    prefix: PREFIX,
    environments: [environment],
    pipelines: names.map((name) => PIPELINES[subject](name, environment)),
    pullRequests: [],
    warnings: [],
    notes: [],
  };
}

function ecsPipelineOf(name: string, environment: Environment): EcsBlueGreenPipeline {
  const full = stackNameOf(name);
  const listener = (number: number) =>
    `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:listener/app/${full}/0000000000000001/000000000000000${number}`;
  return {
    kind: 'ecs-blue-green',
    prefix: PREFIX,
    name,
    environment,
    approval: true,
    checks: [],
    source: {
      from: 'uploads',
      images: [{ repository: full, tag: 'latest', existing: true, untaggedExpiryDays: 1 }],
      settings: { bucket: `${full}-settings`, key: 'settings.zip', existing: true, trigger: 'eventbridge' },
    },
    deploy: {
      traffic: { type: 'all-at-once' },
      blueTerminationWaitMinutes: 5,
      rollbackOn: ['failure', 'stop', 'alarm'],
      appSpec: 'appspec.yaml',
      taskDefinition: 'taskdef.json',
    },
    service: {
      owned: false,
      cluster: full,
      service: full,
      family: full,
      productionListener: listener(1),
      testListener: listener(2),
      targetGroups: [`${full}-blue`, `${full}-green`],
      taskRoles: [
        `arn:aws:iam::${ACCOUNT}:role/${full}-task`,
        `arn:aws:iam::${ACCOUNT}:role/${full}-execution`,
      ],
      alarms: [`${full}-unhealthy-hosts`, `${full}-target-5xx`],
    },
  };
}
