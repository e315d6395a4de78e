import { randomUUID } from 'node:crypto';
import {
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
  type DeploymentInfo,
  GetDeploymentCommand,
  ListDeploymentsCommand,
} from '@aws-sdk/client-codedeploy';
import { CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { ACCOUNT, advanceUntil } from '@pipeline-factory/local-endpoint/testing';
import { strToU8, zipSync } from 'fflate';
import { pipelineName } from '../../../handlers/contract/names';
import { trafficGroup } from '../../../handlers/contract/shift-versions';
import { appSpecOf } from '../../../handlers/shift-versions/app-spec';
import type { ReceivedResult } from './running-actions';
import type { VersionsHarness, VersionsJob } from './versions-harness';

/** What tests of `shift-versions` do with a pipeline. */
export interface DeployedVersions {
  readonly client: CodeDeployClient;
  /**
   * Makes another pipeline, whose functions have version 2 beside version 1 that serves, with a deployment group each, and
   * hooks that report what is given: a status, or nothing. They run.
   */
  next(given?: {
    readonly names?: readonly string[];
    readonly config?: string;
    readonly before?: string;
    readonly after?: string;
  }): Promise<void>;
  /** A job that moves the traffic of every function to version 2. */
  job(given?: Partial<Pick<VersionsJob, 'executionId' | 'parameters' | 'continuationToken'>>): VersionsJob;
  /** The same job for the next invocation, with the token of a result that waits. */
  following(job: VersionsJob, result: ReceivedResult | undefined): VersionsJob;
  /** Invokes the function, with the clock moved on between, until it does not wait. */
  play(job: VersionsJob, minutes?: number): Promise<ReceivedResult | undefined>;
  /** Begins a deployment of version 2 as a person does, without the pipeline. @returns its id */
  deployByHand(name: string): Promise<string>;
  /** All deployments of a function, the oldest first. */
  deployments(name: string): Promise<DeploymentInfo[]>;
}

/** @param harness whose endpoint runs the hooks */
export function deployedVersions(harness: VersionsHarness): DeployedVersions {
  let client: CodeDeployClient;
  let count = 0;
  const self: DeployedVersions = {
    get client() {
      return client;
    },
    async next({ names = ['api'], config = 'CodeDeployDefault.LambdaAllAtOnce', before, after } = {}) {
      client = new CodeDeployClient(harness.endpoint.client());
      await harness.next(names);
      const hooks = { beforeAllowTraffic: `before-${++count}`, afterAllowTraffic: `after-${count}` };
      await createHook(harness, hooks.beforeAllowTraffic, before);
      await createHook(harness, hooks.afterAllowTraffic, after);
      await harness.configure({}, { hooks });
      const applicationName = pipelineName(harness.identity);
      await client.send(new CreateApplicationCommand({ applicationName, computePlatform: 'Lambda' }));
      for (const name of names) {
        await harness.publish(name, 4);
        await client.send(
          new CreateDeploymentGroupCommand({
            ...trafficGroup(harness.identity, harness.of(name)),
            serviceRoleArn: `arn:aws:iam::${ACCOUNT}:role/function`,
            deploymentConfigName: config,
            deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
            autoRollbackConfiguration: {
              enabled: true,
              events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST'],
            },
          }),
        );
      }
      harness.endpoint.calls.length = 0;
      harness.proxy.heal();
    },
    job: (given) => {
      const versions = Object.fromEntries(Object.keys(harness.settings.functions).map((name) => [name, '2']));
      return { ...harness.job('shift-versions', { parameters: { versions } }), ...given };
    },
    following: (job, result) => {
      const continuationToken = result?.kind === 'success' ? result.continuationToken : undefined;
      return { ...job, id: randomUUID(), continuationToken };
    },
    async play(job, minutes = 1) {
      for (let next = job; ; ) {
        const result = await harness.invoke(next);
        if (result?.kind !== 'success' || result.continuationToken === undefined) return result;
        next = self.following(job, result);
        await settle(harness, self, minutes);
      }
    },
    async deployByHand(name) {
      const content = appSpecOf({
        ...{ functionName: harness.of(name), alias: 'live', currentVersion: '1', targetVersion: '2' },
        hooks: harness.settings.hooks ?? {},
      });
      const { deploymentId = '' } = await client.send(
        new CreateDeploymentCommand({
          ...trafficGroup(harness.identity, harness.of(name)),
          description: 'By hand',
          revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
        }),
      );
      return deploymentId;
    },
    async deployments(name) {
      const found = await client.send(
        new ListDeploymentsCommand(trafficGroup(harness.identity, harness.of(name))),
      );
      const all: DeploymentInfo[] = [];
      for (const deploymentId of (found.deployments ?? []).toReversed())
        all.push((await client.send(new GetDeploymentCommand({ deploymentId }))).deploymentInfo ?? {});
      return all;
    },
  };
  return self;
}

/** Moves the clock on by some minutes, in whose course hooks, which have real processes, answer. */
async function settle(harness: VersionsHarness, self: DeployedVersions, minutes: number): Promise<void> {
  const { clock } = harness.endpoint;
  const end = clock.now().getTime() + minutes * 60_000;
  const names = Object.keys(harness.settings.functions);
  const isAtRest = async () => {
    const all = await Promise.all(names.map((name) => self.deployments(name)));
    return all.flat().every(({ completeTime }) => completeTime !== undefined);
  };
  await advanceUntil(clock, async () => clock.now().getTime() >= end || (await isAtRest()), 5_000);
}

/** A function that reports a status to CodeDeploy, or nothing. */
async function createHook(harness: VersionsHarness, FunctionName: string, status = ''): Promise<void> {
  const code = `const { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } = require('@aws-sdk/client-codedeploy');
exports.handler = async ({ DeploymentId: deploymentId, LifecycleEventHookExecutionId: lifecycleEventHookExecutionId }) => {
  const status = process.env.STATUS;
  if (status) await new CodeDeployClient().send(new PutLifecycleEventHookExecutionStatusCommand({ deploymentId, lifecycleEventHookExecutionId, status }));
};`;
  await harness.lambda.send(
    new CreateFunctionCommand({
      ...{ FunctionName, Runtime: 'nodejs22.x', Handler: 'index.handler', Timeout: 30 },
      Role: `arn:aws:iam::${ACCOUNT}:role/function`,
      Code: { ZipFile: zipSync({ 'index.js': strToU8(code) }) },
      ...(status && { Environment: { Variables: { STATUS: status } } }),
    }),
  );
}
