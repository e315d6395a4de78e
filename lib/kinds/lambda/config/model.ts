import type { FunctionSettings, LambdaSettings } from '../../../../handlers/contract/lambda-settings';
import type { Check, Commits, Verification } from '../../../build/config/model';
import type { CodeUpload } from '../../../source/config/uploads-model';
import type { BasePipeline, Environment } from '../../../config/model';
import type { Traffic } from '../../../config/traffic';

/** A pipeline that publishes versions of Lambda functions, of a commit or of uploaded code, and moves the traffic of an alias to them. */
export interface LambdaPipeline extends BasePipeline {
  readonly kind: 'lambda';
  readonly source: Commits | CodeUpload;
  /** Buildspecs that must pass before anything is built, each a stage of its own. Only with a git source. @default [] */
  readonly checks: readonly Check[];
  /** What is released together, 1 to 10, in the file's order. */
  readonly functions: readonly LambdaFunction[];
  readonly deploy: LambdaDeploy;
  /** What must pass once the traffic has moved, or else it goes back. @default - nothing is run */
  readonly verify?: Verification;
  /**
   * The environments that are aliases of the same functions, its own among them, in the file's order.
   * @default - the functions are of this environment alone
   */
  readonly shared?: readonly Environment[];
}

/** A function as a release is to configure it, and what it runs as. */
export interface LambdaFunction extends Omit<FunctionSettings, 'functionName' | 'existing'> {
  /** The key under `functions:`. */
  readonly name: string;
  /** The name of a function that a stack of the team has made. @default - the factory makes it */
  readonly existing?: string;
  /** @default - that of an existing function, which the factory does not know */
  readonly role?: FunctionRole;
  /** Invocations at once. @default - what the account has left */
  readonly reservedConcurrency?: number;
  /** ARN of the queue or topic that gets events which failed to the end. @default - none does */
  readonly onFailure?: string;
}

/** A function that the factory makes. */
export type OwnedFunction = LambdaFunction & { readonly role: FunctionRole };

/** @returns false for one that is there already */
export const isOwned = (one: LambdaFunction): one is OwnedFunction => one.existing === undefined;

/** The role of a function: one that the factory makes, or one that is there already. */
export type FunctionRole =
  /** Names of managed policies of AWS, or ARNs. @default [] */
  | { readonly owned: true; readonly policies: readonly string[] }
  | { readonly owned: false; readonly arn: string };

/** How the traffic moves. */
export interface LambdaDeploy extends Pick<LambdaSettings, 'alias' | 'keepVersions' | 'hooks'> {
  /** Whether the alias names `$LATEST`: then what follows has no meaning. @default false */
  readonly latest: boolean;
  readonly traffic: Traffic;
  /** What puts the traffic back while it moves. @default ['alarm'] */
  readonly rollbackOn: readonly 'alarm'[];
  /** Names, beside the one that the factory makes for each function. @default [] */
  readonly alarms: readonly string[];
}
