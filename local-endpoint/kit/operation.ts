/** Who makes a call, as told by its access key. */
export interface Caller {
  readonly accessKeyId: string;
  readonly accountId: string;
  /** `arn:aws:sts::…:assumed-role/…` for a role's session, `arn:aws:iam::…:root` for everyone else. */
  readonly arn: string;
  /** The role whose policies decide; absent for dummy credentials, which may do everything. */
  readonly roleArn?: string;
  /** The AWS service that calls without a role, for example `events.amazonaws.com`; only resource policies speak for it. */
  readonly servicePrincipal?: string;
  /** What made an AWS service act with this role, for example the EventBridge rule that starts a pipeline. */
  readonly sourceArn?: string;
}

/** What an operation knows beside its input. */
export interface CallContext {
  readonly caller: Caller;
  readonly region: string;
  /** The service by the name that the caller used, which may be an alias. */
  readonly service: string;
  /**
   * Hands the call to moto and gives its parsed answer, for an owned operation that only corrects what moto does.
   * Observers of the operation hear of it once, with the input given here. The endpoint always sets it; it is absent
   * only where an operation is called without an endpoint.
   * @param input what moto is asked instead of what the caller asked; the same operation @default - the caller's input
   * @param unobserved whether it is a repair behind the scenes that no observer must hear of @default - false
   * @throws AwsError what moto refused, in its own code and words
   */
  readonly forward?: (input?: object, unobserved?: boolean) => Promise<unknown>;
}

/**
 * One operation of a service the endpoint owns: takes the input as AWS's API reference names it, gives the output
 * likewise (dates as Date), or throws {@link AwsError}.
 */
export type Operation<Input = never, Output = object> = (
  input: Input,
  context: CallContext,
) => Promise<Output>;

/** A call that moto answered with success, for those who raise events from it or make up for what moto leaves out. */
export interface ForwardedCall {
  readonly service: string;
  readonly operation: string;
  /** The input, parsed as far as the protocol allows (S3: `Bucket`, `Key` and the query; bodies are not parsed). */
  readonly input: Readonly<Record<string, unknown>>;
  readonly context: CallContext;
  /** What the caller sent, for what `input` leaves unparsed. */
  readonly requestBody: Uint8Array;
  readonly responseHeaders: Headers;
  /** The answer's body: parsed JSON for JSON protocols, text for XML ones. */
  readonly output: unknown;
}

/** Runs after moto succeeded and before the caller hears of it. */
export interface Observer {
  readonly service: string;
  readonly operation: string;
  after(call: ForwardedCall): Promise<void>;
}
