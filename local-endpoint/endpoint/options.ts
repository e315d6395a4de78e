import type { ApiCall } from './call';
import type { Route } from './route';
import type { Caller, Observer, Service } from './service';

/** What the endpoint is made of. */
export interface EndpointOptions {
  /** moto's base URL: it gets what no service owns. */
  readonly moto: string;
  /** Several of one name are parts of one service; if one of them refuses what is not listed, all do. */
  readonly services: readonly Service[];
  readonly observers: readonly Observer[];
  /** What is served beside AWS's APIs. @default - nothing */
  readonly routes?: readonly Route[];
  /**
   * Who calls.
   * @throws AwsError for a key that has ended
   */
  readonly callerOf: (accessKeyId: string) => Caller;
  /**
   * Whether the caller may do this; asked before anything else happens.
   * @throws AwsError `AccessDenied`, in the words of the service
   */
  readonly authorize: (call: ApiCall) => Promise<void>;
  /** Told of what goes wrong inside the endpoint. */
  readonly say: (line: string) => void;
}
