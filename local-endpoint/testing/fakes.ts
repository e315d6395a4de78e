import type { LocalService } from '../kit/local-service';
import type { CallContext, Operation } from '../kit/operation';
import { testService } from './test-service';

/**
 * Answers instead of an operation.
 * @returns undefined leaves the call to the service that has the operation, or to moto
 * @throws AwsError what the caller gets
 */
export type Fake = (
  input: Readonly<Record<string, unknown>>,
  context: CallContext,
) => Promise<object | undefined> | object | undefined;

/** Operations that a test answers. */
export interface Fakes {
  /**
   * Answers an operation from now on.
   * @param operation `service:Operation`, one of those that the endpoint was started with
   * @throws Error where it is not
   */
  answer(operation: string, fake: Fake): void;
}

/** Services, with fakes before them. */
export interface FakedServices extends Fakes {
  readonly services: readonly LocalService[];
  /** Ends every fake. */
  restore(): void;
}

/** @param names the operations that can be faked, as `service:Operation` */
export function createFakes(services: readonly LocalService[], names: readonly string[] = []): FakedServices {
  const fakes = new Map<string, Fake>();
  const before =
    (name: string, operation: Operation = forward): Operation =>
    async (input, context) =>
      (await fakes.get(name)?.(input, context)) ?? operation(input, context);
  const faked = (service: LocalService): LocalService => ({
    ...service,
    create(context) {
      const parts = service.create?.(context) ?? {};
      const own = names.filter((name) => name.startsWith(`${service.name}:`));
      const operations = own.map((name) => {
        const operation = name.slice(service.name.length + 1);
        return [operation, before(name, parts.operations?.[operation])] as const;
      });
      return { ...parts, operations: { ...parts.operations, ...Object.fromEntries(operations) } };
    },
  });
  const missing = new Set(
    names
      .map((name) => name.split(':')[0] ?? '')
      .filter((name) => !services.some((service) => service.name === name)),
  );
  return {
    services: [...services, ...[...missing].map((name) => testService(name, {}))].map(faked),
    answer: (operation, fake) => {
      if (!names.includes(operation)) throw new Error(`fakes must contain it, got: ${operation}`);
      fakes.set(operation, fake);
    },
    restore: () => fakes.clear(),
  };
}

/** moto's answer; moto has none where the endpoint is given none. */
const forward: Operation = async (_input, context) => (await context.forward?.()) as object;
