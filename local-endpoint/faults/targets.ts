import { createdServices } from '../docs/created-services';
import type { RunningService } from '../kit/local-service';

/** A service of the endpoint, and what can be called of it. */
export interface CallableService {
  /** In IAM actions. */
  readonly name: string;
  /** Other names of it: former ones, and those in the AWS CLI. */
  readonly otherNames: readonly string[];
  /** API names of all its operations, those that moto executes too. */
  operations(): Promise<readonly string[]>;
}

/** Every service of the endpoint. */
export const callableServices = (): readonly CallableService[] =>
  createdServices().map(({ service, operations = {} }) => ({
    name: service.name,
    otherNames: [...(service.aliases ?? []), ...(service.cliNames ?? [])],
    operations: async () => [
      ...new Set([...Object.keys(operations), ...(await operationsOfClient(service))]),
    ],
  }));

/** A client has a class for each operation: `PutParameterCommand`. */
async function operationsOfClient({ client }: RunningService['service']): Promise<string[]> {
  const names = Object.keys((await client?.()) ?? {});
  return names.flatMap((name) => (name === '$Command' ? [] : (/^([A-Z]\w*)Command$/.exec(name)?.[1] ?? [])));
}
