import { literal } from '../text';
import { filled, type Part, present, type Setting } from '../setting';
import type { Container, TaskDefinition } from '../task-definition';

/** What a container may do to the machine, and what it shares with others. */
export function isolationPart(container: Container, setting: Setting): Part {
  const { linuxParameters = {}, dockerSecurityOptions, privileged } = container;
  const { capabilities = {}, devices = [] } = linuxParameters;
  return present({
    privileged: privileged || undefined,
    cap_add: filled(capabilities.add),
    cap_drop: filled(capabilities.drop),
    devices: filled(devices.map(deviceOf)),
    security_opt: filled(dockerSecurityOptions)?.map(literal),
    sysctls: systemControls(container, setting),
    pid: namespaceOf(setting.task.pidMode, setting),
    ipc: namespaceOf(setting.task.ipcMode, setting),
  });
}

type Device = NonNullable<NonNullable<Container['linuxParameters']>['devices']>[number];

const LETTERS: Readonly<Record<string, string>> = { read: 'r', write: 'w', mknod: 'm' };

function deviceOf({ hostPath, containerPath = hostPath, permissions = [] }: Device): string {
  const letters = permissions.map((name) => LETTERS[name] ?? '').join('') || 'rwm';
  return literal(`${hostPath}:${containerPath}:${letters}`);
}

/** Those of the network belong to whoever holds it: see the task's network. */
function systemControls({ systemControls = [] }: Container, { network, at, say }: Setting): Part | undefined {
  const own = systemControls.filter(({ namespace }, index) => {
    if (!namespace.startsWith('net.') || network.mode === 'bridge') return true;
    if (network.mode !== 'awsvpc')
      say(`${at}.systemControls[${index}]`, `cannot be set in network mode ${network.mode}`);
    return false;
  });
  if (own.length === 0) return undefined;
  return Object.fromEntries(own.map(({ namespace, value }) => [namespace, literal(value)]));
}

function namespaceOf(mode: TaskDefinition['ipcMode'], { network }: Setting): string | undefined {
  return mode === 'task' ? `service:${network.holder}` : mode;
}
