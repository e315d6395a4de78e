import { formatError } from '../template/errors';

/** The nodes that each node depends on; names of no node are ignored. */
export type DependencyGraph = ReadonlyMap<string, readonly string[]>;

/**
 * The nodes in an order in which each comes after what it depends on.
 * @throws AwsError `ValidationError` where they depend on each other in a circle
 */
export function ordered(graph: DependencyGraph): string[] {
  const order: string[] = [];
  const open = new Set<string>();
  const visit = (id: string): void => {
    if (order.includes(id) || !graph.has(id)) return;
    if (open.has(id)) throw circular(graph, order);
    open.add(id);
    graph.get(id)?.forEach(visit);
    order.push(id);
  };
  [...graph.keys()].forEach(visit);
  return order;
}

/** The graph with every edge reversed. */
export function reversed(graph: DependencyGraph): DependencyGraph {
  const dependents = new Map<string, string[]>([...graph.keys()].map((id) => [id, []]));
  for (const [id, dependencies] of graph)
    dependencies.forEach((dependency) => dependents.get(dependency)?.push(id));
  return dependents;
}

/**
 * Runs every node once what it depends on has succeeded, independent ones at the same time. After a failure nothing
 * new is started, and what runs is waited for.
 * @param run resolves to whether it succeeded
 * @param keepGoing whether nodes that do not depend on a failure are still run @default false
 * @returns the nodes that failed
 */
export async function runGraph(
  graph: DependencyGraph,
  run: (id: string) => Promise<boolean>,
  keepGoing = false,
): Promise<string[]> {
  const failed: string[] = [];
  const results = new Map<string, Promise<boolean>>();
  for (const id of ordered(graph)) {
    const dependencies = (graph.get(id) ?? []).flatMap((dependency) => results.get(dependency) ?? []);
    results.set(id, start(id, dependencies));
  }
  await Promise.all(results.values());
  return failed;

  async function start(id: string, dependencies: readonly Promise<boolean>[]): Promise<boolean> {
    const ready = (await Promise.all(dependencies)).every(Boolean);
    if (!ready || (failed.length > 0 && !keepGoing)) return false;
    const succeeded = await run(id);
    if (!succeeded) failed.push(id);
    return succeeded;
  }
}

function circular(graph: DependencyGraph, done: readonly string[]) {
  const left = [...graph.keys()].filter((id) => !done.includes(id));
  return formatError(`Circular dependency between resources: [${left.join(', ')}]`);
}
