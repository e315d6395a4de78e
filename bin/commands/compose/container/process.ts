import { literal, literalMap } from '../interpolation';
import { filled, type ComposePart, present, seconds, type ConversionContext } from '../conversion';
import type { Container } from '../task-definition';

/** What runs, as whom, and how it ends. */
export function processPart(container: Container, { task }: ConversionContext): ComposePart {
  const { command, entryPoint, user, workingDirectory, restartPolicy } = container;
  return present({
    entrypoint: filled(entryPoint)?.map(literal),
    command: filled(command)?.map(literal),
    working_dir: workingDirectory && literal(workingDirectory),
    user: user && literal(user),
    init: container.linuxParameters?.initProcessEnabled || undefined,
    tty: container.pseudoTerminal || undefined,
    stdin_open: container.interactive || undefined,
    stop_grace_period: seconds(container.stopTimeout),
    restart: restartPolicy?.enabled ? 'always' : undefined,
    platform: platformOf(task.runtimePlatform?.cpuArchitecture),
    labels: container.dockerLabels && literalMap(container.dockerLabels),
  });
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RuntimePlatform.html */
function platformOf(architecture: string | undefined): string | undefined {
  if (architecture === 'ARM64') return 'linux/arm64';
  return architecture === 'X86_64' ? 'linux/amd64' : undefined;
}
