import { functionArn, type FunctionReference } from './reference';

/** Settings of a function that moto takes but does not give back. They are the function's, not a version's. */
export interface RememberedSettings {
  readonly LoggingConfig?: { readonly LogFormat?: string; readonly LogGroup?: string };
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
}

/** What CreateFunction and UpdateFunctionConfiguration said, by function. */
export class SettingsMemory {
  private readonly settings = new Map<string, RememberedSettings>();

  /** Keeps what is given and leaves the rest as it was. */
  remember(reference: FunctionReference, given: RememberedSettings): void {
    const { LoggingConfig, DeadLetterConfig } = given;
    const kept = this.recall(reference);
    this.settings.set(functionArn(reference), {
      LoggingConfig: LoggingConfig ?? kept.LoggingConfig,
      DeadLetterConfig: DeadLetterConfig ?? kept.DeadLetterConfig,
    });
  }

  /** What is known of a function; nothing for one never heard of. */
  recall(reference: FunctionReference): RememberedSettings {
    return this.settings.get(functionArn(reference)) ?? {};
  }

  /** Forgets a function that was deleted. */
  forget(reference: FunctionReference): void {
    this.settings.delete(functionArn(reference));
  }
}
