import { type FunctionReference, functionArn, qualifiedArn } from '../functions/reference';

/** Where a record of an asynchronous invocation goes. */
export interface DestinationConfig {
  readonly OnSuccess?: { readonly Destination?: string };
  readonly OnFailure?: { readonly Destination?: string };
}

/** How a function's asynchronous invocations are tried again and where their records go. */
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

/** The configuration of every function, version and alias that has one. */
export class EventInvokeConfigs {
  private readonly configs = new Map<string, EventInvokeConfig>();

  get(reference: FunctionReference): EventInvokeConfig | undefined {
    return this.configs.get(qualifiedArn(reference));
  }

  /** Of all qualifiers of one function. */
  list(reference: FunctionReference): EventInvokeConfig[] {
    return [...this.configs.values()].filter(({ FunctionArn }) =>
      FunctionArn.startsWith(`${functionArn(reference)}:`),
    );
  }

  put(config: EventInvokeConfig): void {
    this.configs.set(config.FunctionArn, config);
  }

  delete(reference: FunctionReference): void {
    this.configs.delete(qualifiedArn(reference));
  }

  /** Forgets a function that was deleted. */
  forget(reference: FunctionReference): void {
    for (const { FunctionArn } of this.list(reference)) this.configs.delete(FunctionArn);
  }
}
