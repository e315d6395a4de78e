import type { Fault } from './faulty-proxy';

/** Whether a call changes something, so that it matters which of its two ways is lost. */
export const isChange = (operation: string): boolean =>
  !/^(AssumeRole|BatchGet|Describe|Get|List)/.test(operation);

/** Of a run's calls those that change something, but for the results of jobs. */
export const changesOf = (operations: readonly string[]): string[] =>
  operations.filter((operation) => isChange(operation) && !operation.startsWith('PutJob'));

/** The ways in which a call can die that leave AWS in different states. */
const faultsOf = (operation: string): Fault[] =>
  isChange(operation) ? ['request lost', 'response lost'] : ['request lost'];

/** The numbers, from 1 on, of those calls of a run that have to be tried with a fault. */
export const callsWith = (fault: Fault, operations: readonly string[]): number[] =>
  operations.flatMap((operation, at) => (faultsOf(operation).includes(fault) ? at + 1 : []));
