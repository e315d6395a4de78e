import { randomUUID } from 'node:crypto';
import { ACCOUNT } from '@pipeline-factory/local-endpoint/testing';
import { logger } from '../../../handlers/logger';
import { handler } from '../../../handlers/record-release';
import type { Run } from './pipeline-history';
import { type Outcome, releaseOutcome } from './release-outcome';
import { type ReleasedPipeline, type ReleaseWorld, startReleaseWorld } from './release-world';

/** Who approves, where somebody does. */
export const APPROVER = `arn:aws:iam::${ACCOUNT}:user/ops`;

/** A pipeline, new for each test, with `record-release` at hand. */
export interface Releases {
  readonly world: ReleaseWorld;
  readonly pipeline: ReleasedPipeline;
  /** Goes on with another new pipeline. */
  another(): Promise<void>;
  /** A job of the pipeline's `record-release` action. */
  job(id?: string, continuationToken?: string): object;
  /** CodeDeploy's event of a deployment of the pipeline. */
  event(deploymentId: string, state?: string): object;
  invoke(event: object): Promise<void>;
  /** Invokes the handler as action. */
  act(): Promise<void>;
  /** Invokes the handler with the event of a deployment that ended well. */
  hear(deploymentId: string): Promise<void>;
  /** Has CodeDeploy make an image serve, without telling the handler. */
  deploy(number: number, more?: Partial<Run>): Promise<Deployed>;
  /** What the handler has left behind. */
  outcome(): Promise<Outcome>;
}

/** What a deployment made serve. */
export interface Deployed {
  readonly digest: string;
  readonly taskDefinition: string;
  readonly taskSet: string;
}

/** A release of that number, as its pipeline remembers it. */
export const run = (number: number, more: Partial<Run> = {}): Run => ({
  executionId: `e-${number}`,
  deploymentId: `d-${number}`,
  ended: new Date(Date.UTC(2026, 0, number)),
  settingsVersion: `v-${number}`,
  approvedBy: APPROVER,
  ...more,
});

/** Starts a world before the tests of a file, and a pipeline before each of them. */
export function releases(): Releases {
  let world: ReleaseWorld;
  let pipeline: ReleasedPipeline;
  let count = 0;
  const another = async () => {
    pipeline = await world.pipeline(`storefront${++count}`);
  };
  beforeAll(async () => {
    world = await startReleaseWorld();
    Object.assign(process.env, { PREFIX: 'shop', ENVIRONMENT: 'prd' });
    logger.setLogLevel('SILENT');
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.proxy.heal();
    await another();
  });

  const invokedFunctionArn = `arn:aws:lambda:ap-northeast-1:${ACCOUNT}:function:record-release`;
  const self: Releases = {
    get world() {
      return world;
    },
    get pipeline() {
      return pipeline;
    },
    another,
    job: (id = randomUUID(), continuationToken?: string) => {
      const UserParameters = JSON.stringify({ ...pipeline.identity, executionId: 'e-now' });
      const data = { actionConfiguration: { configuration: { UserParameters } }, continuationToken };
      return { 'CodePipeline.job': { id, accountId: ACCOUNT, data } };
    },
    event: (deploymentId, state = 'SUCCESS') => ({
      'detail-type': 'CodeDeploy Deployment State-change Notification',
      account: ACCOUNT,
      detail: { deploymentId, state, application: `shop-${pipeline.identity.pipeline}-prd` },
    }),
    invoke: (event) => handler(event, { invokedFunctionArn }),
    act: () => self.invoke(self.job()),
    hear: (deploymentId) => self.invoke(self.event(deploymentId)),
    deploy: async (number, more) => {
      const digest = await pipeline.push(`image${number}`);
      const images = { app: pipeline.image(digest), proxy: 'docker.io/envoy:1' };
      const taskDefinition = await pipeline.define(images);
      const taskSet = await pipeline.serve(taskDefinition, `d-${number}`);
      world.history.runs.push(run(number, more));
      return { digest, taskDefinition, taskSet };
    },
    outcome: () => releaseOutcome(pipeline),
  };
  return self;
}
