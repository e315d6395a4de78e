import type { ApiCall } from '../kit/call';
import type { Clock } from '../kit/clock';
import type { Route } from '../kit/route';
import type { RunningService } from '../kit/local-service';
import type { Caller } from '../kit/operation';

/** What an endpoint is created with. */
export interface EndpointOptions {
  /** moto's base URL; it executes what no service does. */
  readonly moto: string;
  readonly services: readonly RunningService[];
  /** moto's time, too. Does not go on while a request is answered, where it is one that waits for work. */
  readonly clock: Pick<Clock, 'working' | 'now'>;
  /** Routes beside those of services. @default - none */
  readonly routes?: readonly Route[];
  /**
   * The caller with an access key.
   * @throws AwsError `ExpiredToken`
   */
  readonly callerOf: (accessKeyId: string) => Caller;
  /**
   * Called before anything else happens.
   * @throws AwsError with the service's code where the caller may not do this
   */
  readonly authorize: (call: ApiCall) => Promise<void>;
  /**
   * Executes a call that is allowed, or breaks it.
   * @param isInProcess whether it came without a connection
   * @throws AwsError what the caller gets instead of an answer
   * @throws DroppedConnection
   * @default - executes it
   */
  readonly meet?: <Answer>(
    call: ApiCall,
    isInProcess: boolean,
    perform: () => Promise<Answer>,
  ) => Promise<Answer>;
  /** Logs a line about a failure inside the endpoint. */
  readonly log: (line: string) => void;
}
