import type { ApiCall } from './call';
import { serviceName } from './identify/identify';
import { AwsError, type Operation, type Service } from './service';

/** Never given to moto: it has too little of them to be of use, and what it has would contradict ours. */
const NEVER_FORWARDED = new Set(['codepipeline', 'codedeploy', 'codebuild', 'cloudformation']);

/** Who answers which operation. */
export interface Registry {
  /**
   * The endpoint's own operation for a call, or undefined where moto answers it.
   * @throws AwsError for an operation that nobody answers
   */
  operationOf(call: Pick<ApiCall, 'service' | 'operation'>): Operation | undefined;
}

/** @throws Error where two services answer the same operation */
export function createRegistry(services: readonly Service[]): Registry {
  const operations = new Map<string, Operation>();
  const refusing = new Set(NEVER_FORWARDED);
  for (const service of services) {
    const name = serviceName(service.name);
    if (service.otherwise === 'refuse') refusing.add(name);
    for (const [operation, run] of Object.entries(service.operations)) {
      const key = `${name}:${operation}`;
      if (operations.has(key)) throw new Error(`${key} is answered by two services of the endpoint`);
      operations.set(key, run);
    }
  }
  return {
    operationOf({ service, operation }) {
      const owned = operations.get(`${service}:${operation}`);
      if (!owned && refusing.has(service)) throw notSupported(service, operation);
      return owned;
    },
  };
}

const notSupported = (service: string, operation: string): AwsError =>
  new AwsError('UnsupportedOperation', `${service}:${operation} is not supported by the local endpoint`);
