/** An error as Lambda puts it into the payload of a failed invocation. */
export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** What a worker process is asked. */
export interface InvocationMessage {
  /** JSON text. */
  readonly event: string;
  readonly context: Readonly<Record<string, unknown>> & {
    readonly awsRequestId: string;
    /** Milliseconds since 1970, by the machine's clock. */
    readonly deadline: number;
  };
}

/** What a worker process says. */
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
  /** What ends the process. */
  | { readonly kind: 'error'; readonly error: FunctionFailure };
