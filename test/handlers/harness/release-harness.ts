import { handler } from '../../../handlers/record-release/handler';
import { type ActionHarness, actionHarness } from './action-harness';
import { ACCOUNT } from '@pipeline-factory/local-endpoint/testing';
import type { PipelineRun } from './pipeline-history';
import { type ReleaseOutcome, releaseOutcome } from './release-outcome';

/** Who approves, where a run is approved. */
export const APPROVER = `arn:aws:iam::${ACCOUNT}:user/ops`;

/** `record-release`, and a pipeline that deploys with CodeDeploy. */
export interface ReleaseHarness {
  readonly action: ActionHarness;
  /** CodeDeploy's event of a deployment of the pipeline. */
  deploymentEvent(deploymentId: string, state?: string): object;
  /** Invokes the function with the event of a deployment that succeeded. */
  sendEvent(deploymentId: string): Promise<void>;
  /** Makes an image serve, as CodeDeploy does, without invoking the function. */
  deploy(number: number, more?: Partial<PipelineRun>): Promise<DeployedImage>;
  /** What the function has left behind. */
  outcome(): Promise<ReleaseOutcome>;
}

/** What a deployment made serve. */
export interface DeployedImage {
  readonly digest: string;
  readonly taskDefinition: string;
  readonly taskSet: string;
}

/** The run of a number, approved and with settings. */
export const pipelineRun = (number: number, more: Partial<PipelineRun> = {}): PipelineRun => ({
  executionId: `e-${number}`,
  deploymentId: `d-${number}`,
  ended: new Date(Date.UTC(2026, 0, number)),
  settingsVersion: `v-${number}`,
  approvedBy: APPROVER,
  ...more,
});

/** Starts AWS before the tests of a file, and creates a pipeline before each of them. */
export function releaseHarness(): ReleaseHarness {
  const action = actionHarness(handler, () => ({ executionId: 'e-now' }));
  const deploymentEvent = (deploymentId: string, state = 'SUCCESS') => ({
    'detail-type': 'CodeDeploy Deployment State-change Notification',
    account: ACCOUNT,
    detail: { deploymentId, state, application: `shop-${action.pipeline.identity.pipeline}-prd` },
  });
  return {
    action,
    deploymentEvent,
    sendEvent: (deploymentId) => action.invoke(deploymentEvent(deploymentId)),
    deploy: async (number, more) => {
      const { pipeline } = action;
      const digest = await pipeline.push(`image${number}`);
      const images = { app: pipeline.image(digest), proxy: 'docker.io/envoy:1' };
      const taskDefinition = await pipeline.define(images);
      const taskSet = await pipeline.serve(taskDefinition, `d-${number}`);
      action.history.runs.push(pipelineRun(number, more));
      return { digest, taskDefinition, taskSet };
    },
    outcome: () => releaseOutcome(action.pipeline),
  };
}
