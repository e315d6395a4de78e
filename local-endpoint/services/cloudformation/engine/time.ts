import type { StackStore } from '../store';
import { type DependencyGraph, runGraph } from './graph';
import type { Stack } from './stack';

/** Runs the change of a stack, during which time goes on only where it waits for that. */
export function changeStack(
  { context: { clock } }: StackStore,
  stack: Stack,
  run: () => Promise<void>,
): Promise<void> {
  return clock.working(`the change of stack ${stack.name}`, run);
}

/** {@link runGraph} for resources of a stack: time goes on only where each that is being changed waits for that. */
export function changeResources(
  { context: { clock } }: StackStore,
  stack: Stack,
  graph: DependencyGraph,
  change: (logicalId: string) => Promise<boolean>,
  keepGoing?: boolean,
): Promise<string[]> {
  const run = (id: string) => clock.working(`resource ${id} of stack ${stack.name}`, () => change(id));
  return clock.waitFor(runGraph(graph, run, keepGoing));
}
