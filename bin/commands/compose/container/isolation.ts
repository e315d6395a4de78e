import { literal } from '../interpolation';
import { filled, type ComposePart, present, type ConversionContext } from '../conversion';
import type { Container, TaskDefinition } from '../task-definition';

/** What a container may do to the machine, and what it shares with others. */
export function isolationPart(container: Container, context: ConversionContext): ComposePart {
  const { linuxParameters = {}, dockerSecurityOptions, privileged } = container;
  const { capabilities = {}, devices = [] } = linuxParameters;
  return present({
    privileged: privileged || undefined,
    cap_add: filled(capabilities.add),
    cap_drop: filled(capabilities.drop),
    devices: filled(devices.map(deviceOf)),
    security_opt: filled(dockerSecurityOptions)?.map(literal),
    sysctls: systemControls(container, context),
    pid: namespaceOf(context.task.pidMode, context),
    ipc: namespaceOf(context.task.ipcMode, context),
  });
}

type Device = NonNullable<NonNullable<Container['linuxParameters']>['devices']>[number];

const LETTERS: Readonly<Record<string, string>> = { read: 'r', write: 'w', mknod: 'm' };

function deviceOf({ hostPath, containerPath = hostPath, permissions = [] }: Device): string {
  const letters = permissions.map((name) => LETTERS[name] ?? '').join('') || 'rwm';
  return literal(`${hostPath}:${containerPath}:${letters}`);
}

/** Those of the network belong to whoever holds it: see the task's network. */
function systemControls(
  { systemControls = [] }: Container,
  { network, at, addNote }: ConversionContext,
): ComposePart | undefined {
  const own = systemControls.filter(({ namespace }, index) => {
    if (!namespace.startsWith('net.') || network.mode === 'bridge') return true;
    if (network.mode !== 'awsvpc')
      addNote(`${at}.systemControls[${index}]`, `cannot be set in network mode ${network.mode}`);
    return false;
  });
  if (own.length === 0) return undefined;
  return Object.fromEntries(own.map(({ namespace, value }) => [namespace, literal(value)]));
}

function namespaceOf(mode: TaskDefinition['ipcMode'], { network }: ConversionContext): string | undefined {
  return mode === 'task' ? `service:${network.holder}` : mode;
}
