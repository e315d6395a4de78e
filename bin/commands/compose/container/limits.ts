import { filled, type ComposePart, present, type ConversionContext } from '../conversion';
import type { Container } from '../task-definition';

/**
 * What a container may use. Its `cpu` is a weight against others, as ECS hands it to docker, and no limit; the task's is
 * one, which a single container has to itself.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#container_definition_environment
 */
export function limitsPart(container: Container, context: ConversionContext): ComposePart {
  const { cpu, memory, memoryReservation, linuxParameters = {}, ulimits } = container;
  const { maxSwap, swappiness, sharedMemorySize } = linuxParameters;
  const whole = taskLimits(context);
  const limits = present({ cpus: whole.cpus, memory: mebibytes(memory) ?? whole.memory });
  const reservations = present({ memory: mebibytes(memoryReservation) });
  const resources = present({ limits: someOf(limits), reservations: someOf(reservations) });
  if (maxSwap !== undefined && memory === undefined)
    context.addNote(`${context.at}.linuxParameters.maxSwap`, 'counts only beside the container’s own memory');
  return present({
    cpu_shares: cpu ? Math.max(cpu, 2) : undefined,
    deploy: someOf(resources) && { resources },
    memswap_limit: maxSwap !== undefined && memory !== undefined ? mebibytes(memory + maxSwap) : undefined,
    mem_swappiness: swappiness,
    shm_size: sharedMemorySize === undefined ? undefined : `${sharedMemorySize}m`,
    ulimits: filled(ulimits) && ulimitsOf(ulimits ?? []),
  });
}

function taskLimits({ task, addNote }: ConversionContext): { cpus?: string; memory?: string } {
  const { cpu, memory, containerDefinitions } = task;
  if (containerDefinitions.length === 1) {
    return {
      ...(cpu === undefined ? {} : { cpus: String(virtualCpus(String(cpu))) }),
      ...(memory === undefined ? {} : { memory: taskMemory(String(memory)) }),
    };
  }
  for (const [field, value] of Object.entries({ cpu, memory }))
    if (value !== undefined) addNote(field, 'limits all containers together, Compose only each by itself');
  return {};
}

/** `256` or `.25 vCPU`. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size */
const virtualCpus = (cpu: string): number =>
  /vcpu/i.test(cpu) ? Number.parseFloat(cpu) : Number.parseFloat(cpu) / 1024;

/** `512` or `0.5 GB`. */
const taskMemory = (memory: string): string =>
  `${/gb/i.test(memory) ? Number.parseFloat(memory) * 1024 : Number.parseFloat(memory)}M`;

const mebibytes = (count: number | undefined): string | undefined =>
  count === undefined ? undefined : `${count}M`;

const someOf = (part: ComposePart): ComposePart | undefined =>
  Object.keys(part).length > 0 ? part : undefined;

const ulimitsOf = (ulimits: NonNullable<Container['ulimits']>) =>
  Object.fromEntries(
    ulimits.map(({ name, softLimit, hardLimit }) => [name, { soft: softLimit, hard: hardLimit }]),
  );
