import type { WorkerProgram } from '../worker/program';
import type { FunctionReference } from './reference';

/** A version of a function with what is needed to run it. */
export interface RunnableFunction {
  readonly reference: FunctionReference;
  /** The ARN that was invoked; with the qualifier, unless it is `$LATEST`. */
  readonly invokedArn: string;
  /** The version that runs; of an alias, the chosen one. */
  readonly version: string;
  readonly handler: string;
  readonly runtime: string;
  /** What runs code of that runtime here. */
  readonly program: WorkerProgram;
  readonly roleArn: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly variables: Readonly<Record<string, string>>;
  /** Where its code is unpacked. */
  readonly folder: string;
  readonly logGroup: string;
  readonly logFormat: 'Text' | 'JSON';
  readonly deadLetterTarget?: string;
}
