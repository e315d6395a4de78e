import type { Repository } from './repository';

export const SERVICES = 'local-endpoint/services';

/** Its table of operations is generated from the code, and a test compares them. */
export const README = 'local-endpoint/README.md';

/** A service as the table of operations has it. */
export interface OperationsRow {
  /** Its name and its aliases. */
  readonly names: readonly string[];
  readonly operations: readonly string[];
}

/** The row of a service by its name or an alias. */
export function operationsRow(repository: Repository, name: string): OperationsRow | undefined {
  return repository
    .read(README)
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [, names = '', operations = ''] = line.split('|');
      return {
        names: [...names.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text),
        operations: operations.split(',').map((text) => text.trim()),
      };
    })
    .find(({ names }) => names.includes(name));
}
