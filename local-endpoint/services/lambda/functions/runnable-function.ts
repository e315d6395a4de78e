import type { FunctionReference } from './reference';

/** One version of a function, with all that running it needs. */
export interface RunnableFunction {
  readonly reference: FunctionReference;
  /** As the caller named it, with the qualifier. */
  readonly invokedArn: string;
  /** The version that runs, which an alias stands for. */
  readonly version: string;
  readonly handler: string;
  readonly runtime: string;
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
