import type { HeaderFields } from './http/header-fields';
import type { Policy } from './policy/document';

/** Who makes a call, by its access key. */
export interface Caller {
  readonly accessKeyId: string;
  readonly accountId: string;
  /** `arn:aws:sts::…:assumed-role/…` for a role's session, `arn:aws:iam::…:root` for everyone else. */
  readonly arn: string;
  /** The role whose policies decide. @default - dummy credentials, which may do everything */
  readonly roleArn?: string;
  /** What its session may do at most. @default - all that the role may */
  readonly sessionPolicy?: Policy;
  /** The AWS service that calls without a role, for example `events.amazonaws.com`; only resource policies can allow it. */
  readonly servicePrincipal?: string;
  /** The resource on whose behalf an AWS service acts, for example the EventBridge rule that starts a pipeline. */
  readonly sourceArn?: string;
  /** The access key with which a role's session was opened that opened this one, the first of them. @default - no role's session did */
  readonly openedWith?: string;
}

/** What an operation is called with beside its input. */
export interface CallContext {
  readonly caller: Caller;
  readonly region: string;
  /** The service by the name that the caller used, which may be an alias. */
  readonly service: string;
  /**
   * Calls moto and returns its parsed output, for an operation that only corrects what moto does. Observers of the
   * operation run once, with the input given here. The endpoint always sets it; it is absent only where an operation is
   * called without an endpoint.
   * @param input input of the same operation @default - the caller's
   * @param unobserved whether no observer must run, for an internal correction @default - false
   * @throws AwsError moto's error, with its own code and message
   */
  readonly forward?: (input?: object, unobserved?: boolean) => Promise<unknown>;
}

/**
 * One operation that the endpoint executes itself: takes the input with members as AWS's API reference names them, returns
 * the output likewise (dates as Date), or throws {@link AwsError}.
 */
export type Operation<Input = never, Output = object> = (
  input: Input,
  context: CallContext,
) => Promise<Output>;

/** A call that moto executed with success, for observers that emit events or do what moto leaves out. */
export interface ForwardedCall {
  readonly service: string;
  readonly operation: string;
  /** The input, parsed as far as the protocol allows (S3: `Bucket`, `Key` and the query; bodies are not parsed). */
  readonly input: Readonly<Record<string, unknown>>;
  readonly context: CallContext;
  /** The body as it was sent, for what `input` leaves unparsed. */
  readonly requestBody: Uint8Array;
  readonly responseHeaders: HeaderFields;
  /** The body of moto's answer: parsed for JSON protocols, text for XML ones. */
  readonly output: unknown;
}

/** Runs after moto succeeded and before the caller is answered. */
export interface Observer {
  readonly service: string;
  readonly operation: string;
  after(call: ForwardedCall): Promise<void>;
}
