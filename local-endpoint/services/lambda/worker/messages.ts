/** An error as it is in the payload of a failed invocation. */
export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  /** Of Node.js. */
  readonly trace?: readonly string[];
  /** Of Python. */
  readonly stackTrace?: readonly string[];
  readonly requestId?: string;
}

/** A message to a worker process. */
export interface InvocationMessage {
  /** JSON text. */
  readonly event: string;
  /** The endpoint's time, in milliseconds since 1970: what `Date` begins from in the function. */
  readonly now: number;
  /** Whether `Date` goes on by the function's own sleeps only, and not at the machine's pace. */
  readonly standsStill: boolean;
  readonly context: Readonly<Record<string, unknown>> & {
    readonly awsRequestId: string;
    /** Milliseconds since 1970, by the machine's clock. */
    readonly deadline: number;
  };
}

/** A message from a worker process. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  /** Text written to standard output or error. */
  | { readonly kind: 'output'; readonly text: string }
  /** A call of `console`, formatted. */
  | { readonly kind: 'console'; readonly level: string; readonly text: string }
  /** The end of an invocation: JSON text or an error. */
  | {
      readonly kind: 'result';
      readonly payload?: string;
      readonly error?: FunctionFailure;
      readonly memoryBytes: number;
    }
  /** An error that ends the process. */
  | { readonly kind: 'error'; readonly error: FunctionFailure };
