import type { ServiceContext } from '../../kit/context';
import { Store } from '../../kit/store';
import type { Pipeline } from './model';
import type { LambdaJob } from './providers/lambda-job';
import type { Approval } from './providers/pending-approval';

/** What CodePipeline keeps, by account and region. */
export interface CodePipelineStore {
  readonly context: ServiceContext;
  /** By name. */
  readonly pipelines: Store<Map<string, Pipeline>>;
  /** By id; closed ones stay, because a second result gets another error than an unknown job. */
  readonly jobs: Store<Map<string, LambdaJob>>;
  /** By token; answered ones stay, because a second answer gets another error than a wrong token. */
  readonly approvals: Store<Map<string, Approval>>;
}

/** A store with nothing in it yet. */
export const createCodePipelineStore = (context: ServiceContext): CodePipelineStore => ({
  context,
  pipelines: new Store(() => new Map<string, Pipeline>()),
  jobs: new Store(() => new Map<string, LambdaJob>()),
  approvals: new Store(() => new Map<string, Approval>()),
});
