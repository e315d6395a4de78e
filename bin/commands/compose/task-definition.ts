import { z } from 'zod';

const text = z.string('must be text');
const flag = z.boolean('must be true or false');
const count = z.number('must be a number').min(0, 'must not be negative');
const list = <T extends z.ZodType>(item: T) => z.array(item, 'must be a list');
const texts = list(text);

/** How objects are parsed: unknown fields are dropped, or are errors. */
type ReadObject = <Shape extends z.ZodRawShape>(shape: Shape) => z.ZodObject<Shape>;

/**
 * The fields of a task definition that have a counterpart in a compose file.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
function taskDefinition(object: ReadObject) {
  const pair = object({ name: text, value: text });

  const healthCheckSchema = object({
    command: texts.min(1, 'must not be empty'),
    interval: count.optional(),
    timeout: count.optional(),
    retries: count.optional(),
    startPeriod: count.optional(),
  });

  const linuxParametersSchema = object({
    capabilities: object({ add: texts.optional(), drop: texts.optional() }).optional(),
    devices: list(
      object({ hostPath: text, containerPath: text.optional(), permissions: texts.optional() }),
    ).optional(),
    initProcessEnabled: flag.optional(),
    maxSwap: count.optional(),
    sharedMemorySize: count.optional(),
    swappiness: count.optional(),
    tmpfs: list(object({ containerPath: text, size: count, mountOptions: texts.optional() })).optional(),
  });

  const portMappingSchema = object({
    containerPort: count.optional(),
    hostPort: count.optional(),
    containerPortRange: text.optional(),
    protocol: z.enum(['tcp', 'udp'], 'must be tcp or udp').optional(),
  });

  const containerSchema = object({
    name: text.regex(/^[\w-]{1,255}$/, 'must be letters, digits, - and _, at most 255'),
    image: text.min(1, 'must not be empty'),
    command: texts.optional(),
    cpu: count.optional(),
    dependsOn: list(
      object({
        containerName: text,
        condition: z.enum(
          ['START', 'HEALTHY', 'COMPLETE', 'SUCCESS'],
          'must be START, HEALTHY, COMPLETE or SUCCESS',
        ),
      }),
    ).optional(),
    disableNetworking: flag.optional(),
    dnsSearchDomains: texts.optional(),
    dnsServers: texts.optional(),
    dockerLabels: z.record(z.string(), text, 'must be an object').optional(),
    dockerSecurityOptions: texts.optional(),
    entryPoint: texts.optional(),
    environment: list(pair).optional(),
    environmentFiles: list(object({ value: text, type: text.optional() })).optional(),
    essential: flag.optional(),
    extraHosts: list(object({ hostname: text, ipAddress: text })).optional(),
    healthCheck: healthCheckSchema.optional(),
    hostname: text.optional(),
    interactive: flag.optional(),
    links: texts.optional(),
    linuxParameters: linuxParametersSchema.optional(),
    memory: count.optional(),
    memoryReservation: count.optional(),
    mountPoints: list(
      object({ sourceVolume: text, containerPath: text, readOnly: flag.optional() }),
    ).optional(),
    portMappings: list(portMappingSchema).optional(),
    privileged: flag.optional(),
    pseudoTerminal: flag.optional(),
    readonlyRootFilesystem: flag.optional(),
    restartPolicy: object({ enabled: flag }).optional(),
    secrets: list(object({ name: text, valueFrom: text })).optional(),
    stopTimeout: count.optional(),
    systemControls: list(object({ namespace: text, value: text })).optional(),
    ulimits: list(object({ name: text, softLimit: count, hardLimit: count })).optional(),
    user: text.optional(),
    volumesFrom: list(object({ sourceContainer: text, readOnly: flag.optional() })).optional(),
    workingDirectory: text.optional(),
  });

  const volumeSchema = object({
    name: text,
    host: object({ sourcePath: text.optional() }).optional(),
    dockerVolumeConfiguration: object({
      scope: text.optional(),
      autoprovision: flag.optional(),
      driver: text.optional(),
      driverOpts: z.record(z.string(), text).optional(),
      labels: z.record(z.string(), text).optional(),
    }).optional(),
  });

  return object({
    family: text.optional(),
    networkMode: z
      .enum(['awsvpc', 'bridge', 'host', 'none'], 'must be awsvpc, bridge, host or none')
      .optional(),
    requiresCompatibilities: texts.optional(),
    cpu: z.union([text, count], 'must be text').optional(),
    memory: z.union([text, count], 'must be text').optional(),
    pidMode: z.enum(['host', 'task'], 'must be host or task').optional(),
    ipcMode: z.enum(['host', 'task', 'none'], 'must be host, task or none').optional(),
    runtimePlatform: object({
      cpuArchitecture: text.optional(),
      operatingSystemFamily: text.optional(),
    }).optional(),
    volumes: list(volumeSchema).optional(),
    containerDefinitions: list(containerSchema).min(1, 'must have at least one container'),
  });
}

/** A task definition as `aws ecs register-task-definition --cli-input-json` takes it. */
export const taskDefinitionSchema = taskDefinition((shape) => z.object(shape, 'must be an object'));

/** The same, with an issue `unrecognized_keys` for whatever else is in it. */
export const strictSchema = taskDefinition((shape) => z.strictObject(shape, 'must be an object'));

export type TaskDefinition = z.output<typeof taskDefinitionSchema>;
export type Container = TaskDefinition['containerDefinitions'][number];
export type Volume = NonNullable<TaskDefinition['volumes']>[number];
