import type { Project } from '@aws-sdk/client-codebuild';

/** A project that is complete: what CreateProject requires, and what CodeBuild adds. */
export type StoredProject = Project &
  Required<Pick<Project, 'name' | 'arn' | 'source' | 'artifacts' | 'environment' | 'serviceRole'>> &
  Required<Pick<Project, 'timeoutInMinutes' | 'queuedTimeoutInMinutes' | 'cache' | 'encryptionKey'>>;
