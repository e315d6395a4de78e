import type { ApiCall } from '../kit/call';
import type { RunningService } from '../kit/local-service';
import { notSupported } from '../kit/not-supported';
import type { Operation } from '../kit/operation';

/** Never given to moto: it has too little of them to be of use, and what it has would contradict ours. */
const NEVER_FORWARDED = ['codepipeline', 'codedeploy', 'codebuild', 'cloudformation'];

/** Who answers which operation. */
export interface Registry {
  /**
   * The endpoint's own operation for a call, or undefined where moto answers it.
   * @throws AwsError for an operation that nobody answers
   */
  operationOf(call: Pick<ApiCall, 'service' | 'operation'>): Operation | undefined;
}

/** @throws Error where two services have the same name */
export function createRegistry(services: readonly RunningService[]): Registry {
  const operations = new Map<string, Readonly<Record<string, Operation>>>();
  const refusing = new Set(NEVER_FORWARDED);
  for (const { service, operations: owned = {} } of services) {
    for (const name of [service.name, ...(service.aliases ?? [])]) {
      if (operations.has(name)) throw new Error(`Two services of the endpoint have one name, got: ${name}`);
      operations.set(name, owned);
      if (service.otherwise === 'refuse') refusing.add(name);
    }
  }
  return {
    operationOf({ service, operation }) {
      const owned = operations.get(service);
      const run = owned && Object.hasOwn(owned, operation) ? owned[operation] : undefined;
      if (!run && refusing.has(service)) throw notSupported(`${service}:${operation}`);
      return run;
    },
  };
}
