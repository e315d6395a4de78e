import type { ApiCall } from '../kit/call';
import type { Route } from '../kit/route';
import type { RunningService } from '../kit/local-service';
import type { Caller } from '../kit/operation';

/** What the endpoint is made of. */
export interface EndpointOptions {
  /** moto's base URL: it gets what no service owns. */
  readonly moto: string;
  readonly services: readonly RunningService[];
  /** What is served beside AWS's APIs and beside the routes of services. @default - nothing */
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
  /** Shows a line about what goes wrong inside the endpoint. */
  readonly log: (line: string) => void;
}
