import type { SnapStartApplyOn } from '@aws-sdk/client-lambda';
import type { ServiceContext } from '../../kit/context';
import { Store } from '../../kit/store';
import { CodeStore } from './functions/code-store';
import { WorkerPool } from './worker/worker-pool';

/** Settings of a function that moto accepts but does not return. They are the function's, not a version's. */
export interface FunctionSettings {
  readonly LoggingConfig?: { readonly LogFormat?: string; readonly LogGroup?: string };
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
}

/** Where a record of an asynchronous invocation goes. */
export interface DestinationConfig {
  readonly OnSuccess?: { readonly Destination?: string };
  readonly OnFailure?: { readonly Destination?: string };
}

/** How a function's asynchronous invocations are retried and where their records go. */
export interface EventInvokeConfig {
  readonly LastModified: Date;
  /** With the qualifier. */
  readonly FunctionArn: string;
  /** @default 2 */
  readonly MaximumRetryAttempts?: number;
  /** @default 21,600 */
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: DestinationConfig;
}

/** What Lambda keeps for one account in one region, beside what moto keeps. */
export interface LambdaState {
  /** By the function's name. */
  readonly settings: Map<string, FunctionSettings>;
  /** By ARN with the qualifier, for every function, version and alias that has one. */
  readonly eventInvokeConfigs: Map<string, EventInvokeConfig>;
  /** What PutResourcePolicy set, by the ARN of the function, version or alias. */
  readonly policies: Map<string, { readonly Policy: string; readonly RevisionId: string }>;
  /** Invocations that run now, by the function's name. */
  readonly running: Map<string, number>;
  /** The version that was published last and what it is of, by the function's name. */
  readonly published: Map<string, { readonly version: string; readonly content: string }>;
  /** Numbers of deleted versions, by the function's name. */
  readonly deleted: Map<string, Set<string>>;
  /** When Lambda is done with a change, in milliseconds since 1970, by the function's name. */
  readonly changing: Map<string, number>;
  /** What SnapStart applies to, by `function:version`, `$LATEST` too, once it was set. */
  readonly snapStart: Map<string, SnapStartApplyOn>;
  /** Of `$LATEST`, by the function's name, once it was changed: moto never changes it. */
  readonly revisions: Map<string, string>;
  /** By `function:alias`, once it was updated. */
  readonly aliasRevisions: Map<string, string>;
}

/** What the operations and observers of Lambda share. */
export interface LambdaStore {
  readonly context: ServiceContext;
  readonly code: CodeStore;
  readonly workers: WorkerPool;
  readonly state: Store<LambdaState>;
}

/** A store without functions. */
export const createLambdaStore = (context: ServiceContext): LambdaStore => ({
  context,
  code: new CodeStore(context),
  workers: new WorkerPool(context),
  state: new Store(() => ({
    settings: new Map(),
    eventInvokeConfigs: new Map(),
    policies: new Map(),
    running: new Map(),
    published: new Map(),
    deleted: new Map(),
    changing: new Map(),
    revisions: new Map(),
    snapStart: new Map(),
    aliasRevisions: new Map(),
  })),
});
