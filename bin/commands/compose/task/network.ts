import { portsOf } from '../container/ports';
import { filled, type Network, type ComposePart, present } from '../conversion';
import { literal } from '../interpolation';
import type { TaskDefinition } from '../task-definition';

/** Does nothing but be there: containers come and go, and the namespaces they share stay. */
const PAUSE = 'registry.k8s.io/pause:3.10.1';

/**
 * How the containers of a task reach each other. In awsvpc mode they share one network, `localhost` is the same for all;
 * a service of its own holds it and opens the ports, so that none of them depends on another one for it.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html
 */
export function networkOf(task: TaskDefinition): Network {
  const { networkMode, requiresCompatibilities = [], pidMode, ipcMode } = task;
  const mode = networkMode ?? (requiresCompatibilities.includes('FARGATE') ? 'awsvpc' : 'bridge');
  const shared = mode === 'awsvpc' || pidMode === 'task' || ipcMode === 'task';
  return { mode, ...(shared ? { holder: freeName(task) } : {}) };
}

/** The service that holds what the others share, by its name. */
export function holderOf(
  task: TaskDefinition,
  { mode, holder }: Network,
): Readonly<Record<string, ComposePart>> {
  if (!holder) return {};
  const { containerDefinitions, ipcMode } = task;
  const controls = containerDefinitions
    .flatMap(({ systemControls = [] }) => systemControls)
    .filter(({ namespace }) => namespace.startsWith('net.'))
    .map(({ namespace, value }) => [namespace, literal(value)]);
  const ports = containerDefinitions
    .filter(({ disableNetworking }) => !disableNetworking)
    .flatMap((container) => portsOf(container, mode));
  return {
    [holder]: present({
      image: PAUSE,
      ...(mode === 'awsvpc'
        ? {
            ports: filled([...new Set(ports)]),
            sysctls: controls.length > 0 ? Object.fromEntries(controls) : undefined,
          }
        : {}),
      ipc: ipcMode === 'task' ? 'shareable' : undefined,
    }),
  };
}

function freeName({ containerDefinitions }: TaskDefinition): string {
  const taken = containerDefinitions.map(({ name }) => name);
  let name = 'network';
  while (taken.includes(name)) name = `task-${name}`;
  return name;
}
