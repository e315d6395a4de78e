import type { z } from 'zod';
import type { AddNote } from './notes';
import { strictSchema, type TaskDefinition } from './task-definition';

/** Why a field is not converted, by its path without indexes. */
const REASONS: Readonly<Record<string, string>> = {
  taskRoleArn:
    'nobody gives the containers its credentials here: set AWS_PROFILE or the like for them yourself',
  executionRoleArn: 'images are pulled, and secrets read, with what you may do yourself',
  placementConstraints: 'there is one machine',
  placementStrategy: 'there is one machine',
  proxyConfiguration: 'there is no App Mesh proxy here',
  inferenceAccelerators: 'there are no Elastic Inference accelerators here',
  ephemeralStorage: 'containers take as much room as the disk has',
  enableFaultInjection: 'faults are injected by AWS FIS only',
  tags: 'only AWS knows tags; dockerLabels are carried over',
  'runtimePlatform.operatingSystemFamily': 'containers run on what docker runs on here',
  'volumes.efsVolumeConfiguration': 'there is no EFS here: the volume is one of docker, and empty at first',
  'volumes.fsxWindowsFileServerVolumeConfiguration':
    'there is no FSx here: the volume is one of docker, and empty at first',
  'volumes.s3filesVolumeConfiguration':
    'there is no S3 here: the volume is one of docker, and empty at first',
  'volumes.configuredAtLaunch': 'there is no EBS here: the volume is one of docker, and empty at first',
  'containerDefinitions.logConfiguration': 'logs stay with docker: docker compose logs',
  'containerDefinitions.firelensConfiguration': 'logs stay with docker: docker compose logs',
  'containerDefinitions.repositoryCredentials': 'log in to the registry yourself: docker login',
  'containerDefinitions.resourceRequirements': 'GPUs are given under deploy.resources.reservations.devices',
  'containerDefinitions.startTimeout': 'Compose waits for dependencies without an end',
  'containerDefinitions.credentialSpecs': 'there is no Active Directory here',
  'containerDefinitions.portMappings.name': 'there is no Service Connect here',
  'containerDefinitions.portMappings.appProtocol': 'there is no Service Connect here',
  'containerDefinitions.restartPolicy.ignoredExitCodes': 'Compose restarts after any exit code',
  'containerDefinitions.restartPolicy.restartAttemptPeriod': 'Compose restarts at once',
};

/** Fields that AWS adds to a task definition when it is registered, and fields that have no effect in docker. */
const IGNORED = new Set(
  'taskDefinitionArn revision status requiresAttributes compatibilities registeredAt registeredBy deregisteredAt containerDefinitions.versionConsistency containerDefinitions.environmentFiles.type'.split(
    ' ',
  ),
);

/**
 * Adds a note for everything in a task definition that a compose file cannot express.
 * @param given the task definition as it was read, with its unknown fields
 */
export function noteUnsupported(
  given: unknown,
  { containerDefinitions, runtimePlatform }: TaskDefinition,
  addNote: AddNote,
): void {
  for (const { field, path } of unknownFields(given))
    if (!IGNORED.has(path)) addNote(field, REASONS[path] ?? 'this command does not know it');
  if (runtimePlatform?.operatingSystemFamily?.startsWith('WINDOWS'))
    addNote('runtimePlatform.operatingSystemFamily', REASONS['runtimePlatform.operatingSystemFamily'] ?? '');
  if (containerDefinitions.length > 1 && containerDefinitions.some(({ essential = true }) => essential))
    addNote(
      'containerDefinitions[].essential',
      'Compose goes on when a container ends; docker compose up --abort-on-container-exit does not',
    );
}

function unknownFields(given: unknown): { field: string; path: string }[] {
  const issues = strictSchema.safeParse(given).error?.issues ?? [];
  return issues.flatMap((issue: z.core.$ZodIssue) => {
    if (issue.code !== 'unrecognized_keys') return [];
    return issue.keys.map((key) => ({
      field: fieldOf([...issue.path, key]),
      path: [...issue.path, key].filter((part) => typeof part !== 'number').join('.'),
    }));
  });
}

/** A path as text, for example `containerDefinitions[0].image`. */
export function fieldOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (field, key) => (typeof key === 'number' ? `${field}[${key}]` : `${field}${field && '.'}${String(key)}`),
    '',
  );
}
