import type { Environment } from '../../lib/config/model';
import type { LambdaPipeline } from '../../lib/kinds/lambda/config/model';
import { commitsOf } from './commits';

/** A pipeline of one Lambda function, as short as the schema's defaults let it be. */
export const lambdaPipelineOf = (prefix: string, name: string, environment: Environment): LambdaPipeline => ({
  kind: 'lambda',
  prefix,
  name,
  environment,
  approval: true,
  checks: [],
  source: {
    from: 'git',
    git: commitsOf(name, environment),
    build: {
      buildspec: 'buildspec.yml',
      images: [],
      exports: [],
      image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
      compute: 'small',
      privileged: false,
      timeoutMinutes: 60,
      queuedTimeoutMinutes: 30,
      cache: 'none',
      variables: [],
    },
  },
  functions: [
    {
      name: 'api',
      code: 'dist/api',
      handler: 'index.handler',
      runtime: 'nodejs24.x',
      architecture: 'arm64',
      memory: 256,
      timeout: 10,
      environment: {},
      role: { owned: true, policies: [] },
    },
  ],
  deploy: {
    latest: false,
    alias: 'live',
    traffic: { type: 'canary', percentage: 10, intervalMinutes: 5 },
    rollbackOn: ['alarm'],
    alarms: [],
    keepVersions: 10,
  },
});

/** The same with hooks before and after the traffic, which CodeDeploy moves. */
export function hookedLambdaPipelineOf(
  prefix: string,
  name: string,
  environment: Environment,
): LambdaPipeline {
  const pipeline = lambdaPipelineOf(prefix, name, environment);
  const hooks = { beforeAllowTraffic: 'before', afterAllowTraffic: 'after' };
  return { ...pipeline, deploy: { ...pipeline.deploy, hooks } };
}
