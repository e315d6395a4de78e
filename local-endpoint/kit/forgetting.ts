import type { Observer } from './operation';

/**
 * Observers that make a reader forget what it remembers after every write that moto answers.
 * @param operations names, separated by spaces
 */
export function forgetting(service: string, operations: string, reader: { forget(): void }): Observer[] {
  return operations
    .split(' ')
    .map((operation) => ({ service, operation, after: async () => reader.forget() }));
}
