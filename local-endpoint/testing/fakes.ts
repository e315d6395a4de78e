import type { CallContext, Operation, Service } from '../endpoint/service';

/**
 * Answers instead of an operation.
 * @returns undefined leaves the call to the service that has the operation
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
  readonly services: readonly Service[];
  /** Ends every fake. */
  restore(): void;
}

/** @param names the operations that can be faked, as `service:Operation` */
export function createFakes(services: readonly Service[], names: readonly string[] = []): FakedServices {
  const fakes = new Map<string, Fake>();
  const before =
    (name: string, operation: Operation): Operation =>
    async (input, context) =>
      (await fakes.get(name)?.(input, context)) ?? operation(input, context);
  const faked = services.map((service) => ({
    ...service,
    operations: Object.fromEntries(
      Object.entries(service.operations).map(([operation, run]) => {
        const name = `${service.name}:${operation}`;
        return [operation, names.includes(name) ? before(name, run) : run];
      }),
    ),
  }));
  const owned = new Set(
    services.flatMap(({ name, operations }) => Object.keys(operations).map((one) => `${name}:${one}`)),
  );
  const forwarded = names
    .filter((name) => !owned.has(name))
    .map((name): Service => {
      const [service = '', operation = ''] = name.split(':');
      return { name: service, otherwise: 'forward', operations: { [operation]: before(name, forward) } };
    });
  return {
    services: [...faked, ...forwarded],
    answer: (operation, fake) => {
      if (!names.includes(operation)) throw new Error(`fakes must contain it, got: ${operation}`);
      fakes.set(operation, fake);
    },
    restore: () => fakes.clear(),
  };
}

/** moto's answer; moto has none where the endpoint is given none. */
const forward: Operation = async (_input, context) => (await context.forward?.()) as object;
